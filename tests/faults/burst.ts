import type { PurchaseView } from '@dacu/contract/api';
import { ANSWER_MS, type Answer, addressOf, frozen, payFenOf, type ShopClient } from './shop-client.ts';

/** A write that somebody means to do once, however often it has to be sent. */
export type Wish = {
  readonly client: ShopClient;
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
  /** In the order in which they came. */
  readonly answers: { readonly status: number; readonly body: Record<string, unknown> }[];
  /** Times it was sent and nothing definite came back. */
  unanswered: number;
  /** What came instead: the code of a 503, that the connection broke, or nothing for as long as anybody waits. */
  readonly unsure: string[];
};

let keys = 0;
export function wishOf(client: ShopClient, path: string, body: unknown): Wish {
  keys += 1;
  return { client, path, body, key: `burst-${keys}`, answers: [], unanswered: 0, unsure: [] };
}

export function flashWish(client: ShopClient, activityId: string, expectedPayFen: number, nth: number): Wish {
  return wishOf(client, `/api/flash/${encodeURIComponent(activityId)}/orders`, {
    quantity: 1,
    expectedPayFen,
    address: addressOf(nth),
  });
}

export async function ordinaryWish(
  client: ShopClient,
  lines: readonly { skuId: string; quantity: number }[],
  nth: number,
): Promise<Wish> {
  const expectedPayFen = await payFenOf(client, lines);
  return wishOf(client, '/api/purchases', { lines, expectedPayFen, address: addressOf(nth) });
}

/** 503 means “outcome unknown or nothing done, ask again with the same key”: no more than silence. */
const definite = (answer: NonNullable<Answer>): boolean => answer.status !== 503;

export async function sendOnce(wish: Wish): Promise<boolean> {
  const sentAt = performance.now();
  const answer = await wish.client.send('POST', wish.path, wish.body, wish.key);
  if (answer !== null && definite(answer)) {
    wish.answers.push(answer);
    return true;
  }
  wish.unanswered += 1;
  const gaveUp = performance.now() - sentAt >= ANSWER_MS;
  wish.unsure.push(answer === null ? (gaveUp ? 'no answer' : 'broken off') : String(answer.body.code));
  return false;
}

/** More at once would wait longer for each other than anybody waits for an answer. */
const AT_ONCE = 300;
const READ_AT_ONCE = 50;

/** Sends what never got a definite answer until it has one. */
export function insist(wishes: readonly Wish[], ms: number): Promise<void> {
  return hear(
    wishes.filter((wish) => wish.answers.length === 0),
    ms,
  );
}

/**
 * Sends each until a definite answer comes back to that. A refusal binds nobody: what is sent once more and not heard may
 * have been granted.
 */
export async function hear(wishes: readonly Wish[], ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  let open = wishes;
  while (open.length > 0) {
    if (performance.now() > deadline) throw new Error(`${open.length} requests were never answered`);
    open = await unheard(open);
    if (open.length > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function unheard(wishes: readonly Wish[]): Promise<Wish[]> {
  const left: Wish[] = [];
  for (let from = 0; from < wishes.length; from += AT_ONCE) {
    const some = wishes.slice(from, from + AT_ONCE);
    const heard = await Promise.all(some.map(sendOnce));
    left.push(...some.filter((_, index) => !heard[index]));
  }
  return left;
}

export const isPlaced = (wish: Wish): boolean => wish.answers.some((answer) => answer.status === 201);
export const purchaseOf = (wish: Wish): PurchaseView =>
  wish.answers.find((answer) => answer.status === 201)!.body as unknown as PurchaseView;

/** Wishes whose answers contradict each other: placed twice, or placed and refused. */
export function contradictions(wishes: readonly Wish[]): string[] {
  return wishes.flatMap((wish) => {
    if (!isPlaced(wish)) return [];
    const first = JSON.stringify(wish.answers[0]!.body);
    return wish.answers.every((answer) => answer.status === 201 && JSON.stringify(answer.body) === first)
      ? []
      : [
          `${wish.key}: ${wish.answers.map((answer) => `${answer.status} ${JSON.stringify(answer.body)}`).join(' | ')}`,
        ];
  });
}

/** Orders that read today otherwise than they were first acknowledged. */
export async function alteredOrders(wishes: readonly Wish[]): Promise<string[]> {
  const altered: string[] = [];
  const placed = wishes.filter(isPlaced);
  for (let from = 0; from < placed.length; from += READ_AT_ONCE)
    altered.push(
      ...(await Promise.all(placed.slice(from, from + READ_AT_ONCE).map(alterationOf))).flatMap(
        (one) => one ?? [],
      ),
    );
  return altered;
}

async function alterationOf(wish: Wish): Promise<string | null> {
  const told = purchaseOf(wish);
  for (;;) {
    const now = await wish.client.send('GET', `/api/purchases/${told.purchaseId}`);
    // Not read is not altered: the limit of the test ends what is never read.
    if (now === null || !definite(now)) continue;
    const same =
      now.status === 200 &&
      JSON.stringify(frozen(now.body as unknown as PurchaseView)) === JSON.stringify(frozen(told));
    return same ? null : `${told.purchaseId}: told ${JSON.stringify(told)}, now ${JSON.stringify(now)}`;
  }
}
