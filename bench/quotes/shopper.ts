/** Somebody with a cart of their own. */
export type Shopper = {
  /** Sets how many of an item are in the cart; the answer is how much is taken off the priced cart, in fen. */
  put(skuId: string, quantity: number): Promise<number>;
  /** Takes the coupon of the sale, `COUPON`, and, where shops give any, those of these shops. */
  takeCoupons(shopIds: readonly string[]): Promise<void>;
  /** Address, order and payment of the whole cart; the answer is what the goods cost, without delivery, in fen. */
  checkOut(nth: number): Promise<number>;
};

/** Off every cart whose shopper has it. */
export const COUPON = { id: 'twenty-off', code: 'TWENTY', fromFen: 10_000, offFen: 2_000 };
/** Off whatever is bought in a shop whose coupon the shopper has. */
export const SHOP_COUPON_OFF_FEN = 500;
export const shopCouponId = (shopId: string): string => `of-${shopId}`;

export async function sendJson(
  url: string,
  method: 'GET' | 'POST' | 'PUT',
  headers: Readonly<Record<string, string>>,
  body?: object,
): Promise<{ readonly headers: Headers; readonly body: unknown }> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${response.status} from ${url}: ${JSON.stringify(answer)}`);
  return { headers: response.headers, body: answer };
}
