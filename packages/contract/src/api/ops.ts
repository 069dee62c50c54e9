import { z } from 'zod';
import { fen, instant, paceMeasure, page, text } from './basics.ts';
import { operatorRole } from './people.ts';
import { similarItem } from './presale.ts';

/** Long because the console's endpoints are read side by side: one list, in the order of its pages. */

/** POST /api/ops/session · GET · DELETE */
export const operatorSignIn = z.object({
  name: z.string().min(1).max(60),
  password: z.string().min(1).max(200),
});
export const operatorView = z.object({
  operatorId: z.string(),
  name: z.string(),
  role: operatorRole,
  /** The one-time password was used: choose one before anything else. */
  mustChangePassword: z.boolean(),
});
export type OperatorView = z.infer<typeof operatorView>;
/** POST /api/ops/password */
export const passwordChange = z.object({ password: z.string().min(10).max(200) });

/** A finding of the plan check, with its place in the file. */
export const findingView = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  /** Dotted path in the plan, as `promotions[3].window.from`. */
  path: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  found: z.string(),
  allowed: z.string(),
  message: text,
  /** The nearest known word, where one is near. */
  suggestion: z.string().nullable(),
  /** Where the other half of a contradiction stands. */
  other: z.object({ path: z.string(), line: z.number().int(), column: z.number().int() }).optional(),
});
export type FindingView = z.infer<typeof findingView>;

/** GET /api/ops/campaigns */
export const campaignList = z.object({
  campaigns: z.array(
    z.object({
      campaignId: z.string(),
      title: text,
      zone: z.string(),
      precedence: z.number().int(),
      current: z.boolean(),
      editionNo: z.number().int(),
      startsAt: instant,
      endsAt: instant,
      phaseTitle: text.nullable(),
    }),
  ),
});
/** GET /api/ops/campaigns/:id — the whole plan as published, with what the check says and what is live now. */
export const campaignView = z.object({
  campaignId: z.string(),
  editionId: z.string(),
  editionNo: z.number().int(),
  publishedAt: instant,
  publishedBy: z.string(),
  yaml: z.string(),
  /** The parsed plan (see `@dacu/contract/plan` `Plan`). */
  plan: z.unknown(),
  /** The calendar with instants: seasons, phases, nodes, daily windows folded. */
  calendar: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['season', 'phase', 'node', 'milestone', 'review']),
      title: text,
      startsAt: instant,
      endsAt: instant,
      parentId: z.string().nullable(),
      state: z.enum(['past', 'running', 'upcoming']),
    }),
  ),
  promotions: z.array(
    z.object({
      promotionId: z.string(),
      title: text,
      group: z.enum(['inclusive', 'advanced', 'exclusive']),
      layer: z.string().nullable(),
      kind: z.string(),
      summary: text,
      /** `executed` by the engine now, or `described` for a later release. */
      support: z.enum(['executed', 'described']),
      live: z.boolean(),
      /** A switch holds it back, whatever its window says. */
      stopped: z.boolean(),
      /** End of the window that is open now. */
      openUntil: instant.nullable(),
      nextOpensAt: instant.nullable(),
      budgetCapFen: fen.nullable(),
      spentFen: fen,
      source: z.string(),
    }),
  ),
  findings: z.array(findingView),
});
/** GET /api/ops/campaigns/:id/timeline — everything of the plan that has a time, laid out in rows. */
export const planTimelineView = z.object({
  campaignId: z.string(),
  editionNo: z.number().int(),
  zone: z.string(),
  startsAt: instant,
  endsAt: instant,
  rows: z.array(
    z.object({
      rowId: z.string(),
      group: z.enum(['season', 'phase', 'node', 'task', 'promotion', 'content', 'channel', 'live', 'review']),
      id: z.string(),
      title: text,
      /** Pairs of instants, start and end, half-open: sorted and disjoint. */
      windows: z.array(z.tuple([instant, instant])),
      owner: text.nullable(),
      detail: text.nullable(),
      source: z.enum(['stated', 'ours']),
      /** Rows that must be done before this one begins. */
      after: z.array(z.string()),
      /** The row it must be ready for. */
      prepares: z.string().nullable(),
      /** How long it may slip before something that needs it is late; null where nothing does. */
      floatMs: z.number().int().nullable(),
      /** Of the work towards one opening, what can slip least. */
      critical: z.boolean(),
      /** Rows it waits for that end after it begins. */
      lateAfter: z.array(z.string()),
    }),
  ),
});
/** POST /api/ops/plans/check {yaml} */
export const planText = z.object({ yaml: z.string().max(2_000_000) });
export const planCheckView = z.object({ ok: z.boolean(), findings: z.array(findingView) });
const planChange = z.object({
  /** Dotted, list elements by their id: `promotions.cross-store.tiers[0].threshold`. */
  path: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
/** POST /api/ops/campaigns/:id/editions */
export const publishRequest = planText.extend({
  /** What for, in a line: stands beside the edition. */
  note: z.string().trim().max(300).optional(),
});
const editionText = z.object({
  editionNo: z.number().int(),
  publishedAt: instant,
  publishedBy: z.string(),
  note: z.string().nullable(),
  yaml: z.string(),
});
/** GET /api/ops/campaigns/:id/compare?from=&to= — any two editions, in either order. */
export const editionCompare = z.object({
  from: editionText,
  to: editionText,
  changes: z.array(planChange),
});
/** GET /api/ops/campaigns/:id/editions · POST publishes the next one */
export const editionList = z.object({
  editions: z.array(
    z.object({
      editionId: z.string(),
      editionNo: z.number().int(),
      publishedAt: instant,
      publishedBy: z.string(),
      note: z.string().nullable(),
      hash: z.string(),
      changes: z.array(planChange),
    }),
  ),
});

/** POST /api/ops/switches — an act of the night beside the edition: stop a promotion, or let it run again. */
export const switchThrow = z.object({
  kind: z.literal('stopPromotion'),
  campaignId: z.string().min(1).max(60),
  target: z.string().min(1).max(60),
  on: z.boolean(),
  reason: z.string().trim().min(1).max(300),
});

/** A figure with what it means: hovering answers "what is this, as of when, from where". */
export const figure = z.object({
  id: z.string(),
  value: z.number().nullable(),
  unit: z.enum(['fen', 'count', 'bp', 'perTenThousand', 'score']),
  target: z.number().nullable(),
  /** Where the plan says it should stand now, by the frame's `measure`; null where that cannot be said (yet). */
  paceTarget: z.number().nullable(),
  forecast: z.number().nullable(),
});
/** GET /api/ops/board and the `board` frames of GET /api/ops/stream (SSE, event id = outbox position). */
export const boardFrame = z.object({
  position: z.number().int(),
  campaignAt: instant,
  campaignId: z.string(),
  phaseId: z.string().nullable(),
  simulated: z.boolean(),
  measure: paceMeasure,
  figures: z.array(figure),
  /** Paid amount and orders by campaign minute, the last 60 minutes, oldest first. */
  minutes: z.array(
    z.object({ at: instant, paidFen: fen, orders: z.number().int(), visitors: z.number().int() }),
  ),
  /** The hottest counted items: least left first. */
  stockHeat: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['flash', 'sku']),
      title: text,
      total: z.number().int(),
      taken: z.number().int(),
      grade: z.enum(['blue', 'yellow', 'red', 'black']),
    }),
  ),
  channels: z.array(
    z.object({ channel: z.string(), visitors: z.number().int(), orders: z.number().int(), paidFen: fen }),
  ),
  recent: z.array(
    z.object({
      purchaseId: z.string(),
      at: instant,
      payFen: fen,
      /** Where it goes, as wide as a board may know: the province. */
      city: text,
      title: text,
      state: z.string(),
    }),
  ),
});
export type BoardFrame = z.infer<typeof boardFrame>;

/** GET /api/ops/stock */
export const opsStockList = page.extend({
  rows: z.array(
    z.object({
      skuId: z.string(),
      /** Null for a SKU that the catalogue no longer has. */
      productId: z.string().nullable(),
      title: text,
      shopName: text,
      onHand: z.number().int(),
      reserved: z.number().int(),
      locked: z.number().int(),
      sellable: z.number().int(),
      allotment: z.number().int(),
      /** Damaged, or waiting to be looked at: on hand and not for sale. */
      unavailable: z.number().int(),
      /** Free on the shelves of stores, for whoever collects there; not part of `sellable`. */
      inStores: z.number().int(),
      /** Units paid within the last hour of campaign time: how fast it goes now. */
      soldLastHour: z.number().int(),
      /** Units paid a day, the mean of the last two weeks. */
      demandPerDay: z.number(),
      /** Kept against bad luck while goods are on their way, and the stock at which to order; units. */
      safetyStock: z.number().int(),
      reorderPoint: z.number().int(),
      grade: z.enum(['blue', 'yellow', 'red', 'black']),
      /** What the plan does about it while it is red or sold out; null where it does nothing. */
      shortage: z
        .object({
          since: instant,
          /** The pre-sale of which new bookings are paid in full; null where none is turned. */
          presale: z
            .object({ promotionId: z.string(), title: text, pays: z.enum(['deposit', 'full']) })
            .nullable(),
          /** What the storefront offers beside it, or instead. */
          similar: similarItem.nullable(),
        })
        .nullable(),
    }),
  ),
});

/** How many of a sort an import would add, change, leave as they are, or refused. */
const tally = z.object({
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  refused: z.number().int(),
});
const fieldValue = z.union([z.string(), z.number()]).nullable();
/** POST /api/ops/catalogue/import (multipart: file, dryRun) */
export const importView = z.object({
  imported: z.boolean(),
  rows: z.number().int(),
  products: z.number().int(),
  skus: z.number().int(),
  errors: z.array(
    z.object({
      /** Name of the file, with the sheet where it has several. */
      file: z.string(),
      /** 1 is the header; 0 is the file as a whole. */
      line: z.number().int(),
      column: z.string(),
      found: z.string(),
      allowed: z.string(),
      message: text,
    }),
  ),
  /** Of a dry run: what would come and change. */
  preview: z
    .object({
      shops: tally,
      products: tally,
      skus: tally,
      priceDays: tally,
      /** Prices seen in stores. */
      storePrices: tally,
      /** Warehouses and stores. */
      places: tally,
      changes: z.array(
        z.object({
          kind: z.enum(['shop', 'product', 'sku']),
          id: z.string(),
          title: text,
          state: z.enum(['added', 'changed']),
          /** Amounts are fen, in fields whose name ends in `Fen`. */
          fields: z.array(z.object({ field: z.string(), before: fieldValue, after: fieldValue })),
        }),
      ),
      /** Changes beyond those listed. */
      more: z.number().int(),
    })
    .nullable(),
});
export type ImportView = z.infer<typeof importView>;
