import { z } from 'zod';
import { fen, text } from './basics.ts';

/** GET /api/cart/top-up?promotion= — the cheapest way to the next step of an offer, when it pays to go there. */
export const topUpQuery = z.object({ promotion: z.string().min(1).max(60) });
export const topUpView = z.object({
  /** Null: no step ahead, or none that leaves the shopper better off. */
  proposal: z
    .object({
      items: z.array(
        z.object({
          skuId: z.string(),
          productId: z.string(),
          title: text,
          skuTitle: text,
          imageUrl: z.string(),
          quantity: z.number().int(),
        }),
      ),
      /** What is paid beyond the cart as it stands, freight included; below 0 when it is less. */
      extraFen: z.number().int().describe('fen; below 0 when less is paid'),
      /** What these items cost on their own now, without freight. */
      aloneFen: fen,
      /** `paysNoMore`: more goods for no more money. `belowOwnPrice`: they cost something, and less than alone. */
      gain: z.enum(['paysNoMore', 'belowOwnPrice']),
      payFen: fen,
    })
    .nullable(),
});
export type TopUpView = z.infer<typeof topUpView>;
