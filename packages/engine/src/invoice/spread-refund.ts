/** One shop's order as far as money goes. */
export type OrderMoney = {
  readonly orderId: string;
  readonly lineIds: readonly string[];
  /** Goods, services and freight. */
  readonly paidFen: number;
  readonly refundedFen: number;
};

/**
 * How much of a refund is which order's. Lines say their own; what is more than they say is freight, what is less was kept
 * for gifts or points: both go to the orders of the refund in turn, within what each was paid. Parts sum to the refund.
 */
export function spreadRefund(
  orders: readonly OrderMoney[],
  refund: {
    readonly fen: number;
    readonly lines: readonly { readonly lineId: string; readonly fen: number }[];
  },
): { readonly orderId: string; readonly fen: number }[] {
  const touched = orders
    .map((order) => ({
      ...order,
      fen: refund.lines
        .filter(({ lineId }) => order.lineIds.includes(lineId))
        .reduce((sum, line) => sum + line.fen, 0),
    }))
    .filter(({ lineIds }) => refund.lines.some(({ lineId }) => lineIds.includes(lineId)));
  let over = refund.fen - touched.reduce((sum, { fen }) => sum + fen, 0);
  const parts = touched.map(({ orderId, paidFen, refundedFen, fen }) => {
    const most = paidFen - refundedFen - fen;
    const change = over > 0 ? Math.min(over, Math.max(0, most)) : Math.max(over, -fen);
    over -= change;
    return { orderId, fen: fen + change };
  });
  if (over !== 0) throw new RangeError(`${over} fen of a refund belong to none of its orders`);
  return parts.filter(({ fen }) => fen > 0);
}
