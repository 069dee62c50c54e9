/**
 * What a simulated shopper can do, and what it can see of the answers: the vocabulary between the visit machine (pure)
 * and whoever drives it over the API. Amounts are fen, instants epoch milliseconds of campaign time.
 */

export type Action =
  | { readonly kind: 'openVisit'; readonly channel: string }
  | { readonly kind: 'venue' }
  | { readonly kind: 'flash' }
  | { readonly kind: 'search'; readonly words: string }
  | { readonly kind: 'list'; readonly categoryId: string; readonly sort: 'sales' | 'priceAsc' | 'newest' }
  | { readonly kind: 'product'; readonly productId: string }
  | { readonly kind: 'favourite'; readonly productId: string }
  | { readonly kind: 'cartPut'; readonly skuId: string; readonly quantity: number }
  | { readonly kind: 'cartDrop'; readonly skuId: string }
  | { readonly kind: 'cart' }
  | {
      readonly kind: 'checkout';
      readonly key: string;
      readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
      readonly expectedPayFen: number;
    }
  | {
      readonly kind: 'flashOrder';
      readonly key: string;
      readonly activityId: string;
      readonly quantity: number;
      readonly expectedPayFen: number;
    }
  /** Looks at the terms by which an item of a pre-sale is booked. */
  | { readonly kind: 'presale'; readonly skuId: string }
  | {
      readonly kind: 'presaleOrder';
      readonly key: string;
      readonly skuId: string;
      readonly promotionId: string;
      /** A deposit of so much, or all of it at once at what it costs then. */
      readonly pays: 'deposit' | 'full';
      readonly depositFen: number;
    }
  | { readonly kind: 'pay'; readonly purchaseId: string }
  /** Comes back in the balance window: agrees the balance at what it costs, and pays it. */
  | { readonly kind: 'payBalance'; readonly purchaseId: string }
  | { readonly kind: 'cancel'; readonly purchaseId: string }
  | { readonly kind: 'purchase'; readonly purchaseId: string }
  | {
      readonly kind: 'return';
      readonly key: string;
      readonly purchaseId: string;
      readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
      readonly reason: string;
    }
  | {
      readonly kind: 'complain';
      readonly purchaseId: string;
      readonly topic: string;
      readonly words: string;
    };

export type SeenCard = {
  readonly productId: string;
  readonly skuId: string;
  readonly categoryId: string;
  readonly listFen: number;
  readonly itemFen: number;
  readonly out: boolean;
};

export type SeenFlashItem = {
  readonly activityId: string;
  readonly flashFen: number;
  readonly listFen: number;
  readonly perPersonMax: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly state: string;
};

export type SeenPresale = {
  readonly skuId: string;
  readonly promotionId: string;
  readonly pays: 'deposit' | 'full';
  readonly listFen: number;
  readonly contractFen: number;
  readonly depositFen: number;
};

export type SeenLine = {
  readonly lineId: string;
  readonly skuId: string;
  readonly quantity: number;
  readonly categoryId: string | null;
};

/** What came back, cut down to what a shopper decides on. `at` is when it arrived. */
export type Answer = { readonly at: number } & (
  | { readonly kind: 'done' }
  | { readonly kind: 'cards'; readonly cards: readonly SeenCard[]; readonly flash: readonly SeenFlashItem[] }
  | {
      readonly kind: 'product';
      readonly card: SeenCard;
      /** It says that it is sold by pre-sale at times. */
      readonly presale: boolean;
      /** Every article of the product that can be bought now. */
      readonly skus: readonly {
        readonly skuId: string;
        readonly itemFen: number;
        readonly listFen: number;
      }[];
    }
  /** Null while nothing can be booked. */
  | { readonly kind: 'presale'; readonly offer: SeenPresale | null }
  | {
      readonly kind: 'cart';
      readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
      readonly payFen: number | null;
      readonly unavailable: readonly string[];
    }
  | {
      readonly kind: 'purchase';
      readonly purchaseId: string;
      readonly state: string;
      readonly payFen: number;
      readonly holdUntil: number;
      /** When the balance of a deposit is paid; null for what has one payment. */
      readonly balance: { readonly startsAt: number; readonly endsAt: number } | null;
      readonly lines: readonly SeenLine[];
    }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly status: number;
      /** The amount as it is now, when the refusal says so (`priceChanged`: freight to a far region, a tier that ended). */
      readonly payFen: number | null;
    }
);

/** Next thing to do, this long after the answer before it. */
export type Step = { readonly action: Action; readonly afterMs: number };

/** Something the same person comes back for, days later. */
export type LaterAct = { readonly at: number; readonly action: Action };
