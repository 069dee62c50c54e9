import type { Quote } from '../pricing/index.ts';
import { type Changes, openChanges } from './changes.ts';
import type { PastLine, PastPurchase, Segment, SegmentDimension } from './types.ts';

/** Lower ends of the bands of basket size by list price, in fen. */
export const BASKET_BANDS_FEN = [0, 10_000, 20_000, 50_000, 100_000, 300_000] as const;
/** Key of what was paid for delivery, beside the categories. */
export const FREIGHT_KEY = '*freight';
/** Key of purchases whose shopper has no tier, or came through no known channel. */
export const UNKNOWN_KEY = '*unknown';

type Part = {
  readonly dimension: SegmentDimension;
  readonly key: string;
  readonly pastFen: number;
  readonly draftFen: number;
};
type Sums = { purchases: number; winners: number; losers: number; pastFen: number; draftFen: number };
type Kept = Pick<Part, 'dimension' | 'key'> & Sums & { readonly changes: Changes };

/** Winners and losers by kind of shopper, basket and goods. In each dimension the segments add up to all that was paid. */
export type Segments = {
  add(purchase: PastPurchase, quote: Quote): void;
  all(): Segment[];
};

export function openSegments(): Segments {
  const kept = new Map<string, Kept>();

  function enter({ dimension, key, pastFen, draftFen }: Part): void {
    const name = `${dimension} ${key}`;
    let one = kept.get(name);
    if (one === undefined) {
      one = {
        ...{ dimension, key, purchases: 0, winners: 0, losers: 0, pastFen: 0, draftFen: 0 },
        changes: openChanges(),
      };
      kept.set(name, one);
    }
    const changeFen = draftFen - pastFen;
    one.purchases += 1;
    if (changeFen < 0) one.winners += 1;
    if (changeFen > 0) one.losers += 1;
    one.pastFen += pastFen;
    one.draftFen += draftFen;
    one.changes.add(changeFen);
  }

  return {
    add(purchase, quote) {
      for (const part of partsOf(purchase, quote)) enter(part);
    },
    all: () =>
      [...kept.values()].map(({ changes, ...sums }) => {
        const [p10Fen, p50Fen, p90Fen] = changes.percentiles([10, 50, 90]) as [number, number, number];
        return {
          ...sums,
          unchanged: sums.purchases - sums.winners - sums.losers,
          changeFen: sums.draftFen - sums.pastFen,
          ...{ p10Fen, p50Fen, p90Fen },
        };
      }),
  };
}

function partsOf(purchase: PastPurchase, quote: Quote): Part[] {
  const { shopper, payFen } = purchase;
  const whole = (dimension: SegmentDimension, key: string): Part => ({
    ...{ dimension, key, pastFen: payFen, draftFen: quote.payFen },
  });
  return [
    whole('memberTier', shopper.memberTier ?? UNKNOWN_KEY),
    whole('newcomer', String(shopper.newcomer)),
    whole('channel', shopper.channel ?? UNKNOWN_KEY),
    whole('basket', String(bandOf(quote.listFen))),
    ...byGoods('category', purchase, quote),
    ...byGoods('shop', purchase, quote),
  ];
}

/** The lower end of the band. */
function bandOf(listFen: number): number {
  return BASKET_BANDS_FEN.findLast((fromFen) => listFen >= fromFen)!;
}

/** What was paid for services of a line. */
export function chargedFor(services: PastLine['services'] = []): number {
  return services.reduce((sum, { chargedFen }) => sum + chargedFen, 0);
}

/** Services go with their line, freight with the shop that sends the parcel; beside the categories it stands on its own. */
function byGoods(dimension: 'category' | 'shop', purchase: PastPurchase, quote: Quote): Part[] {
  const parts = new Map<string, { pastFen: number; draftFen: number }>();
  const add = (key: string, pastFen: number, draftFen: number) => {
    const before = parts.get(key) ?? { pastFen: 0, draftFen: 0 };
    parts.set(key, { pastFen: before.pastFen + pastFen, draftFen: before.draftFen + draftFen });
  };
  const drafted = new Map(quote.lines.map(({ lineId, netFen }) => [lineId, netFen]));
  for (const { lineId, chargedFen } of quote.services) drafted.set(lineId, drafted.get(lineId)! + chargedFen);
  for (const { lineId, shopId, categories, netFen, services } of purchase.lines) {
    const key = dimension === 'shop' ? shopId : (categories[0] ?? UNKNOWN_KEY);
    add(key, netFen + chargedFor(services), drafted.get(lineId)!);
  }
  const freightKey = (shopId: string) => (dimension === 'shop' ? shopId : FREIGHT_KEY);
  for (const { shopId, chargedFen } of purchase.freight)
    if (chargedFen > 0) add(freightKey(shopId), chargedFen, 0);
  for (const { shopId, chargedFen } of quote.freight)
    if (chargedFen > 0) add(freightKey(shopId), 0, chargedFen);
  return [...parts].map(([key, sums]) => ({ dimension, key, ...sums }));
}
