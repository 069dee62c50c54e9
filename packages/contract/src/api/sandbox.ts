import { z } from 'zod';
import { fen, text } from './basics.ts';

/** GET /api/ops/catalogue/items — what the engine needs to know of an item to price it, and what it may not go below. */
export const sandboxItems = z.object({
  /** By product and place; at most the limit asked for. */
  items: z.array(
    z.object({
      skuId: z.string(),
      shopId: z.string(),
      /** The leaf and its ancestors. */
      categories: z.array(z.string()),
      brandId: z.string(),
      tags: z.array(z.string()),
      title: text,
      skuTitle: text,
      listFen: fen,
      costFen: fen,
      floorFen: fen,
      onSale: z.boolean(),
      /** Campaigns to which its shop consented. */
      enrolledCampaignIds: z.array(z.string()),
    }),
  ),
  /** How many the catalogue has. */
  total: z.number().int(),
  shops: z.array(
    z.object({
      shopId: z.string(),
      name: text,
      freight: z
        .object({
          shopId: z.string(),
          baseFen: fen,
          freeFromFen: fen.optional(),
          basis: z.enum(['afterDiscount', 'itemPrice']),
          surchargeFenByRegion: z.record(z.string(), fen),
        })
        .nullable(),
    }),
  ),
});
