import type { QuoteView } from '@dacu/contract/api';
import type { BilingualText } from '@dacu/ui';

type QuotedShop = QuoteView['shops'][number];
export type ShopReduction = {
  readonly promotionId: string;
  readonly title: BilingualText;
  readonly layer: string;
  readonly fen: number;
};

/**
 * What one shop's part comes to: its list price, its share of every reduction as the lines carry it, and its freight.
 * The shares are the allocations that the order will freeze, so the shops sum to the whole, to the fen.
 */
export function sumShop(shop: QuotedShop, trace: QuoteView['trace']) {
  const titles = new Map(trace.map((row) => [row.promotionId, row.title]));
  const shares = new Map<string, ShopReduction>();
  for (const { promotionId, layer, fen } of shop.lines.flatMap((line) => line.allocations)) {
    const title = titles.get(promotionId) ?? { zh: promotionId, en: promotionId };
    const before = shares.get(promotionId)?.fen ?? 0;
    shares.set(promotionId, { promotionId, title, layer, fen: before + fen });
  }
  return {
    listFen: shop.lines.reduce((sum, line) => sum + line.listFen, 0),
    reductions: [...shares.values()].filter((each) => each.fen > 0),
    freightFen: shop.freightFen,
    payFen: shop.goodsFen + shop.freightFen,
  };
}
