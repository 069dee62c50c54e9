import {
  type CartLine,
  type FreightTemplate,
  mergeFreight,
  type PromotionIndex,
  priceCart,
  type Quote,
  type Shopper,
} from '@dacu/engine/pricing';
import type { Edition, Shop, Sku } from './sources.ts';

/**
 * One item at a time, asked by thousands within a second, mostly has one price. The engine is pure and looks at the
 * instant only to see which windows are open, so between two instants at which any promotion of the edition opens or
 * closes the answer is the same: it is kept until then, and only for exactly the same sku, shops, switches and shopper.
 */
export type QuoteMemo = (input: {
  readonly at: number;
  readonly line: CartLine;
  readonly sku: Sku;
  readonly shops: ReadonlyMap<string, Shop>;
  readonly edition: Edition;
  readonly stopped: readonly string[];
  readonly shopper: Shopper;
  readonly region: string | undefined;
}) => Quote;

const QUOTES_MAX = 5_000;

type Kept = { readonly sku: Sku; readonly from: number; readonly until: number; readonly quote: Quote };

export function createQuoteMemo(): QuoteMemo {
  let world: { edition: Edition; shops: ReadonlyMap<string, Shop>; stopped: string } | null = null;
  let freight: readonly FreightTemplate[] = [];
  let changes: readonly number[] = [];
  const quotes = new Map<string, Kept>();

  return ({ at, line, sku, shops, edition, stopped, shopper, region }) => {
    const stoppedKey = stopped.join('\n');
    if (world?.edition !== edition || world.shops !== shops || world.stopped !== stoppedKey) {
      if (world?.edition !== edition) changes = changesOf(edition.index);
      world = { edition, shops, stopped: stoppedKey };
      freight = mergeFreight(
        [...shops.values()].flatMap((shop) => shop.freight ?? []),
        edition.compiled.freight,
      );
      quotes.clear();
    }
    const key = `${line.skuId}|${line.quantity}|${line.flashPromotionId}|${region}|${shopper.memberTier}|${shopper.newcomer}|${shopper.idleDays}|${shopper.channel}`;
    const kept = quotes.get(key);
    if (kept !== undefined && kept.sku === sku && kept.from <= at && at < kept.until)
      return { ...kept.quote, at };
    const quote = priceCart(
      {
        at,
        lines: [line],
        shopper,
        freight,
        stoppedPromotionIds: [...stopped],
        ...(region === undefined ? {} : { region }),
      },
      edition.index,
    );
    if (quotes.size >= QUOTES_MAX) quotes.clear();
    quotes.set(key, { sku, ...stretchAround(changes, at), quote });
    return quote;
  };
}

/** Every instant at which a promotion of the edition opens or closes, sorted. */
function changesOf(index: PromotionIndex): readonly number[] {
  const instants = new Set<number>();
  for (const { promotion } of index.promotions)
    for (const { startsAt, endsAt } of promotion.windows) instants.add(startsAt).add(endsAt);
  return [...instants].sort((a, b) => a - b);
}

/** The half-open stretch around `at` without any such instant inside. */
export function stretchAround(changes: readonly number[], at: number): { from: number; until: number } {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (changes[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return {
    from: changes[low - 1] ?? Number.NEGATIVE_INFINITY,
    until: changes[low] ?? Number.POSITIVE_INFINITY,
  };
}
