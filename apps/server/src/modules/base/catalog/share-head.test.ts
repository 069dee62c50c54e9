import type { ProductView } from '@dacu/contract/api';
import { describe, expect, it } from 'vitest';
import { productShareHead } from './share-head.ts';

const HOSTILE = `</title></script><script>alert(1)</script>"'><img src=x onerror=alert(1)> & $& \u2028`;
const text = (words: string) => ({ zh: words, en: `${words} en` });

const NO_STORE = { inStores: false, storeLeft: null };

function product(words: string): ProductView {
  const price = { listFen: 129_950, itemFen: 99_900, label: null, referenceFen: 119_900 };
  return {
    card: {
      productId: 'pr-one',
      skuId: 'sk-one-1',
      title: text(words),
      subtitle: text(words),
      imageUrl: '/assets/catalogue/1f95c.webp',
      shopId: 'fuman',
      shopName: text(words),
      categoryId: 'nianhuo',
      tags: [],
      price,
      promotionLabels: [],
      soldCount: 3,
      stockState: 'plenty',
      stockLeft: null,
      inStores: false,
    },
    description: text(words),
    images: ['/assets/catalogue/1f95c.webp', '/assets/catalogue/1f330.webp'],
    brand: { brandId: 'b', name: text(words) },
    shop: { shopId: 'fuman', name: text(words), intro: text(words) },
    skus: [
      { skuId: 'sk-one-1', title: text(words), price, stockState: 'low', stockLeft: 2, ...NO_STORE },
      {
        skuId: 'sk-one-2',
        title: text(words),
        price: { ...price, referenceFen: 50_000 },
        stockState: 'out',
        stockLeft: null,
        ...NO_STORE,
      },
    ],
    attributes: [],
    priceHistory: [],
    flash: null,
    favourite: false,
  };
}

function graphOf(markup: string) {
  const [, json] = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(markup) ?? [];
  return JSON.parse(json ?? '');
}

describe('what a shared product page says without script', () => {
  it('price, currency and availability of each item, and a struck price only above what is paid', () => {
    const { markup, description } = productShareHead({
      product: product('坚果'),
      origin: 'https://sale.example',
      lang: 'zh',
    });
    expect(description).toContain('¥999.00');
    expect(markup).toContain('<meta property="og:title" content="坚果" />');
    expect(markup).toContain('<link rel="canonical" href="https://sale.example/products/pr-one" />');
    expect(markup).toContain('content="https://sale.example/assets/catalogue/1f95c.webp"');
    const graph = graphOf(markup);
    expect(graph).toMatchObject({ '@type': 'Product', name: '坚果', brand: { name: '坚果' } });
    expect(graph.offers).toMatchObject([
      {
        price: '999.00',
        priceCurrency: 'CNY',
        availability: 'https://schema.org/LimitedAvailability',
        url: 'https://sale.example/products/pr-one?sku=sk-one-1',
        priceSpecification: { priceType: 'https://schema.org/StrikethroughPrice', price: '1199.00' },
      },
      { availability: 'https://schema.org/OutOfStock' },
    ]);
    expect(graph.offers[1].priceSpecification).toBeUndefined();
  });

  it('speaks English to who reads English', () => {
    const head = productShareHead({ product: product('x'), origin: 'https://sale.example', lang: 'en' });
    expect(head.title).toBe('x en');
    expect(graphOf(head.markup).name).toBe('x en');
  });

  it('never lets a title become markup, and keeps it as text', () => {
    const { markup } = productShareHead({
      product: product(HOSTILE),
      origin: `https://sale.example"><script>alert(2)</script>`,
      lang: 'zh',
    });
    expect(markup.match(/<script/g)).toHaveLength(1);
    expect(markup.match(/<\/script>/g)).toHaveLength(1);
    expect(markup).not.toContain('<img');
    expect(/ld\+json">([\s\S]*?)<\/script>/.exec(markup)?.[1]).not.toMatch(/[<>&\u2028]/);
    for (const [tag] of markup.matchAll(/<meta [^\n]*/g))
      expect(tag).toMatch(/^<meta (property|name)="[\w:]+" content="[^"<>]*" \/>$/);
    expect(graphOf(markup).name).toBe(HOSTILE);
  });
});
