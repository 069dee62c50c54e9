import { z } from 'zod';
import { channel, fen, instant, page, text } from './basics.ts';
import { purchaseKind, purchaseState } from './trade.ts';

const atInstant = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const amountFen = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** GET /api/ops/orders?state=paid,held&q=&kind=&channel=&from=&to=&payFenMin=&payFenMax=&sort=-placedAt&cursor=&limit= */
export const opsOrdersQuery = z.object({
  state: z
    .string()
    .max(60)
    .transform((words) => words.split(',').filter((word) => word !== ''))
    .pipe(z.array(purchaseState).max(purchaseState.options.length))
    .optional(),
  q: z.string().max(80).optional(),
  kind: purchaseKind.optional(),
  channel: channel.optional(),
  from: atInstant.optional(),
  to: atInstant.optional(),
  payFenMin: amountFen.optional(),
  payFenMax: amountFen.optional(),
  sort: z.enum(['-placedAt', 'placedAt', '-payFen', 'payFen']).default('-placedAt'),
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export const opsOrderList = page.extend({
  /** On the first page: how many were found, counted up to 10 000 (10 001 says that there are more). Else null. */
  found: z.number().int().nullable(),
  orders: z.array(
    z.object({
      purchaseId: z.string(),
      number: z.string(),
      kind: z.string(),
      state: z.string(),
      /** Of the first item. */
      title: text,
      placedAt: instant,
      paidAt: instant.nullable(),
      payFen: fen,
      refundedFen: fen,
      units: z.number().int(),
      shops: z.number().int(),
      channel: z.string(),
      editionNo: z.number().int(),
    }),
  ),
});

/** GET /api/ops/orders/:purchaseId — what the books hold about one purchase. The address is masked. */
export const opsOrderView = z.object({
  purchaseId: z.string(),
  number: z.string(),
  kind: purchaseKind,
  state: purchaseState,
  shopperId: z.string(),
  channel: z.string(),
  campaignId: z.string().nullable(),
  editionId: z.string(),
  editionNo: z.number().int(),
  activityId: z.string().nullable(),
  /** The store where it was seen before it was bought online; null where there was none. */
  source: z.object({ placeId: z.string(), name: text, openedAt: instant }).nullable(),
  placedAt: instant,
  holdUntil: instant,
  paidAt: instant.nullable(),
  closedAt: instant.nullable(),
  closedReason: z.string().nullable(),
  listFen: fen,
  goodsFen: fen,
  freightFen: fen,
  payFen: fen,
  refundedFen: fen,
  address: z.object({ recipient: z.string(), phone: z.string(), region: z.string(), line: z.string() }),
  orders: z.array(
    z.object({
      orderId: z.string(),
      shopId: z.string(),
      shopName: text,
      goodsFen: fen,
      freightFen: fen,
      lines: z.array(
        z.object({
          lineId: z.string(),
          skuId: z.string(),
          productId: z.string(),
          title: text,
          skuTitle: text,
          quantity: z.number().int(),
          returnedQuantity: z.number().int(),
          listFen: fen,
          netFen: fen,
          /** List price less these is the net price: listFen − Σ fen = netFen. */
          allocations: z.array(
            z.object({
              promotionId: z.string(),
              title: text,
              layer: z.string(),
              fen,
              /** Who pays for it; sums to `fen`. */
              funders: z.array(z.object({ funder: z.string(), fen })),
            }),
          ),
        }),
      ),
    }),
  ),
  /**
   * All that happened, oldest first: every event of it in the outbox by its type, and `charge.asked`, `charge.failed` and
   * `charge.settled` for what was asked of payment providers. `by` is who did it, `operator` that person's name; `ref` is
   * the id of what happened, `note` its reason or kind.
   */
  story: z.array(
    z.object({
      kind: z.string(),
      at: instant,
      by: z.string().nullable(),
      operator: z.string().nullable(),
      amountFen: fen.nullable(),
      ref: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
  /** How counted stock moved for it, oldest first. */
  movements: z.array(
    z.object({
      at: instant,
      skuId: z.string(),
      title: text,
      action: z.string(),
      reserved: z.number().int(),
      locked: z.number().int(),
      onHand: z.number().int(),
    }),
  ),
});
export type OpsOrderView = z.infer<typeof opsOrderView>;
