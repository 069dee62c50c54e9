import type { ProductView } from '@dacu/contract/api';
import { formatFen } from '@dacu/engine/money';
import type { Text } from '@dacu/engine/pricing';

export type ShareInput = {
  readonly product: ProductView;
  /** `https://sale.example`, without a slash at its end. */
  readonly origin: string;
  readonly lang: 'zh' | 'en';
};
/** What stands in the head of a page that is shared: its title, its description, and markup ready to be put in. */
export type ShareHead = { readonly title: string; readonly description: string; readonly markup: string };

const AVAILABILITY = { plenty: 'InStock', low: 'LimitedAvailability', out: 'OutOfStock' } as const;

/**
 * Open Graph and Schema.org (Product with an Offer for each item) of a product, for readers that run no script. Prices
 * are what the page shows to a stranger; a price struck through is stated only where the law lets the page show one.
 */
export function productShareHead({ product, origin, lang }: ShareInput): ShareHead {
  const say = (text: Text) => text[lang];
  const { card } = product;
  const url = `${origin}/products/${encodeURIComponent(card.productId)}`;
  const images = (product.images.length > 0 ? product.images : [card.imageUrl]).map(
    (image) => `${origin}${image}`,
  );
  const title = say(card.title);
  const price = formatFen(card.price.itemFen);
  const description = [price, card.subtitle ? say(card.subtitle) : '', say(card.shopName)]
    .filter((part) => part !== '')
    .join(' · ');
  const graph = {
    '@context': 'https://schema.org',
    '@type': 'Product',
    '@id': url,
    name: title,
    description: say(product.description),
    image: images,
    sku: card.skuId,
    category: card.categoryId,
    brand: { '@type': 'Brand', name: say(product.brand.name) },
    offers: product.skus.map((sku) => offerOf(sku, { url, seller: say(card.shopName), lang })),
  };
  return {
    title,
    description,
    markup: [
      link('canonical', url),
      property('og:type', 'product'),
      property('og:site_name', 'Dacu'),
      property('og:title', title),
      property('og:description', description),
      property('og:url', url),
      property('og:image', images[0] ?? ''),
      property('og:image:alt', title),
      property('og:locale', lang === 'zh' ? 'zh_CN' : 'en_GB'),
      property('og:locale:alternate', lang === 'zh' ? 'en_GB' : 'zh_CN'),
      property('product:price:amount', yuan(card.price.itemFen)),
      property('product:price:currency', 'CNY'),
      named('twitter:card', 'summary'),
      `<script type="application/ld+json">${scriptJson(graph)}</script>`,
    ].join('\n    '),
  };
}

type Item = ProductView['skus'][number];

function offerOf(
  { skuId, title, price, stockState, inStores }: Item,
  { url, seller, lang }: { readonly url: string; readonly seller: string; readonly lang: 'zh' | 'en' },
) {
  const struck =
    price.referenceFen !== null && price.referenceFen > price.itemFen ? price.referenceFen : null;
  return {
    '@type': 'Offer',
    sku: skuId,
    name: title[lang],
    url: `${url}?sku=${encodeURIComponent(skuId)}`,
    price: yuan(price.itemFen),
    priceCurrency: 'CNY',
    availability: `https://schema.org/${stockState === 'out' && inStores ? 'InStoreOnly' : AVAILABILITY[stockState]}`,
    itemCondition: 'https://schema.org/NewCondition',
    seller: { '@type': 'Organization', name: seller },
    ...(struck === null
      ? {}
      : {
          priceSpecification: {
            '@type': 'UnitPriceSpecification',
            priceType: 'https://schema.org/StrikethroughPrice',
            price: yuan(struck),
            priceCurrency: 'CNY',
          },
        }),
  };
}

function yuan(fen: number): string {
  return formatFen(fen).replaceAll(/[¥,]/g, '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** JSON that cannot end the script element it stands in, whatever the texts say. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const property = (name: string, content: string) =>
  `<meta property="${name}" content="${escapeHtml(content)}" />`;
const named = (name: string, content: string) => `<meta name="${name}" content="${escapeHtml(content)}" />`;
const link = (rel: string, href: string) => `<link rel="${rel}" href="${escapeHtml(href)}" />`;
