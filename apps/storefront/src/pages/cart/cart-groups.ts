import type { CartView, QuoteView } from '@dacu/contract/api';

export type CartLine = CartView['lines'][number];
type QuotedLine = QuoteView['shops'][number]['lines'][number];
type Unavailable = CartView['unavailable'][number];

/** A line that can be bought, or could be in a smaller quantity. */
export type LiveLine = CartLine & {
  readonly item: NonNullable<CartLine['item']>;
  /** Its place in the quote; null while it is not ticked. */
  readonly quoted: QuotedLine | null;
  /** How many there are, where they are fewer than wanted. */
  readonly left: number | null;
  /** Why this shopper may not buy it now; only known while it is ticked. */
  readonly closed: QuoteView['closed'][number] | null;
};
export type GoneLine = {
  readonly line: CartLine;
  readonly title: Unavailable['title'];
  readonly reason: Unavailable['reason'];
};
export type ShopGroup = {
  readonly shopId: string;
  readonly name: LiveLine['item']['shopName'];
  readonly lines: readonly LiveLine[];
  readonly quoted: QuoteView['shops'][number] | null;
};

/**
 * The cart as it is read: by shop in the order things were put in, so that a tick never moves a line; what cannot be
 * bought at all stands apart with its reason.
 */
export function groupCart(cart: CartView): { shops: readonly ShopGroup[]; gone: readonly GoneLine[] } {
  const trouble = new Map(cart.unavailable.map((each) => [each.skuId, each]));
  const quotedLines = new Map(
    cart.quote?.shops.flatMap((shop) => shop.lines).map((line) => [line.skuId, line]),
  );
  const shops = new Map<string, LiveLine[]>();
  const gone: GoneLine[] = [];
  for (const line of cart.lines) {
    const short = trouble.get(line.skuId);
    const cannot = short && (short.reason !== 'outOfStock' || short.left === 0);
    if (cannot || line.item === null) {
      const title = short?.title ?? line.item?.title ?? { zh: line.skuId, en: line.skuId };
      gone.push({ line, title, reason: short?.reason ?? 'notFound' });
      continue;
    }
    const live: LiveLine = {
      ...line,
      item: line.item,
      quoted: line.selected ? (quotedLines.get(line.skuId) ?? null) : null,
      left: short?.left ?? null,
      closed: cart.quote?.closed?.find(({ lineId }) => lineId === line.skuId) ?? null,
    };
    shops.set(line.item.shopId, [...(shops.get(line.item.shopId) ?? []), live]);
  }
  return {
    shops: [...shops].map(([shopId, lines]) => ({
      shopId,
      name: lines[0]!.item.shopName,
      lines,
      quoted: cart.quote?.shops.find((shop) => shop.shopId === shopId) ?? null,
    })),
    gone,
  };
}

type TraceRow = QuoteView['trace'][number];
export type NextStep = TraceRow & { readonly missingFen: number; readonly nextOffFen: number };

/** Reductions whose next step can be reached, the nearest first: those of one shop, or (null) those over the whole cart. */
export function nextSteps(quote: QuoteView, shopId: string | null): readonly NextStep[] {
  return quote.trace
    .filter(
      (row): row is NextStep =>
        row.shopId === shopId && (row.missingFen ?? 0) > 0 && (row.nextOffFen ?? 0) > 0,
    )
    .toSorted((a, b) => a.missingFen - b.missingFen);
}
