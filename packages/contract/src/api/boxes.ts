import { z } from 'zod';
import { fen, instant, text } from './basics.ts';

const ppm = z.number().int();
const hex64 = z.string();

/** A style of a pool: its odds in one draw, over many draws with the guarantee, and how many there are. */
const boxStyle = z.object({
  prizeId: z.string(),
  title: text,
  count: z.number().int().nullable(),
  valueFen: fen.nullable(),
  /** What the pool was committed to with; 0 in a finite pool, where the counts are the odds. */
  ppm,
  basePpm: ppm,
  effectivePpm: ppm,
  guaranteed: z.boolean(),
});

/**
 * A pool as anybody may see it. `commitment` is the SHA-256, in hex, over the text that names every term and the seed;
 * `seed` is null until `revealedAt`. Of boxes that nobody opened nothing is told.
 */
export const boxPool = z.object({
  poolId: z.string(),
  version: z.number().int(),
  campaignId: z.string(),
  promotionId: z.string(),
  title: text,
  skuId: z.string(),
  mode: z.enum(['finite', 'independent']),
  priceFen: fen,
  pityDraws: z.number().int().nullable(),
  perPersonMax: z.number().int().nullable(),
  minors: z.enum(['guardian', 'refused']),
  styles: z.array(boxStyle),
  /** Boxes that a guaranteed style takes on average. */
  expectedDraws: z.number().nullable(),
  /** Boxes of a finite pool, and how many of them are neither paid nor promised. */
  total: z.number().int().nullable(),
  left: z.number().int().nullable(),
  state: z.enum(['upcoming', 'open', 'soldOut', 'ended', 'stopped']),
  committedAt: instant,
  opensAt: instant,
  closesAt: instant,
  commitment: hex64,
  /** When the seed is made public at the latest, but for a payment that is still awaited; null once it is. */
  revealBy: instant.nullable(),
  revealedAt: instant.nullable(),
  seed: hex64.nullable(),
});
export type BoxPool = z.infer<typeof boxPool>;

/** GET /api/boxes?sku= — pools that are sold, or will be, in the campaign in force. `mine` only with a session. */
export const boxQuery = z.object({ sku: z.string().max(80).optional() });
export const boxList = z.object({
  boxes: z.array(
    z.object({
      pool: boxPool,
      mine: z
        .object({
          /** Paid and promised: what counts against the limit. */
          bought: z.number().int(),
          /** Still closed: they are not counted in `untilGuaranteed`, for that would tell what they hold. */
          closed: z.number().int(),
          /** Boxes until a guaranteed style is certain, that one included. */
          untilGuaranteed: z.number().int().nullable(),
        })
        .nullable(),
    }),
  ),
});
export type BoxList = z.infer<typeof boxList>;

/** One box of a purchase; what it holds is told once it is open. */
export const boxDraw = z.object({
  drawId: z.string(),
  poolId: z.string(),
  lineId: z.string(),
  openedAt: instant.nullable(),
  returnedAt: instant.nullable(),
  result: z
    .object({
      prizeId: z.string(),
      title: text,
      guaranteed: z.boolean(),
      byPity: z.boolean(),
      /** The box's place in its pool, from 0, and the buyer's boxes in a row before it without a guaranteed style. */
      position: z.number().int(),
      missesBefore: z.number().int(),
    })
    .nullable(),
});
/** GET /api/purchases/:purchaseId/boxes · POST …/boxes/open {drawIds} answers the same. */
export const purchaseBoxes = z.object({ draws: z.array(boxDraw), pools: z.array(boxPool) });
export type PurchaseBoxes = z.infer<typeof purchaseBoxes>;
export const boxOpening = z.object({ drawIds: z.array(z.string().min(1).max(60)).min(1).max(200) });

/**
 * What a buyer confirms with an order that holds blind boxes: the age band (under 8 nothing is sold, from 8 to 17 a guardian
 * agrees) and that an opened box does not go back without a reason.
 */
export const boxTerms = z.object({
  age: z.enum(['adult', 'minor', 'child']),
  guardianConsent: z.boolean().default(false),
  openedIsFinal: z.literal(true),
});
export type BoxTerms = z.infer<typeof boxTerms>;

/** GET /api/ops/boxes — every pool of the campaign in force, all versions; what was drawn, opened or not. */
export const opsBoxes = z.object({
  pools: z.array(
    z.object({
      pool: boxPool,
      held: z.number().int(),
      drawn: z.number().int(),
      /** Left by style: boxes of a finite pool, pieces where a quantity is stated. */
      styles: z.array(
        z.object({
          prizeId: z.string(),
          title: text,
          drawn: z.number().int(),
          left: z.number().int().nullable(),
        }),
      ),
    }),
  ),
});
export type OpsBoxes = z.infer<typeof opsBoxes>;
