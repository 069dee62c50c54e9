import type { QuoteView } from '@dacu/contract/api';
import { formatFen } from '@dacu/engine/money';
import {
  type ClosedLine,
  explain,
  forWhom,
  type Quote,
  type QuotedFreight,
  type QuotedLine,
  type Text,
} from '@dacu/engine/pricing';
import type { TakenCoupon } from './coupons-in-hand.ts';
import { presentPoints } from './points-in-hand.ts';
import type { Priced } from './price-items.ts';

/** Marks a quote made outside every campaign. */
export const NO_EDITION = 'none';
const ITEM_LAYERS = new Set(['itemPrice', 'itemCut']);

export function presentQuote(
  priced: Priced,
  stock: ReadonlyMap<string, { readonly left: number | null }>,
): QuoteView {
  const { edition, quote, skus, shops, coupons } = priced;
  const shopIds = [...new Set(quote.lines.map((line) => line.shopId))];
  return {
    at: quote.at,
    editionId: edition?.editionId ?? NO_EDITION,
    shops: shopIds.map((shopId) => {
      const lines = quote.lines.filter((line) => line.shopId === shopId);
      const freight = quote.freight.find((entry) => entry.shopId === shopId);
      return {
        shopId,
        name: shops.get(shopId)?.name ?? { zh: shopId, en: shopId },
        lines: lines.map((line) => {
          const sku = skus.get(line.skuId)!;
          return {
            lineId: line.lineId,
            skuId: line.skuId,
            productId: sku.productId,
            shopId,
            title: sku.title,
            skuTitle: sku.skuTitle,
            imageUrl: sku.imageUrl,
            quantity: line.quantity,
            unitListFen: line.unitListFen,
            listFen: line.listFen,
            itemFen: line.itemFen,
            netFen: line.netFen,
            itemLabel: itemLabelOf(line, quote),
            allocations: line.allocations.map(({ promotionId, layer, fen }) => ({ promotionId, layer, fen })),
            stockLeft: stock.get(line.skuId)?.left ?? null,
          };
        }),
        goodsFen: lines.reduce((sum, line) => sum + line.netFen, 0),
        freightFen: freight?.chargedFen ?? 0,
        freightWords: priced.collected ? COLLECTED_WORDS : freightWords(freight),
      };
    }),
    listFen: quote.listFen,
    itemFen: quote.itemFen,
    goodsFen: quote.goodsFen,
    freightFen: quote.freightFen,
    savedFen: quote.listFen - quote.goodsFen,
    payFen: quote.payFen,
    coupons: coupons.map((coupon) => presentCoupon(coupon, quote)),
    servicesFen: quote.servicesFen,
    services: quote.services.map(({ promotionId, lineId, title, offer, chargedFen, perOrder = false }) => ({
      ...{ promotionId, lineId, title, offer, chargedFen, perOrder },
    })),
    offeredServices: quote.offeredServices.map(
      ({ promotionId, lineId, title, offer, unitFen, perOrder = false }) => ({
        ...{ promotionId, lineId, title, offer, unitFen, perOrder },
      }),
    ),
    points: presentPoints(priced),
    gifts: quote.gifts.map(({ promotionId, shopId, title, quantity, valueFen }) => ({
      ...{ promotionId, shopId, title, quantity, valueFen },
    })),
    closed: quote.closed.map((line) => ({
      ...{ lineId: line.lineId, promotionId: line.promotionId, title: line.title, reason: line.reason },
      words: whyClosed(line),
      opensAt: line.opensAt ?? null,
    })),
    choice: quote.choice,
    trace: quote.trace.map((entry) => ({
      promotionId: entry.promotionId,
      shopId: entry.shopId ?? null,
      title: entry.title,
      layer: entry.layer,
      applied: entry.reason === 'applied',
      reason: entry.reason,
      words: explain(entry),
      discountFen: entry.discountFen,
      chargedFen: entry.chargedFen ?? 0,
      baseFen: entry.baseFen,
      missingFen: entry.missingFen ?? null,
      nextOffFen: entry.nextOffFen ?? null,
    })),
  };
}

function whyClosed({ reason, failed }: ClosedLine): Text {
  return reason === 'audienceMismatch' ? forWhom(failed ?? null) : CLOSED_WORDS[reason];
}

const CLOSED_WORDS: Readonly<Record<Exclude<ClosedLine['reason'], 'audienceMismatch'>, Text>> = {
  notYet: { zh: '尚未开售', en: 'Not on sale yet' },
  over: { zh: '发售已结束', en: 'Its sale is over' },
  stopped: { zh: '已暂停发售', en: 'Its sale is paused' },
};

function presentCoupon({ couponId, promotionId, savedFen }: TakenCoupon, { trace }: Quote) {
  const entry = trace.find((one) => one.promotionId === promotionId)!;
  return { couponId, promotionId, title: entry.title, layer: entry.layer, savedFen };
}

/** The promotion that made the item price: the one that replaced it, else the one that cut it. */
export function itemLabelOf(line: QuotedLine, quote: Quote): Text | null {
  const made = line.allocations.find((allocation) => ITEM_LAYERS.has(allocation.layer) && allocation.fen > 0);
  return quote.trace.find((entry) => entry.promotionId === made?.promotionId)?.title ?? null;
}

const COLLECTED_WORDS: Text = { zh: '到店自取，不收运费', en: 'Collected in store, no delivery charge' };

function freightWords(freight: QuotedFreight | undefined): Text {
  if (freight === undefined) return { zh: '无需运费', en: 'No delivery needed' };
  if (freight.chargedFen > 0)
    return { zh: `运费 ${formatFen(freight.chargedFen)}`, en: `Delivery ${formatFen(freight.chargedFen)}` };
  if (freight.waivedFen > 0)
    return {
      zh: `包邮，已免 ${formatFen(freight.waivedFen)}`,
      en: `Free delivery, ${formatFen(freight.waivedFen)} waived`,
    };
  return { zh: '包邮', en: 'Free delivery' };
}
