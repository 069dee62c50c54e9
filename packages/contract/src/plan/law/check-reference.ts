import {
  announcedBp,
  compareWithDeals,
  euPriorFen,
  isInForce,
  type PriceStretch,
  riseBp,
} from '@dacu/engine/compliance';
import { formatFen } from '@dacu/engine/money';
import {
  compileScope,
  type Promotion,
  type ScopeSubject,
  scopeExcepts,
  scopeNames,
  type Text,
  type Window,
} from '@dacu/engine/pricing';
import type { PlanPromotion } from '../schema/promotions.ts';
import { zoned } from '../zoned.ts';
import type { LawDraft } from './law-finding.ts';

/** What is sold, at which list price, and what it sold for so far. */
export type PricedGoods = ScopeSubject & {
  readonly listFen: number;
  /** May this campaign touch it? */
  readonly enrolled: boolean;
  /** What its page states of it: origin, material, odds. */
  readonly facts: readonly { readonly name: Text; readonly value: Text }[];
  readonly history: readonly PriceStretch[];
};

export type ReferenceCase = {
  readonly promotion: Promotion;
  readonly written: Pick<PlanPromotion, 'title' | 'summary' | 'detail'> & {
    readonly base?: 'list' | undefined;
  };
  readonly index: number;
  readonly zone: string;
};

const RAISED_BP = { error: 1_000, warning: 500 } as const;
const DAY_MS = 86_400_000;
const percent = (bp: number) => `${(bp / 100).toFixed(1).replace('.0', '')}%`;

/**
 * A rate that a plan announces ("5折") is counted by law from the lowest deal of the seven days before, unless it says
 * what it is counted from: where the list price stands above that, the discount is smaller than it says. A stated base
 * (`base: list`) has to be true: the item did sell at that list price within the 30 days before. A rate that no text
 * names is no claim: it only prices the goods, and pages compare with nothing but the lowest deal. Judged for windows
 * that open within a week of what is known of prices; what opens later is judged when its time comes near.
 */
export function checkReference(
  { promotion, written, index, zone }: ReferenceCase,
  goods: readonly PricedGoods[],
  rules: 'cn' | 'eu',
): LawDraft[] {
  const offer = offerOf(promotion);
  if (offer === null) return [];
  const time = zoned(zone);
  const scope = compileScope(promotion.scope);
  const own = goods.filter((item) => item.enrolled && scopeNames(scope, item) && !scopeExcepts(scope, item));
  const lead = { count: rules === 'cn' ? 7 : 30, unit: 'days' } as const;
  const above: { skuId: string; maxFen: number; listFen: number; startsAt: number }[] = [];
  const claims = rules === 'eu' || announcesRate(written);
  const raised: { skuId: string; bp: number; startsAt: number }[] = [];
  for (const item of own) {
    const known = knownSpan(item.history);
    if (known === null) continue;
    for (const { startsAt } of promotion.windows) {
      if (startsAt <= known.startsAt || startsAt > known.endsAt + 7 * DAY_MS) continue;
      const fromAt = time.midnights({ startsAt: time.shift(startsAt, lead, -1), endsAt: startsAt })[0]!;
      const monthAt = time.shift(startsAt, { count: 30, unit: 'days' }, -1);
      const proven = rules === 'cn' && written.base === 'list' && soldAtList(item, monthAt, startsAt);
      const maxFen =
        rules === 'cn'
          ? compareWithDeals(item.history, fromAt, startsAt).maxFen
          : euPriorFen(item.history, { fromAt, startsAt });
      if (claims && !proven && maxFen !== null && item.listFen > maxFen)
        above.push({ skuId: item.skuId, maxFen, listFen: item.listFen, startsAt });
      const bp = riseBp(item.history, monthAt, startsAt);
      if (bp >= RAISED_BP.warning) raised.push({ skuId: item.skuId, bp, startsAt });
    }
  }
  const path = ['promotions', index, offer.key];
  const day = (at: number) => dayText(at, zone);
  const pricesOf = ({ skuId, startsAt }: { skuId: string; startsAt: number }): LawDraft['prices'] => {
    const fromAt = time.shift(startsAt, { count: 30, unit: 'days' }, -1);
    const rows = own
      .find((item) => item.skuId === skuId)!
      .history.filter((row) => row.endsAt > fromAt && row.startsAt < startsAt)
      .map(({ startsAt: since, endsAt, listFen, dealFen }) => ({
        startsAt: since,
        endsAt,
        listFen,
        dealFen,
      }));
    return { skuId, startsAt, rows: rows.sort((a, b) => a.startsAt - b.startsAt) };
  };
  const drafts: LawDraft[] = [];
  const [worst] = above.sort(
    (a, b) => b.listFen / b.maxFen - a.listFen / a.maxFen || (a.skuId < b.skuId ? -1 : 1),
  );
  const ruleId = rules === 'cn' ? 'referencePrice' : 'euPriorPrice';
  if (worst && isInForce(ruleId, day(worst.startsAt))) {
    const count = new Set(above.map(({ skuId }) => skuId)).size;
    const lawfulBp = announcedBp(worst.maxFen, offer.fen(worst.listFen));
    const [list, max] = [formatFen(worst.listFen), formatFen(worst.maxFen)];
    const since =
      rules === 'cn'
        ? { zh: '前七日最低成交价', en: 'lowest deal of seven days' }
        : { zh: '前三十日最低价', en: 'lowest price of 30 days' };
    drafts.push({
      ruleId,
      severity: 'error',
      path,
      subject: promotion.id,
      prices: pricesOf(worst),
      message:
        written.base === 'list'
          ? {
              zh: '写明以标价为基准，开始前三十日内却没有按标价成交',
              en: 'The list price is stated as the base, and nothing sold at it within the 30 days before',
            }
          : {
              zh: '折扣以标价为基准，标价高于法定的被比较价格',
              en: 'The discount is counted from a list price above the price it may be compared with',
            },
      evidence: {
        zh: `${count} 个 SKU。最大差：${worst.skuId}，${day(worst.startsAt)} 开始，标价 ${list}，${since.zh} ${max}；可宣称最多立减 ${percent(lawfulBp)}，而不是 ${percent(offer.bp(worst.listFen))}`,
        en: `${count} items. The furthest: ${worst.skuId}, opening ${day(worst.startsAt)}, list ${list}, ${since.en} ${max}; ${percent(lawfulBp)} may be claimed, not ${percent(offer.bp(worst.listFen))}`,
      },
    });
  }
  const [steepest] = raised.sort((a, b) => b.bp - a.bp || (a.skuId < b.skuId ? -1 : 1));
  if (rules === 'cn' && steepest && isInForce('raiseThenCut', day(steepest.startsAt))) {
    const count = new Set(raised.map(({ skuId }) => skuId)).size;
    drafts.push({
      ruleId: 'raiseThenCut',
      severity: steepest.bp >= RAISED_BP.error ? 'error' : 'warning',
      path,
      subject: promotion.id,
      prices: pricesOf(steepest),
      message: { zh: '先涨价后打折', en: 'Raised before it is cut' },
      evidence: {
        zh: `${count} 个 SKU。最多：${steepest.skuId} 在 ${day(steepest.startsAt)} 前 30 日内标价上涨 ${percent(steepest.bp)}`,
        en: `${count} items. The most: the list price of ${steepest.skuId} rose by ${percent(steepest.bp)} within 30 days before ${day(steepest.startsAt)}`,
      },
    });
  }
  return drafts;
}

/**
 * Deals to come: while one price of the plan runs within a week before another, it becomes the lowest deal that the
 * later one is compared with.
 */
export function checkOwnDeals(cases: readonly ReferenceCase[], goods: readonly PricedGoods[]): LawDraft[] {
  const reach = new Map(
    cases.map(({ promotion }) => {
      const scope = compileScope(promotion.scope);
      const named = goods.filter(
        (item) => item.enrolled && scopeNames(scope, item) && !scopeExcepts(scope, item),
      );
      return [promotion.id, new Set(named)] as const;
    }),
  );
  return cases.flatMap(({ promotion, written, index, zone }): LawDraft[] => {
    const offer = offerOf(promotion);
    if (offer === null || !isPublic(promotion)) return [];
    if (written.base === 'list' || !announcesRate(written)) return [];
    const earlier = cases.filter(({ promotion: other }) => {
      if (offerOf(other) === null || !isPublic(other)) return false;
      const shared = [...reach.get(promotion.id)!].some((item) => reach.get(other.id)!.has(item));
      return shared && promotion.windows.some((window) => runsBefore(other.windows, window));
    });
    const first = promotion.windows[0];
    if (earlier.length === 0 || !first || !isInForce('referencePrice', dayText(first.startsAt, zone)))
      return [];
    const names = earlier.map(({ promotion: { id } }) => id).sort();
    return [
      {
        ruleId: 'referencePrice',
        severity: 'warning',
        path: ['promotions', index, offer.key],
        subject: `${promotion.id}.planned`,
        message: {
          zh: '开始前七日内，本方案的其他价格会成为最低成交价',
          en: 'Within the seven days before, other prices of this plan become the lowest deal',
        },
        evidence: { zh: names.join('、'), en: names.join(', ') },
      },
    ];
  });
}

/** Does a text that shoppers read name a rate? 5折, 半价, 立减12%; 10% off, half price. */
function announcesRate({ title, summary, detail }: ReferenceCase['written']): boolean {
  return [title, summary, detail].some(
    (text) => text !== undefined && (RATE_ZH.test(text.zh) || RATE_EN.test(text.en)),
  );
}
const RATE_ZH = /[\d一二三四五六七八九]折|半价|[减降]\s?\d+(\.\d+)?%/u;
const RATE_EN = /\d\s?%\s(off|less)|\bhalf[- ]price\b|\bhalf off\b/iu;

function soldAtList({ listFen, history }: PricedGoods, fromAt: number, startsAt: number): boolean {
  return history.some(
    (row) => row.dealFen !== null && row.dealFen >= listFen && row.endsAt > fromAt && row.startsAt < startsAt,
  );
}

function runsBefore(windows: readonly Window[], { startsAt }: Window): boolean {
  return windows.some((other) => other.startsAt < startsAt && other.endsAt > startsAt - 7 * DAY_MS);
}

const isPublic = ({ audience, needsCoupon }: Promotion) => Object.keys(audience).length === 0 && !needsCoupon;

type Announced = {
  readonly key: 'pay' | 'off';
  /** What one unit of this list price costs, and the reduction that the plan announces. */
  fen(listFen: number): number;
  bp(listFen: number): number;
};

/** The reduction that a promotion of the item layers announces; null for prices that announce none. */
function offerOf({ rule }: Promotion): Announced | null {
  if (rule.kind !== 'timedPrice' && rule.kind !== 'flashPrice' && rule.kind !== 'itemCut') return null;
  if (rule.payBp === undefined) return null;
  const { payBp } = rule;
  return {
    key: 'pay',
    fen: (listFen) => Math.floor((listFen * payBp) / 10_000),
    bp: () => 10_000 - payBp,
  };
}

function knownSpan(history: readonly PriceStretch[]): Window | null {
  if (history.length === 0) return null;
  return {
    startsAt: Math.min(...history.map(({ startsAt }) => startsAt)),
    endsAt: Math.max(...history.map(({ endsAt }) => endsAt)),
  };
}

export function dayText(at: number, zone: string): string {
  return zoned(zone).dayText(at);
}
