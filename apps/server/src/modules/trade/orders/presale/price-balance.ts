import type { BalanceChoice } from '@dacu/contract/api';
import type { PriceAnswer } from '../../offers/index.ts';
import type { OrdersDeps } from '../index.ts';
import { linesOf, type PurchaseRow } from '../purchase.ts';
import { depositFenOf, presaleOf } from './purchase-presale.ts';

/**
 * What the balance costs at an instant: the item at what was agreed with the deposit, and all that comes off an order
 * then (thresholds on P − s, everything taken from the balance alone). Throws if the deposit did not come out as paid.
 */
export async function priceBalance(
  deps: OrdersDeps,
  row: PurchaseRow,
  { at, couponIds, usePoints }: BalanceChoice & { readonly at: number },
): Promise<PriceAnswer> {
  const presale = presaleOf(row);
  const { promotion, unitListFen, freeFreight } = presale;
  const [line] = linesOf(row.body);
  const answer = await deps.offers.price({
    at,
    items: [
      {
        skuId: line!.skuId,
        quantity: line!.quantity,
        presale: { promotion, unitListFen, freeFreight },
      },
    ],
    buyer: { shopperId: row.shopperId, channel: row.body.channel },
    region: row.body.address.region,
    phone: presale.phoneKey,
    ...(couponIds === undefined ? {} : { couponIds }),
    ...(usePoints === undefined ? {} : { usePoints }),
  });
  const depositFen = answer.priced?.quote.depositFen ?? depositFenOf(presale);
  if (depositFen !== depositFenOf(presale))
    throw new Error(
      `${row.purchaseId}: a deposit of ${depositFenOf(presale)} fen was priced as ${depositFen}`,
    );
  return answer;
}
