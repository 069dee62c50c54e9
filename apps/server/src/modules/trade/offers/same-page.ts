import type { WritesTo } from '../../../platform/db/remember-reads.ts';
import { sightEdges } from './flash-sight.ts';
import { stretchAround } from './quote-memo.ts';
import type { CatalogSource, Edition, Shop, Sku } from './sources.ts';

/** What a page of the venue is made of besides plan and catalogue. */
const SHOWN = ['activity', 'cap', 'cap_lease', 'flash_reservation', 'price_day', 'stock', 'switch'] as const;
/** A slot further off has its countdown on the rail; the big one then belongs to the phase. */
export const FLASH_NEAR_MS = 3 * 3_600_000;
const DAY_MS = 86_400_000;
/** Past prices count by days in Asia/Shanghai, which keeps one offset all year. */
const ZONE_OFFSET_MS = 8 * 3_600_000;

/**
 * A page that everybody sees follows from rows, edition and catalogue alone between two instants at which anything on it
 * opens, closes, comes into sight or leaves it, within a day. Where all writes are seen (a rehearsal) it is kept until
 * one of them or such an instant; elsewhere it is made each time.
 */
export function createSamePage<View>(writesTo: WritesTo | null, catalog: CatalogSource) {
  let held: {
    readonly view: View;
    readonly edition: Edition;
    readonly skus: readonly Sku[];
    readonly shops: ReadonlyMap<string, Shop>;
    readonly writes: number;
    readonly from: number;
    readonly until: number;
  } | null = null;

  return async (edition: Edition, at: number, make: () => Promise<View>): Promise<View> => {
    if (writesTo === null) return make();
    const [skus, shops] = await Promise.all([catalog.allSkus(), catalog.shops()]);
    const writes = writesTo(...SHOWN);
    const same =
      held?.edition === edition && held.skus === skus && held.shops === shops && held.writes === writes;
    if (held !== null && same && held.from <= at && at < held.until) return held.view;
    const view = await make();
    held = { view, edition, skus, shops, writes, ...stretchOf(edition, at) };
    return view;
  };
}

const edges = new WeakMap<Edition, readonly number[]>();

function stretchOf(edition: Edition, at: number): { from: number; until: number } {
  let sorted = edges.get(edition);
  if (sorted === undefined) {
    sorted = [...new Set(edgesOf(edition))].sort((a, b) => a - b);
    edges.set(edition, sorted);
  }
  const { from, until } = stretchAround(sorted, at);
  const day = Math.floor((at + ZONE_OFFSET_MS) / DAY_MS) * DAY_MS - ZONE_OFFSET_MS;
  // At 00:00 itself the day has not begun for a deal.
  if (at === day) return { from: at, until: at + 1 };
  return { from: Math.max(from, day + 1), until: Math.min(until, day + DAY_MS) };
}

function edgesOf(edition: Edition): number[] {
  const { compiled } = edition;
  const slots = compiled.flash.flatMap((programme) => programme.slots);
  const spans = [
    ...compiled.seasons,
    ...compiled.phases,
    ...compiled.nodes,
    ...slots,
    ...(compiled.presales ?? []).flatMap(({ deposit, balance }) => [deposit, balance]),
    ...[...compiled.promotions, ...compiled.promotionList].flatMap(({ windows }) => windows),
  ];
  return [
    ...[compiled.startsAt, compiled.endsAt],
    ...spans.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]),
    ...slots.map(({ startsAt }) => startsAt - FLASH_NEAR_MS),
    ...sightEdges(edition),
  ];
}
