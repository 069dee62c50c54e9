import type { CompiledPromotion } from './compile-promotions.ts';
import type { TraceEntry, TraceReason } from './types.ts';

type Finding = Partial<Omit<TraceEntry, 'promotionId' | 'title' | 'layer' | 'reason'>> & {
  readonly reason: TraceReason;
};

/** Collects what was found about each promotion; told at the end in stacking order, shop by shop. */
export type Trace = {
  note(promotion: CompiledPromotion, finding: Finding): void;
  entries(): TraceEntry[];
};

export function openTrace(): Trace {
  const rows: { readonly rank: number; readonly entry: TraceEntry }[] = [];
  return {
    note({ promotion, rank }, finding) {
      if (promotion.unlisted && finding.reason === 'couponNeeded') return;
      rows.push({
        rank,
        entry: {
          promotionId: promotion.id,
          title: promotion.title,
          layer: promotion.layer,
          matched: false,
          baseFen: 0,
          discountFen: 0,
          allocations: [],
          ...finding,
        },
      });
    },
    entries() {
      rows.sort((a, b) => a.rank - b.rank || compareShops(a.entry.shopId, b.entry.shopId));
      return rows.map(({ entry }) => entry);
    },
  };
}

/** How a losing promotion names the one that holds the place. */
export function wonBy({ promotion }: CompiledPromotion): Pick<TraceEntry, 'wonBy'> {
  return { wonBy: { promotionId: promotion.id, title: promotion.title } };
}

function compareShops(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
