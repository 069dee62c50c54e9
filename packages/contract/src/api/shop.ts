import { z } from 'zod';
import { channel, fen, instant, page, text, wallInstant } from './basics.ts';

/** GET /api/clock — both clocks; screens count down on campaign time: `campaignAt + (now − received) × running`. */
export const clockView = z.object({
  campaignAt: instant,
  wallAt: wallInstant,
  zone: z.string(),
  running: z.boolean(),
  shifted: z.boolean(),
  databaseKind: z.enum(['simulated', 'real']),
});
export type ClockView = z.infer<typeof clockView>;

/** POST /api/visits — opens a visit of this browser; the channel is where the shopper came from. */
export const visitRequest = z.object({ channel: channel.default('direct') });
export const visitView = z.object({ visitId: z.string(), shopperId: z.string() });

/** GET /api/me — the shopper of this browser. */
export const meView = z.object({
  shopperId: z.string(),
  memberTier: z.enum(['basic', 'silver', 'gold', 'black']),
  newcomer: z.boolean(),
  channel: z.string(),
});
export type MeView = z.infer<typeof meView>;

/** One price as every screen shows it: what is paid now, and why it differs from the list price. */
export const priceView = z.object({
  listFen: fen,
  /** The item price now (after timed price and instant cuts), before anything that depends on the cart. */
  itemFen: fen,
  /** Name of the promotion that sets the item price, if one does. */
  label: text.nullable(),
  /** Lowest deal price of the seven days before, the only figure that may be struck through (明码标价规定 art 16). */
  referenceFen: fen.nullable(),
});

export const productCard = z.object({
  productId: z.string(),
  skuId: z.string(),
  title: text,
  subtitle: text.nullable(),
  imageUrl: z.string(),
  shopId: z.string(),
  shopName: text,
  categoryId: z.string(),
  tags: z.array(z.string()),
  price: priceView,
  /** Cart-level promotions that can touch it, as short labels. */
  promotionLabels: z.array(text),
  soldCount: z.number().int(),
  stockState: z.enum(['plenty', 'low', 'out']),
  /** Shown only when low ("仅剩N件"). What bookings of a pre-sale can take counts on a card, which leads to both ways. */
  stockLeft: z.number().int().nullable(),
  /** A store has it for whoever collects there; where the state is `out`, that is the only way to buy it. */
  inStores: z.boolean(),
});
export type ProductCard = z.infer<typeof productCard>;

export const flashItem = z.object({
  activityId: z.string(),
  promotionId: z.string(),
  skuId: z.string(),
  productId: z.string(),
  title: text,
  imageUrl: z.string(),
  shopName: text,
  listFen: fen,
  flashFen: fen,
  /** Lowest deal of the seven days before the slot; the only other price that may be shown struck through. */
  referenceFen: fen.nullable(),
  stockTotal: z.number().int(),
  /** What is not available now: held, paid, or no longer in the warehouse. */
  stockTaken: z.number().int(),
  perPersonMax: z.number().int(),
  startsAt: instant,
  endsAt: instant,
  state: z.enum(['upcoming', 'open', 'soldOut', 'ended', 'stopped']),
  /** Null where it cannot be reserved. A reservation is a right to order and a reminder, never a unit. */
  reservation: z
    .object({
      opensAt: instant,
      closesAt: instant,
      /** Until then only those who reserved may order; the opening itself where everybody may. */
      aloneUntil: instant,
      /** How many shoppers have reserved it. */
      count: z.number().int(),
    })
    .nullable(),
});
export type FlashItem = z.infer<typeof flashItem>;

/** POST and DELETE /api/flash/{activityId}/reservation — `count`: how many shoppers have it now. */
export const flashReservation = z.object({
  activityId: z.string(),
  reserved: z.boolean(),
  count: z.number().int(),
});
export type FlashReservation = z.infer<typeof flashReservation>;
/** GET /api/flash/reservations — the shopper's own, soonest first. */
export const flashReservations = z.object({
  reservations: z.array(z.object({ activityId: z.string(), startsAt: instant })),
});
export type FlashReservations = z.infer<typeof flashReservations>;

/** GET /api/flash — today's and the next slots with their items. */
export const flashSlot = z.object({
  startsAt: instant,
  endsAt: instant,
  state: z.enum(['upcoming', 'open', 'ended']),
  title: text,
  items: z.array(flashItem),
});
export const flashView = z.object({ slots: z.array(flashSlot) });
export type FlashView = z.infer<typeof flashView>;

/** Which look the season wears; the colours behind the id are tokens of the screens. */
export const theme = z.object({
  id: z.string(),
  motif: z.string(),
});

/** A phase or a node on the way of a season. */
const venueSpan = z.object({ id: z.string(), title: text, startsAt: instant, endsAt: instant });

/** GET /api/venue — the venue of the running phase, computed from edition and time when it is read. */
export const venueView = z.object({
  campaign: z.object({ id: z.string(), title: text, slogan: text.nullable(), editionNo: z.number().int() }),
  season: z.object({ id: z.string(), title: text, theme }),
  phase: venueSpan.extend({ kind: z.string() }).nullable(),
  node: venueSpan.nullable(),
  /** The next node that begins; what a warm-up looks forward to. */
  nextNode: venueSpan.nullable(),
  /** The phases of the season in order, those that are over too: where on the way we are. */
  phases: z.array(venueSpan.extend({ kind: z.string() })),
  /** What the big countdown counts to: the next opening, or the end of what is open. */
  countdown: z.object({ to: instant, kind: z.enum(['opens', 'ends']), title: text }).nullable(),
  /** Cart-level offers that run now, in the words of the plan. */
  offers: z.array(
    z.object({
      promotionId: z.string(),
      title: text,
      /** What it takes off and from when: 每满300减50. */
      terms: text,
      /** Has it a price of entry that a cart can be filled up to? Then its items are worth a list. */
      threshold: z.boolean(),
      endsAt: instant,
    }),
  ),
  flash: flashView,
  sections: z.array(
    z.object({
      id: z.string(),
      title: text,
      categoryId: z.string().nullable(),
      /** Question to /api/products that finds all of it: `tag=hit`; null where no question says the same. */
      search: z.string().nullable(),
      products: z.array(productCard),
    }),
  ),
});
export type VenueView = z.infer<typeof venueView>;

/** GET /api/categories */
export const categoriesView = z.object({
  categories: z.array(
    z.object({ categoryId: z.string(), title: text, imageUrl: z.string(), productCount: z.number().int() }),
  ),
});

const yesNo = z.enum(['true', 'false']).transform((said) => said === 'true');
const fenAsked = z.coerce.number().int().min(0).max(100_000_000);

/**
 * GET /api/products?q=&category=&shop=&tag=&minFen=&maxFen=&inStock=&reduced=&promotion=&reachFen=&facets=&sort=&cursor=&limit=
 * Prices are those on the cards: of the first sku, now, to a stranger.
 */
export const productQuery = z.object({
  q: z.string().trim().max(60).optional(),
  /** One, or several with commas between them: what is in any of them. */
  category: z.string().max(200).optional(),
  shop: z.string().max(40).optional(),
  tag: z.string().max(40).optional(),
  minFen: fenAsked.optional(),
  /** Not included: prices in [minFen, maxFen). */
  maxFen: fenAsked.optional(),
  inStock: yesNo.optional(),
  /** Only what costs less than its list price now. */
  reduced: yesNo.optional(),
  /** Only what this promotion of the cart counts. */
  promotion: z.string().max(60).optional(),
  /** With `sort=topUp`: the amount that is missing; one item that reaches it comes first, the cheapest such one before all. */
  reachFen: fenAsked.optional(),
  /** Also counts what each narrower choice would find. */
  facets: yesNo.optional(),
  sort: z.enum(['relevance', 'sales', 'priceAsc', 'priceDesc', 'newest', 'topUp']).default('relevance'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(60).default(20),
});
const facetValue = z.object({ id: z.string(), title: text, count: z.number().int() });

/** Each count is the total that choosing the value would give, every other choice as it is. Values that find nothing are left out. */
export const facetsView = z.object({
  categories: z.array(facetValue),
  shops: z.array(facetValue),
  tags: z.array(z.object({ id: z.string(), count: z.number().int() })),
  prices: z.array(z.object({ minFen: fen, maxFen: fen.nullable(), count: z.number().int() })),
  inStock: z.number().int(),
  reduced: z.number().int(),
});
export type FacetsView = z.infer<typeof facetsView>;

export const productList = page.extend({
  products: z.array(productCard),
  total: z.number().int(),
  /** Only where the question asked for them. */
  facets: facetsView.nullable(),
  /** What may have been meant, and finds something; only when these words found nothing. */
  didYouMean: z.string().nullable(),
  /** The promotion whose items these are; null without one, or when it does not run now. */
  promotion: z.object({ promotionId: z.string(), title: text, terms: text }).nullable(),
  /** Where to look instead; filled only when nothing was found. */
  suggestions: z.array(z.object({ categoryId: z.string(), title: text })),
});

/** GET /api/search-words — words under which most was sold, best first: `words` is what to search for. */
export const searchWordsView = z.object({ words: z.array(text) });

/** GET /api/products/:productId */
export const productView = z.object({
  card: productCard,
  description: text,
  images: z.array(z.string()),
  brand: z.object({ brandId: z.string(), name: text }),
  shop: z.object({ shopId: z.string(), name: text, intro: text }),
  skus: z.array(
    z.object({
      skuId: z.string(),
      title: text,
      price: priceView,
      stockState: z.enum(['plenty', 'low', 'out']),
      stockLeft: z.number().int().nullable(),
      inStores: z.boolean(),
      /** The most that one store can hand out, where that is 3 or fewer; null otherwise. */
      storeLeft: z.number().int().nullable(),
    }),
  ),
  attributes: z.array(z.object({ name: text, value: text })),
  /** One row a day, at most ninety, oldest first: lowest deal price and list price of the first sku. */
  priceHistory: z.array(z.object({ on: z.string(), listFen: fen, dealFen: fen })),
  flash: flashItem.nullable(),
  favourite: z.boolean(),
});
export type ProductView = z.infer<typeof productView>;

/** GET /api/favourites · PUT /api/favourites/:productId · DELETE the same */
export const favouritesView = z.object({ products: z.array(productCard) });
