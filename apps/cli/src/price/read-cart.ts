import type { CartLine, HeldCoupon, PromotionIndex, QuoteRequest, Shopper } from '@dacu/engine/pricing';
import type { Words } from '../command.ts';
import type { Catalogue } from './read-catalogue.ts';
import {
  type CartFinding,
  flag,
  instant,
  type ObjectReader,
  objectReader,
  text,
  texts,
  whole,
} from './reader.ts';

export const INSTANT_FORM = '2024-06-18T00:30:00+08:00';
const QUANTITY_MAX = 10_000;
const FEN_MAX = 100_000_000_000;

const NO_SUCH_SKU: Words = { zh: '商品目录里没有这个货号', en: 'The catalogue has no such sku' };
const TWICE: Words = { zh: '出现了两次', en: 'It stands twice' };
const NO_COUPON: Words = {
  zh: '方案里没有这个需要领券的优惠',
  en: 'The plan has no such promotion that needs a coupon',
};
const NOT_HELD: Words = { zh: '购物车文件里没有这张券', en: 'The cart file holds no such coupon' };

export type ReadCart = {
  readonly request: Omit<QuoteRequest, 'freight' | 'at'> & { readonly at: number | undefined };
  readonly findings: readonly CartFinding[];
};

/**
 * A cart file: `at`, `lines`, and whatever the engine's `QuoteRequest` may hold besides, by the same names, instants in
 * ISO 8601 with their zone. A line names a sku of the catalogue, or says itself what the catalogue would. All that is
 * wrong is told at once.
 */
export function readCart(
  value: unknown,
  catalogue: Catalogue | null,
  campaignId: string,
  index: PromotionIndex,
): ReadCart {
  const findings: CartFinding[] = [];
  const cart = objectReader(value, '', findings);
  const at = cart.may('at', instant, INSTANT_FORM);
  const lines = cart.objects('lines').map((line, i) => readLine(line, i, catalogue, campaignId));
  if (cart.has('lines') ? lines.length === 0 : true)
    cart.refuse('lines', '[{ "skuId": …, "quantity": 1 }, …]');
  const twice = repeated(lines.map(({ lineId }) => lineId));
  for (const i of twice)
    findings.push({ path: `lines[${i}].lineId`, found: lines[i]!.lineId, allowed: '', message: TWICE });
  const coupons = readCoupons(cart, index, findings);
  const chosenCouponIds = cart.may('chosenCouponIds', texts, '["…", …]');
  for (const couponId of chosenCouponIds ?? []) {
    if (!coupons.some((coupon) => coupon.couponId === couponId))
      findings.push({
        path: 'chosenCouponIds',
        found: couponId,
        allowed: coupons.map((coupon) => coupon.couponId).join(' · '),
        message: NOT_HELD,
      });
  }
  const region = cart.may('region', text, '310000');
  const stoppedPromotionIds = cart.may('stoppedPromotionIds', texts, '["…", …]');
  const services = cart.objects('services').map((service) => {
    const wanted = {
      lineId: service.need('lineId', text, '…', ''),
      promotionId: service.need('promotionId', text, '…', ''),
    };
    service.close();
    return wanted;
  });
  const points = readPoints(cart.object('points'));
  const shopper = readShopper(cart.object('shopper'));
  cart.close();
  return {
    request: {
      at,
      lines,
      shopper,
      coupons,
      services,
      ...(chosenCouponIds && { chosenCouponIds }),
      ...(region !== undefined && { region }),
      ...(stoppedPromotionIds && { stoppedPromotionIds }),
      ...(points && { points }),
    },
    findings,
  };
}

function readLine(line: ObjectReader, i: number, catalogue: Catalogue | null, campaignId: string): CartLine {
  const skuId = line.need('skuId', text, 'sk-…', '');
  const known = catalogue?.items.get(skuId);
  const told = line.has('unitListFen');
  if (catalogue && !known && !told && skuId !== '') line.refuse('skuId', 'products.csv', NO_SUCH_SKU);
  const fen = whole(0, FEN_MAX);
  const alone = known === undefined && (told || catalogue === null);
  const own = <T>(key: string, check: (value: unknown) => T | undefined, allowed: string, otherwise: T): T =>
    alone && key === 'unitListFen'
      ? line.need(key, check, allowed, otherwise)
      : (line.may(key, check, allowed) ?? otherwise);
  const flashPromotionId = line.may('flashPromotionId', text, '…');
  const through = readThrough(line.object('through'));
  const read: CartLine = {
    lineId: line.may('lineId', text, '…') ?? `line ${i + 1}`,
    skuId,
    quantity: line.need('quantity', whole(1, QUANTITY_MAX), `1 … ${QUANTITY_MAX}`, 1),
    unitListFen: own('unitListFen', fen, `0 … ${FEN_MAX}`, known?.unitListFen ?? 0),
    shopId: own('shopId', text, '…', known?.shopId ?? ''),
    categories: own('categories', texts, '["…", …]', known?.categories ?? []),
    brandId: own('brandId', text, '…', known?.brandId ?? ''),
    tags: own('tags', texts, '["…", …]', known?.tags ?? []),
    enrolled: own('enrolled', flag, 'true · false', known ? known.campaignIds.includes(campaignId) : true),
    ...(flashPromotionId !== undefined && { flashPromotionId }),
    ...(through && { through }),
  };
  line.close();
  return read;
}

function readThrough(through: ObjectReader | undefined): CartLine['through'] {
  if (!through) return undefined;
  const kinds = (value: unknown) => (value === 'live' || value === 'group' ? value : undefined);
  const kind = through.need<'live' | 'group'>('kind', kinds, 'live · group', 'live');
  const read =
    kind === 'live'
      ? { kind, roomId: through.need('roomId', text, '…', '') }
      : { kind, promotionId: through.need('promotionId', text, '…', '') };
  through.close();
  return read;
}

function readCoupons(cart: ObjectReader, index: PromotionIndex, findings: CartFinding[]): HeldCoupon[] {
  const needing = [...index.byId.values()].filter(({ promotion }) => promotion.needsCoupon);
  const coupons = cart.objects('coupons').map((coupon): HeldCoupon => {
    const promotionId = coupon.need('promotionId', text, '…', '');
    if (promotionId !== '' && !index.byId.get(promotionId)?.promotion.needsCoupon)
      coupon.refuse('promotionId', needing.map(({ promotion }) => promotion.id).join(' · '), NO_COUPON);
    const read = {
      couponId: coupon.need('couponId', text, '…', ''),
      promotionId,
      claimedAt: coupon.may('claimedAt', instant, INSTANT_FORM) ?? 0,
      expiresAt: coupon.need('expiresAt', instant, INSTANT_FORM, 0),
    };
    coupon.close();
    return read;
  });
  for (const i of repeated(coupons.map(({ couponId }) => couponId)))
    findings.push({
      path: `coupons[${i}].couponId`,
      found: coupons[i]!.couponId,
      allowed: '',
      message: TWICE,
    });
  return coupons;
}

function readPoints(points: ObjectReader | undefined): QuoteRequest['points'] {
  if (!points) return undefined;
  const count = whole(0, Number.MAX_SAFE_INTEGER);
  const read = {
    balance: points.need('balance', count, '0, 1, 2 …', 0),
    use: points.need<number | 'max'>(
      'use',
      (value) => (value === 'max' ? value : count(value)),
      'max · 0, 1, 2 …',
      'max',
    ),
  };
  points.close();
  return read;
}

function readShopper(shopper: ObjectReader | undefined): Shopper {
  if (!shopper) return { newcomer: false };
  const memberTier = shopper.may('memberTier', text, '…');
  const idleDays = shopper.may('idleDays', whole(0, 100_000), '0, 1, 2 …');
  const channel = shopper.may('channel', text, '…');
  const qualifications = shopper.may('qualifications', texts, '["…", …]');
  const newcomer = shopper.may('newcomer', flag, 'true · false') ?? false;
  shopper.close();
  return {
    newcomer,
    ...(memberTier !== undefined && { memberTier }),
    ...(idleDays !== undefined && { idleDays }),
    ...(channel !== undefined && { channel }),
    ...(qualifications && { qualifications }),
  };
}

/** Positions of what stood before. */
function repeated(ids: readonly string[]): number[] {
  return ids.flatMap((id, i) => (id !== '' && ids.indexOf(id) < i ? [i] : []));
}
