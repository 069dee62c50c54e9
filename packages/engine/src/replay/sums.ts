import type { FunderFen, Layer, PromotionIndex, Quote } from '../pricing/index.ts';
import type { OffSum, PastPurchase, PromotionUse, ShopMargin } from './types.ts';

type Off = { pastFen: number; draftFen: number };
type Margin = { pieces: number; listFen: number; costFen: number; past: number; draft: number };
type Use = Off & { waivedFen: number; purchases: number };

/** What was taken off, who paid for it, and what the shops are left with: past beside draft. */
export type Sums = {
  add(purchase: PastPurchase, quote: Quote): void;
  off(): OffSum[];
  shops(): ShopMargin[];
  promotions(): PromotionUse[];
};

export function openSums(index: PromotionIndex): Sums {
  const off = new Map<string, Omit<OffSum, keyof Off> & Off>();
  const shops = new Map<string, Margin>();
  const uses = new Map<string, Use>();

  function addOff(side: keyof Off, layer: Layer, funders: readonly FunderFen[]): void {
    for (const { funder, fen } of funders) {
      const key = `${layer} ${funder}`;
      const one = off.get(key) ?? { layer, funder, pastFen: 0, draftFen: 0 };
      one[side] += fen;
      off.set(key, one);
    }
  }

  function addUse(side: keyof Off | 'waivedFen', promotionId: string, fen: number, seen?: Set<string>): void {
    const one = uses.get(promotionId) ?? { pastFen: 0, draftFen: 0, waivedFen: 0, purchases: 0 };
    one[side] += fen;
    if (seen !== undefined && !seen.has(promotionId)) {
      one.purchases += 1;
      seen.add(promotionId);
    }
    uses.set(promotionId, one);
  }

  return {
    add(purchase, quote) {
      const seen = new Set<string>();
      const drafted = new Map(quote.lines.map((line) => [line.lineId, line.allocations]));
      for (const { lineId, shopId, quantity, unitListFen, costFen, allocations } of purchase.lines) {
        const margin = shops.get(shopId) ?? { pieces: 0, listFen: 0, costFen: 0, past: 0, draft: 0 };
        shops.set(shopId, margin);
        margin.pieces += quantity;
        margin.listFen += unitListFen * quantity;
        margin.costFen += costFen;
        for (const { promotionId, layer, fen, funderFen } of allocations) {
          addOff('pastFen', layer, funderFen);
          addUse('pastFen', promotionId, fen);
          margin.past += sellersPart(funderFen);
        }
        for (const { promotionId, layer, fen, funderFen } of drafted.get(lineId)!) {
          addOff('draftFen', layer, funderFen);
          addUse('draftFen', promotionId, fen, seen);
          margin.draft += sellersPart(funderFen);
        }
      }
      for (const { promotionId, waivedFen } of quote.freight)
        if (promotionId !== undefined) addUse('waivedFen', promotionId, waivedFen, seen);
      for (const { promotionId } of quote.gifts) addUse('draftFen', promotionId, 0, seen);
    },
    off: () => [...off.values()],
    shops: () =>
      [...shops].map(([shopId, { past, draft, ...rest }]) => ({
        ...{ shopId, ...rest },
        pastSellerOffFen: past,
        draftSellerOffFen: draft,
        pastMarginFen: rest.listFen - past - rest.costFen,
        draftMarginFen: rest.listFen - draft - rest.costFen,
      })),
    promotions: () =>
      [...uses].map(([promotionId, use]) => ({ promotionId, ...use, inDraft: index.byId.has(promotionId) })),
  };
}

function sellersPart(funders: readonly FunderFen[]): number {
  return funders.reduce((sum, { funder, fen }) => sum + (funder === 'seller' ? fen : 0), 0);
}
