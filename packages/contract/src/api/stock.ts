import { z } from 'zod';
import { instant, text } from './basics.ts';

/** What the sale's people see of stock by place, and what they do to it. Counts are units. */

const units = z.number().int().min(1).max(1_000_000);
const placeId = z.string().min(1).max(40);

/**
 * POST /api/ops/stock/{skuId}/acts (with Idempotency-Key) — commander and merchandiser. `count`: everything that stands
 * there, whatever it is for. `setAside`: out of sale above 0, back into it below 0. The reason stays in the record.
 */
export const stockActRequest = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('receive'), placeId, quantity: units }),
    z.object({ kind: z.literal('count'), placeId, counted: z.number().int().min(0).max(1_000_000) }),
    z.object({
      kind: z.literal('setAside'),
      placeId,
      change: z
        .number()
        .int()
        .min(-1_000_000)
        .max(1_000_000)
        .refine((change) => change !== 0, 'not 0'),
    }),
    z.object({ kind: z.literal('scrap'), placeId, quantity: units }),
    z.object({ kind: z.literal('transfer'), placeId, toPlaceId: placeId, quantity: units }),
  ])
  .and(z.object({ reason: z.string().trim().min(2).max(200) }));
export type StockActRequest = z.infer<typeof stockActRequest>;

export const opsPlace = z.object({
  placeId: z.string(),
  kind: z.enum(['warehouse', 'store']),
  name: text,
  address: text,
  /** Codes of GB/T 2260. */
  province: z.string(),
  serves: z.array(z.string()),
});

/** GET /api/ops/places — warehouses, then stores. */
export const opsPlaces = z.object({ places: z.array(opsPlace) });
export type OpsPlaces = z.infer<typeof opsPlaces>;

/** GET /api/ops/stock/{skuId}: where it stands and how it came to that. */
export const stockStory = z.object({
  skuId: z.string(),
  /** Null for a SKU that the catalogue no longer has. */
  productId: z.string().nullable(),
  title: text,
  onHand: z.number().int(),
  reserved: z.number().int(),
  locked: z.number().int(),
  unavailable: z.number().int(),
  /** Shipped, less what came back. */
  sold: z.number().int(),
  sellable: z.number().int(),
  allotment: z.number().int(),
  places: z.array(
    z.object({
      placeId: z.string(),
      onHand: z.number().int(),
      allotted: z.number().int(),
      unavailable: z.number().int(),
      free: z.number().int(),
    }),
  ),
  /** Newest first, at most 200. */
  movements: z.array(
    z.object({
      seq: z.number().int(),
      at: instant,
      /** What caused it: a purchase, a return, a receipt, a parcel, a collection, an act. */
      bizType: z.string(),
      bizId: z.string(),
      action: z.string(),
      /** Where; null where no place is concerned. */
      placeId: z.string().nullable(),
      onHand: z.number().int(),
      reserved: z.number().int(),
      locked: z.number().int(),
      sold: z.number().int(),
      unavailable: z.number().int(),
      allotted: z.number().int(),
      /** What the network had on hand and left to sell when it was done; null for a store's own movement. */
      after: z.object({ onHand: z.number().int(), sellable: z.number().int() }).nullable(),
      /** What stood at the place when it was done. */
      placeAfter: z.object({ onHand: z.number().int() }).nullable(),
      /** Who did it and why, where a person did. */
      by: z.object({ name: z.string(), reason: z.string() }).nullable(),
    }),
  ),
  /** Movements before those listed. */
  more: z.number().int(),
});
export type StockStory = z.infer<typeof stockStory>;

/**
 * GET /api/ops/stock/audit: does every count follow from its movements, and do the warehouses add up to the network?
 * `behind`: events that the ledger has not heard yet; until it is 0 a difference may be only that.
 */
export const stockAudit = z.object({
  behind: z.number().int(),
  skus: z.number().int(),
  /** Rows of stock by place. */
  placed: z.number().int(),
  movements: z.number().int(),
  /** At most 100, the network's first. */
  differences: z.array(
    z.object({
      skuId: z.string(),
      /** Null for the network. */
      placeId: z.string().nullable(),
      /** `ledger`: the movements do not sum to the count; `places`: the warehouses do not sum to the network. */
      kind: z.enum(['ledger', 'places']),
      count: z.string(),
      counted: z.number().int(),
      told: z.number().int(),
    }),
  ),
});
export type StockAudit = z.infer<typeof stockAudit>;
