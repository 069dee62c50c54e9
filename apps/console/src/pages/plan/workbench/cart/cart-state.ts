/** How a line is bought, where that opens a price of its own. */
export type Way =
  | { readonly kind: 'shelf' }
  | { readonly kind: 'flash'; readonly promotionId: string }
  | { readonly kind: 'group'; readonly promotionId: string }
  | { readonly kind: 'live'; readonly roomId: string };

export type StateLine = { readonly skuId: string; readonly quantity: number; readonly way: Way };

/** A sandbox cart, the shopper and the instant, as an address keeps them. Everything not said is ordinary. */
export type CartState = {
  readonly lines: readonly StateLine[];
  /** Null: now. */
  readonly at: number | null;
  readonly memberTier: string | null;
  readonly newcomer: boolean;
  readonly idleDays: number;
  readonly channel: string | null;
  readonly region: string | null;
  readonly qualifications: readonly string[];
  /** Coupons in hand, by promotion. */
  readonly coupons: Readonly<Record<string, number>>;
  /** Promotions whose coupons may be used; null leaves the choice to the engine. */
  readonly chosen: readonly string[] | null;
  readonly points: number;
  /** Promotions of services asked for, on every line that they reach. */
  readonly services: readonly string[];
};

export const LINES_MAX = 50;
export const QUANTITY_MAX = 999;
export const COUPONS_MAX = 9;
export const IDLE_DAYS_MAX = 3_650;
export const POINTS_MAX = 100_000_000;

export const EMPTY_CART: CartState = {
  lines: [],
  at: null,
  memberTier: null,
  newcomer: false,
  idleDays: 0,
  channel: null,
  region: null,
  qualifications: [],
  coupons: {},
  chosen: null,
  points: 0,
  services: [],
};

const WAYS = { f: 'flash', g: 'group', l: 'live' } as const;

/** Reads a cart out of an address; what cannot be read is left out, so that an old address still opens. */
export function readCart(params: URLSearchParams): CartState {
  const list = (key: string) => (params.get(key) ?? '').split(',').filter(Boolean);
  const whole = (text: string | null | undefined, min: number, max: number): number | null => {
    const value = Number(text);
    return text && Number.isSafeInteger(value) && value >= min && value <= max ? value : null;
  };
  return {
    lines: list('cart')
      .flatMap((text): StateLine[] => {
        const [skuId = '', count, way] = text.split('*');
        const quantity = whole(count, 1, QUANTITY_MAX);
        return skuId && quantity !== null ? [{ skuId, quantity, way: readWay(way) }] : [];
      })
      .slice(0, LINES_MAX),
    at: whole(params.get('at'), 0, 8_640_000_000_000_000),
    memberTier: params.get('tier'),
    newcomer: params.get('newcomer') === '1',
    idleDays: whole(params.get('idle'), 0, IDLE_DAYS_MAX) ?? 0,
    channel: params.get('channel'),
    region: params.get('region'),
    qualifications: list('qualifications'),
    coupons: Object.fromEntries(
      list('coupons').flatMap((text) => {
        const [id = '', count] = text.split('*');
        const held = whole(count, 1, COUPONS_MAX);
        return id && held !== null ? [[id, held]] : [];
      }),
    ),
    chosen: params.has('own') ? list('own') : null,
    points: whole(params.get('points'), 0, POINTS_MAX) ?? 0,
    services: list('services'),
  };
}

function readWay(text: string | undefined): Way {
  const kind = WAYS[text?.[0] as keyof typeof WAYS];
  const name = text?.slice(2) ?? '';
  if (!kind || name === '') return { kind: 'shelf' };
  return kind === 'live' ? { kind, roomId: name } : { kind, promotionId: name };
}

/** Writes a cart over the parameters of an address and leaves the others as they are. */
export function writeCart(before: URLSearchParams, cart: CartState): URLSearchParams {
  const params = new URLSearchParams(before);
  const put = (key: string, value: string | null) =>
    value === null ? params.delete(key) : params.set(key, value);
  const list = (items: readonly string[]) => (items.length === 0 ? null : items.join(','));
  const count = (value: number) => (value === 0 ? null : String(value));
  put('cart', list(cart.lines.map(({ skuId, quantity, way }) => `${skuId}*${quantity}${writeWay(way)}`)));
  put('at', cart.at === null ? null : String(cart.at));
  put('tier', cart.memberTier);
  put('newcomer', cart.newcomer ? '1' : null);
  put('idle', count(cart.idleDays));
  put('channel', cart.channel);
  put('region', cart.region);
  put('qualifications', list(cart.qualifications));
  put(
    'coupons',
    list(Object.entries(cart.coupons).flatMap(([id, held]) => (held > 0 ? [`${id}*${held}`] : []))),
  );
  put('own', cart.chosen === null ? null : cart.chosen.join(','));
  put('points', count(cart.points));
  put('services', list(cart.services));
  return params;
}

function writeWay(way: Way): string {
  if (way.kind === 'shelf') return '';
  return `*${way.kind[0]}:${way.kind === 'live' ? way.roomId : way.promotionId}`;
}
