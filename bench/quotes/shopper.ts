/** Somebody with a cart of their own. */
export type Shopper = {
  /** Sets how many of an item are in the cart; the answer is how much is taken off the priced cart, in fen. */
  put(skuId: string, quantity: number): Promise<number>;
  /** Takes the coupon of the sale, `COUPON`. */
  takeCoupon(): Promise<void>;
  /** Address, order and payment of the whole cart; the answer is what the goods cost, without delivery, in fen. */
  checkOut(nth: number): Promise<number>;
};

/** Off every cart whose shopper has it. */
export const COUPON = { id: 'twenty-off', code: 'TWENTY', fromFen: 10_000, offFen: 2_000 };

export async function sendJson(
  url: string,
  method: 'POST' | 'PUT',
  headers: Readonly<Record<string, string>>,
  body: object,
): Promise<{ readonly headers: Headers; readonly body: unknown }> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${response.status} from ${url}: ${JSON.stringify(answer)}`);
  return { headers: response.headers, body: answer };
}
