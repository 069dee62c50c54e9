import { z } from 'zod';
import { fen, instant, text, wallInstant } from './basics.ts';
import { findingView } from './ops.ts';
import { REHEARSAL_SEED_MAX, REHEARSAL_VISITS, SCENARIOS } from './rehearsal-limits.ts';

export const scenario = z.enum(SCENARIOS);

/** POST /api/ops/rehearsals — an edition of a campaign, or a draft that nobody published. */
export const rehearsalRequest = z.object({
  plan: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('edition'), editionId: z.string().min(1).max(60) }),
    z.object({ kind: z.literal('draft'), yaml: z.string().max(2_000_000) }),
  ]),
  seed: z.number().int().min(0).max(REHEARSAL_SEED_MAX),
  visits: z.number().int().min(REHEARSAL_VISITS.min).max(REHEARSAL_VISITS.max),
  scenario: scenario.default('base'),
});
export type RehearsalRequest = z.input<typeof rehearsalRequest>;

/**
 * What a rehearsal is. `interrupted` is one whose server ended while it waited or ran: it is never shown as running,
 * and is not taken up again. A finished one has its review, whatever the audit found in it.
 */
const REHEARSAL_STATES = ['queued', 'running', 'finished', 'failed', 'cancelled', 'interrupted'] as const;

export const rehearsalView = z.object({
  rehearsalId: z.string(),
  state: z.enum(REHEARSAL_STATES),
  campaignId: z.string(),
  title: text,
  /** The edition that is rehearsed; null for a draft. */
  editionId: z.string().nullable(),
  editionNo: z.number().int().nullable(),
  seed: z.number().int(),
  /** As asked for; the scenario multiplies them. */
  visits: z.number().int(),
  scenario,
  requestedBy: z.string(),
  requestedAtWall: wallInstant,
  startedAtWall: wallInstant.nullable(),
  endedAtWall: wallInstant.nullable(),
  /** Where it stands, or stood when it ended; null before it said anything. */
  progress: z
    .object({
      stage: z.enum(['database', 'catalogue', 'selling', 'auditing']),
      /** The sale as rehearsed; campaign time reached. Null until the doors open. */
      sale: z
        .object({
          at: instant,
          startsAt: instant,
          endsAt: instant,
          visits: z.number().int(),
          /** How many will have come, the scenario counted in. */
          visitsTotal: z.number().int(),
          orders: z.number().int(),
          paidFen: fen,
          calls: z.number().int(),
        })
        .nullable(),
      /** Memory of the rehearsing process, without its database. */
      rssBytes: z.number().int(),
      /** When the rehearsal said so. */
      atWall: wallInstant,
      /** When it should have ended, by the visits done so far; null while it cannot be told. */
      endsAtWall: wallInstant.nullable(),
    })
    .nullable(),
  /** Why it failed. `words` is what the machine said, in the language of the machine. */
  failure: z
    .object({
      reason: z.enum(['planInvalid', 'place', 'crashed', 'killed']),
      words: z.string(),
      findings: z.array(findingView),
    })
    .nullable(),
  reviewId: z.string().nullable(),
  auditPassed: z.boolean().nullable(),
});
export type RehearsalView = z.infer<typeof rehearsalView>;

/** GET /api/ops/rehearsals — newest first. `refused` says why none may be started here; null when they may. */
export const rehearsalList = z.object({
  refused: z.enum(['rehearsalsOff', 'forbidden']).nullable(),
  /** At most so many wait behind the one that runs. */
  waitingMax: z.number().int(),
  rehearsals: z.array(rehearsalView),
});

/** GET /api/ops/reviews/:reviewId/plan-changes/:otherId — what the second one's plan says otherwise. */
export const planChanges = z.object({
  /** Null where a plan is not kept: reviews from before plans were kept beside them. */
  changes: z
    .array(
      z.object({
        path: z.string(),
        kind: z.enum(['added', 'removed', 'changed']),
        before: z.string().nullable(),
        after: z.string().nullable(),
      }),
    )
    .nullable(),
});
