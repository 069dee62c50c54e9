import type { FlashItem } from '@dacu/contract/api';
import type { AcknowledgedOrder } from '@dacu/engine/simulate';
import {
  contradictions,
  flashWish,
  hear,
  insist,
  isPlaced,
  ordinaryWish,
  purchaseOf,
  sendOnce,
  type Wish,
} from './burst.ts';
import {
  claim,
  flashPayFen,
  linesForCoupon,
  openFlashItems,
  openShopper,
  type ShopClient,
  twoShopLines,
} from './shop-client.ts';

/**
 * A night of buying: who wants what, who pays, who gives up, and what each of them was told. Shoppers reach whatever
 * node `door` names next, so a retry may come to another node than its first try.
 */
export type Night = {
  readonly items: readonly FlashItem[];
  /** Everything anybody ever meant to buy. */
  readonly wishes: readonly Wish[];
  /** Those whose payment was acknowledged. */
  readonly paid: readonly Wish[];
  /** Most want the one hot item, some another one, some buy goods of two shops, some with a coupon that they claimed. */
  makeWishes(count: number): Promise<Wish[]>;
  /** Like `makeWishes`, all of them for goods of two shops. */
  makeOrdinary(count: number): Promise<Wish[]>;
  /** Sends everything at once, a third of it twice, and calls `strike` when so many answers are in. */
  burst(round: readonly Wish[], strikeAfter: number, strike: () => void): Promise<void>;
  /** Of the orders placed so far and untouched yet a third is paid, a third cancelled, a third left to expire. */
  payAndCancel(): Promise<void>;
  /** Orders without pause until one is placed: how long that took. Call it before something is broken. */
  firstGood(): Promise<{ firstGoodMs(since: number): Promise<number> }>;
  /** What clients were told of orders that they placed. */
  told(): AcknowledgedOrder[];
  /** Everybody gets a definite answer, asks once more, and nobody was told two things. */
  everybodyAnswered(round: readonly Wish[], ms: number): Promise<string[]>;
};

/** Claimed in the coupon centre, taken by orders of these goods. */
const COUPON = { promotionId: 'beauty-399', category: 'beauty' };
const AT_ONCE = 25;
/** Shoppers who try, one after the other and then all again, until one has an order. */
const PROBES = 20;
const PROBE_MS = 200;

/** Told to shout when the sandbox or the cashier changes: how a shopper pays at the provider's page. */
export async function payFor(client: ShopClient, purchaseId: string): Promise<boolean> {
  const asked = await client.send('POST', `/api/purchases/${purchaseId}/payments`, { method: 'sandbox' });
  if (asked?.status !== 201) return false;
  const approved = await client.send('POST', String(asked.body.approveUrl), { outcome: 'succeeded' });
  return approved?.status === 200;
}

export async function openNight(door: () => string): Promise<Night> {
  const items = await openFlashItems(door());
  const somebody = await openShopper(door);
  const payFen = new Map<string, number>();
  for (const item of items) payFen.set(item.activityId, await flashPayFen(somebody, item, 0));
  const lines = await twoShopLines(door());
  const couponLines = await linesForCoupon(somebody, COUPON.promotionId, COUPON.category);
  const wishes: Wish[] = [];
  const paid: Wish[] = [];
  const settled = new Set<Wish>();
  let shoppers = 0;

  async function arrive(count: number): Promise<ShopClient[]> {
    const clients: ShopClient[] = [];
    while (clients.length < count)
      clients.push(
        ...(await Promise.all(
          Array.from({ length: Math.min(AT_ONCE, count - clients.length) }, () => openShopper(door)),
        )),
      );
    return clients;
  }

  async function wanted(
    count: number,
    want: (client: ShopClient, index: number, nth: number) => Promise<Wish>,
  ) {
    const clients = await arrive(count);
    const made = await Promise.all(
      clients.map((client, index) => {
        shoppers += 1;
        return want(client, index, shoppers);
      }),
    );
    wishes.push(...made);
    return made;
  }

  const makeOrdinary = (count: number) => wanted(count, (client, _, nth) => ordinaryWish(client, lines, nth));

  return {
    items,
    wishes,
    paid,
    makeOrdinary,
    makeWishes: (count) =>
      wanted(count, async (client, index, nth) => {
        if (index % 8 === 7) {
          await claim(client, COUPON.promotionId);
          return ordinaryWish(client, couponLines, nth);
        }
        if (index % 4 === 3) return ordinaryWish(client, lines, nth);
        const item = index % 7 === 5 ? items[1 + (index % (items.length - 1))]! : items[0]!;
        return flashWish(client, item.activityId, payFen.get(item.activityId)!, nth);
      }),

    async burst(round, strikeAfter, strike) {
      let answered = 0;
      let struck = false;
      const send = async (wish: Wish) => {
        await sendOnce(wish);
        answered += 1;
        if (answered < strikeAfter || struck) return;
        struck = true;
        strike();
      };
      await Promise.all(
        round.flatMap((wish, index) => (index % 3 === 0 ? [send(wish), send(wish)] : [send(wish)])),
      );
      if (!struck) throw new Error(`only ${answered} answers came before anything was broken`);
    },

    async payAndCancel() {
      const fresh = wishes.filter((wish) => isPlaced(wish) && !settled.has(wish));
      for (const wish of fresh) settled.add(wish);
      await Promise.all(
        fresh.map(async (wish, index) => {
          const { purchaseId } = purchaseOf(wish);
          if (index % 3 === 0 && (await payFor(wish.client, purchaseId))) paid.push(wish);
          else if (index % 3 === 1) await wish.client.send('POST', `/api/purchases/${purchaseId}/cancel`);
        }),
      );
    },

    async firstGood() {
      const tries = await makeOrdinary(PROBES);
      return {
        async firstGoodMs(since) {
          let placedAt = 0;
          const sent: Promise<void>[] = [];
          for (const wish of tries) {
            if (placedAt > 0) break;
            sent.push(
              sendOnce(wish).then(() => {
                if (isPlaced(wish) && placedAt === 0) placedAt = performance.now();
              }),
            );
            await new Promise((resolve) => setTimeout(resolve, PROBE_MS));
          }
          if (placedAt === 0) await Promise.all(sent);
          while (placedAt === 0) {
            await Promise.all(tries.map(sendOnce));
            if (tries.some(isPlaced)) placedAt = performance.now();
            else await new Promise((resolve) => setTimeout(resolve, PROBE_MS / 4));
          }
          await Promise.all(sent);
          return Math.round(placedAt - since);
        },
      };
    },

    told: () =>
      wishes.filter(isPlaced).map((wish) => ({
        purchaseId: purchaseOf(wish).purchaseId,
        claimKey: `${wish.client.shopperId}:${wish.key}`,
        payFen: purchaseOf(wish).payFen,
      })),

    async everybodyAnswered(round, ms) {
      await insist(round, ms);
      // And again, those that had their answer already.
      await hear(round, ms);
      return contradictions(round);
    },
  };
}
