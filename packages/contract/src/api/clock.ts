import { z } from 'zod';
import { fen, instant, text, wallInstant } from './basics.ts';

/** Where campaign time can be moved to, and what moving it there would do. A simulated database only. */

const named = z.object({ id: z.string(), title: text });

/** GET /api/ops/clock/stops — every opening of the plans that still lies ahead. */
export const clockStops = z.object({
  campaignAt: instant,
  databaseKind: z.enum(['simulated', 'real']),
  stops: z.array(
    z.object({
      /** Unique: kind, campaign and what opens. */
      stopId: z.string(),
      kind: z.enum(['season', 'phase', 'node', 'flash', 'end']),
      campaignId: z.string(),
      campaignTitle: text,
      title: text,
      at: instant,
      /** The zone whose clock the plan means. */
      zone: z.string(),
    }),
  ),
});

/** GET /api/ops/clock/preview?campaignAt= — nothing is changed by asking. */
export const clockPreview = z.object({
  fromAt: instant,
  toAt: instant,
  /** Zone of what runs at `toAt`. */
  zone: z.string(),
  /** Why the clock would not be moved; null when it would. */
  refusal: z.enum(['clockBack', 'simulatedOnly']).nullable(),
  campaign: z.object({ before: named.nullable(), after: named.nullable() }),
  phase: z.object({ before: named.nullable(), after: named.nullable() }),
  node: z.object({ before: named.nullable(), after: named.nullable() }),
  /** Executed promotions that run after and not before, and the other way round. */
  promotions: z.object({ opening: z.array(named), closing: z.array(named) }),
  flash: z.object({
    /** Slots that would have begun and ended on the way, without anybody there. */
    passed: z.number().int(),
    open: z.object({ title: text, endsAt: instant }).nullable(),
    next: z.object({ title: text, startsAt: instant }).nullable(),
  }),
  /** Unpaid purchases whose hold ends on the way; their goods go back on sale. */
  holds: z.object({ purchases: z.number().int(), payFen: fen }),
  /** Work that becomes due on the way, by kind; done at once, in the order of its instants. */
  due: z.array(z.object({ kind: z.string(), count: z.number().int() })),
  /** What a delivery under the plan's supply agreement would bring: items below the first stock alert, filled up. */
  delivery: z.object({ skus: z.number().int(), units: z.number().int() }),
});

/** POST /api/ops/clock — simulated database only. */
export const clockShift = z.object({
  campaignAt: instant,
  /** Take the delivery of the preview in, as a receipt of stock at the new instant. */
  delivery: z.boolean().default(false),
});

/** GET /api/ops/clock/moves — newest first, at most 50. */
export const clockMoves = z.object({
  moves: z.array(
    z.object({
      moveId: z.string(),
      fromAt: instant,
      toAt: instant,
      movedBy: z.string(),
      movedAtWall: wallInstant,
      deliveredUnits: z.number().int(),
    }),
  ),
});
