import { z } from 'zod';
import { fen, instant, paceMeasure, text, wallInstant } from './basics.ts';
import { scenario } from './rehearsals.ts';

/** GET /api/ops/reviews — of the live campaign and of finished rehearsals. */
export const reviewList = z.object({
  reviews: z.array(
    z.object({
      reviewId: z.string(),
      title: text,
      kind: z.enum(['live', 'rehearsal']),
      campaignId: z.string(),
      seed: z.number().int().nullable(),
      visits: z.number().int().nullable(),
      scenario: scenario.nullable(),
      createdAtWall: wallInstant,
      hash: z.string().nullable(),
      paidFen: fen,
      attainmentBp: z.number().int().nullable(),
      /** Null where the auditor runs only when the review is opened (the live one). */
      auditPassed: z.boolean().nullable(),
    }),
  ),
});

/** Where a figure comes from: its definition in both languages and the SQL that computes it. */
export const definition = z.object({ id: z.string(), name: text, definition: text, query: z.string() });
const measured = z.object({
  definitionId: z.string(),
  value: z.number().nullable(),
  unit: z.enum(['fen', 'count', 'bp', 'perTenThousand', 'score']),
  target: z.number().nullable(),
  note: text.nullable(),
  /** What the plan calls this goal; absent where the definition's name says it. */
  title: text.optional(),
  /** Is more better, or less? Absent where there is no target. */
  better: z.enum(['higher', 'lower']).optional(),
  /** Of an indicator: its group in the plan's review chapter, or `companion` for what keeps the others from being misread. */
  group: z.enum(['sales', 'reach', 'experience', 'companion']).optional(),
  /** Of a goal: its targets phase by phase or node by node, each with what was reached in it. */
  steps: z
    .array(
      z.object({
        spanId: z.string(),
        title: text,
        value: z.number().nullable(),
        target: z.number(),
        note: text.nullable(),
      }),
    )
    .optional(),
});

/** GET /api/ops/reviews/:id (JSON) · /api/ops/reviews/:id.md?lang=zh|en|both (Markdown) */
export const reviewDocument = z.object({
  reviewId: z.string(),
  kind: z.enum(['live', 'rehearsal']),
  simulated: z.boolean(),
  campaign: z.object({
    id: z.string(),
    title: text,
    /** Null: a rehearsal of a file that nobody published. */
    editionNo: z.number().int().nullable(),
    zone: z.string(),
  }),
  window: z.object({ startsAt: instant, endsAt: instant, asOf: instant, asOfPosition: z.number().int() }),
  /** By `visits` (a demonstration): targets of sums are already those of as many visits, null while too few came. */
  measure: paceMeasure.default({ kind: 'clock' }),
  rehearsal: z
    .object({
      seed: z.number().int(),
      /** How many came, the scenario counted in. */
      visits: z.number().int(),
      /** Demand against the plan's expectation; reviews from before there were scenarios are of `base`. */
      scenario: z.enum(['weak', 'base', 'strong']).default('base'),
      /** One visit stands for this many of the plan's. */
      scale: z.number().int(),
      durationMs: z.number().int(),
      hash: z.string(),
      /** SHA-256 of the plan file; reviews from before it was kept have none. */
      planHash: z.string().nullable().default(null),
    })
    .nullable(),
  definitions: z.array(definition),
  /** The goals of the plan, and nothing else. */
  goals: z.array(measured),
  /** The indicators of the plan's review chapter in its groups, then their companions. */
  indicators: z.array(measured),
  phases: z.array(
    z.object({
      phaseId: z.string(),
      title: text,
      startsAt: instant,
      endsAt: instant,
      measures: z.array(measured),
    }),
  ),
  funnel: z.array(
    z.object({ step: z.string(), title: text, visitors: z.number().int(), rateBp: z.number().int() }),
  ),
  channels: z.array(
    z.object({
      channel: z.string(),
      /** What the plan calls it; absent where it names none, and in older reviews. */
      title: text.optional(),
      visitors: z.number().int(),
      orders: z.number().int(),
      paidFen: fen,
    }),
  ),
  discounts: z.array(
    z.object({
      promotionId: z.string(),
      title: text,
      layer: z.string(),
      orders: z.number().int(),
      costFen: fen,
      funders: z.array(z.object({ funder: z.string(), fen })),
    }),
  ),
  stockOuts: z.array(
    z.object({
      id: z.string(),
      title: text,
      kind: z.enum(['flash', 'sku']),
      soldOutAt: instant,
      refusedCount: z.number().int(),
    }),
  ),
  bestItems: z.array(
    z.object({
      skuId: z.string(),
      title: text,
      units: z.number().int(),
      paidFen: fen,
      returnRateBp: z.number().int(),
    }),
  ),
  worstItems: z.array(
    z.object({
      skuId: z.string(),
      title: text,
      units: z.number().int(),
      views: z.number().int(),
      paidFen: fen,
      returnRateBp: z.number().int(),
    }),
  ),
  /** Of each item of a pre-sale what became of its deposits; none in reviews from before. */
  presales: z
    .array(
      z.object({
        promotionId: z.string(),
        presale: text,
        skuId: z.string(),
        title: text,
        /** Paid in the window, and what was paid with them. */
        deposits: z.number().int(),
        depositFen: fen,
        /** Whose balance window is over, and how many of these were paid in full; the share of those, null while none is over. */
        ended: z.number().int(),
        paid: z.number().int(),
        conversionBp: z.number().int().nullable(),
        /** Kept from buyers in default. */
        forfeited: z.number().int(),
        forfeitedFen: fen,
        /** Owed by a seller in default on top of the refund. */
        doubled: z.number().int(),
        doubledFen: fen,
      }),
    )
    .default([]),
  /** All goods (`all`) first, then by category: what came back of what was sent long enough ago, beside the rate that the plan has. */
  returnRates: z
    .array(
      z.object({
        categoryId: z.string(),
        title: text,
        sent: z.number().int(),
        returned: z.number().int(),
        /** Null while nothing was sent long enough ago. */
        rateBp: z.number().int().nullable(),
        /** Null where the plan has no such rates. */
        plannedBp: z.number().int().nullable(),
      }),
    )
    .default([]),
  /** What to change, in the plan's three groups, each with the figures that say so. */
  improvements: z.array(
    z.object({
      group: z.enum(['item', 'traffic', 'conversion']),
      finding: text,
      proposal: text,
      evidence: text,
    }),
  ),
  audit: z.object({
    passed: z.boolean(),
    checks: z.array(
      z.object({
        id: z.string(),
        title: text,
        passed: z.boolean(),
        examined: z.number().int(),
        violations: z.array(z.string()),
      }),
    ),
  }),
});
export type ReviewDocument = z.infer<typeof reviewDocument>;
