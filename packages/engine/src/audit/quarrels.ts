import {
  type Promotion,
  type Rule,
  scopeExcepts,
  scopeNames,
  type Text,
  type Tier,
  type Window,
} from '../pricing/index.ts';
import { layerRule } from '../pricing/stacking.ts';
import type { AuditItem, AuditSubject } from './types.ts';

/** What is wrong between promotions, or with one that can never do anything. */
export type Quarrel = {
  readonly kind: /** Never open within the campaign. */
    | 'neverOpen'
    /** No item of the catalogue is in its scope. */
    | 'noItem'
    /** Items are in its scope, and no shop gave its consent for any of them. */
    | 'noConsent'
    /** Nobody can be what its audience asks for. */
    | 'nobody'
    /** The other saves at least as much whenever this one could, in the same place. */
    | 'alwaysBeaten'
    /** A step that saves a smaller share than a lower one of the same promotion. */
    | 'lowerStep'
    /** Stands in a mutex group with promotions of other layers: a group excludes within its layer only. */
    | 'mutexAcrossLayers'
    /** Both want one place on the same goods at the same time: shoppers get one of them. */
    | 'samePlace';
  readonly severity: 'warning' | 'note';
  readonly promotionId: string;
  readonly otherId: string | null;
  /** What it is about, where a number or a name says it. */
  readonly detail: Text | null;
};

/** The tiers that members can have, as the plan names them; empty where it names none. */
export function quarrelsOf(subject: AuditSubject, memberTiers: readonly string[]): Quarrel[] {
  const compiled = subject.index.promotions;
  const goods = new Map(
    compiled.map(({ promotion, scope, shopsOwn }) => {
      const named = subject.items.filter((item) => scopeNames(scope, item) && !scopeExcepts(scope, item));
      return [promotion.id, { named, counted: named.filter(({ enrolled }) => shopsOwn || enrolled) }];
    }),
  );
  const found: Quarrel[] = [];
  const say = (
    kind: Quarrel['kind'],
    severity: Quarrel['severity'],
    { id }: Promotion,
    other: Promotion | null = null,
    detail: Text | null = null,
  ) => void found.push({ kind, severity, promotionId: id, otherId: other?.id ?? null, detail });

  const alive: Promotion[] = [];
  for (const { promotion } of compiled) {
    const { named, counted } = goods.get(promotion.id)!;
    const open = promotion.windows.some((window) => meets(window, subject.campaign));
    if (!open) say('neverOpen', 'warning', promotion);
    else if (named.length === 0) say('noItem', 'warning', promotion);
    else if (counted.length === 0) say('noConsent', 'warning', promotion);
    else if (isForNobody(promotion, memberTiers)) say('nobody', 'warning', promotion);
    else alive.push(promotion);
    for (const tier of lowerSteps(promotion.rule))
      say('lowerStep', 'warning', promotion, null, { zh: stepText(tier), en: stepText(tier) });
  }

  for (const [at, one] of alive.entries()) {
    for (const other of alive) {
      if (one === other || !sharesPlace(one, other)) continue;
      if (beats(other, one, goods) && (!beats(one, other, goods) || at > alive.indexOf(other)))
        say('alwaysBeaten', 'warning', one, other);
    }
    for (const other of alive.slice(at + 1)) {
      if (one.mutexGroup !== undefined && one.mutexGroup === other.mutexGroup && one.layer !== other.layer)
        say('mutexAcrossLayers', 'warning', one, other, { zh: one.mutexGroup, en: one.mutexGroup });
      const both = goods.get(one.id)!.counted.filter((item) => goods.get(other.id)!.counted.includes(item));
      if (sharesPlace(one, other) && both.length > 0 && overlap(one, other))
        say('samePlace', 'note', one, other, { zh: `${both.length} 个 SKU`, en: `${both.length} items` });
    }
  }
  return found;
}

function isForNobody({ audience }: Promotion, memberTiers: readonly string[]): boolean {
  const noTier =
    audience.memberTiers !== undefined &&
    !audience.memberTiers.some((tier) => memberTiers.length === 0 || memberTiers.includes(tier));
  // Who never bought has not been away for days.
  return noTier || (audience.newcomer === true && audience.idleDaysMin !== undefined);
}

function lowerSteps(rule: Rule): readonly Tier[] {
  if (rule.kind !== 'tiered') return [];
  return rule.tiers.filter((tier, at) => {
    const before = rule.tiers[at - 1];
    return before !== undefined && tier.offFen * before.thresholdFen < before.offFen * tier.thresholdFen;
  });
}

const stepText = ({ thresholdFen, offFen }: Tier) => `¥${thresholdFen / 100} − ¥${offFen / 100}`;

/** Of two such promotions only one can have the place. */
function sharesPlace(one: Promotion, other: Promotion): boolean {
  if (one.layer !== other.layer || one.layer === 'freight') return false;
  const { contest } = layerRule(one.layer);
  if (contest === 'group') return one.mutexGroup === other.mutexGroup;
  if (contest === 'each') return one.mutexGroup !== undefined && one.mutexGroup === other.mutexGroup;
  // A flash price holds only for lines bought out of its own stock, a pre-sale for those whose deposit was paid.
  if ([one, other].some(({ rule: { kind } }) => kind === 'flashPrice' || kind === 'presale')) return false;
  if (one.rule.kind === 'itemCut' && other.rule.kind === 'itemCut')
    return (one.rule.payBp === undefined) === (other.rule.payBp === undefined);
  return true;
}

type Goods = ReadonlyMap<string, { readonly counted: readonly AuditItem[] }>;

/** Does `strong` save at least as much wherever and whenever `weak` could stand? Says no where it cannot tell. */
function beats(strong: Promotion, weak: Promotion, goods: Goods): boolean {
  if (strong.needsCoupon && !weak.needsCoupon) return false;
  // Not everybody who could use the one is handed the other.
  if (strong.unlisted === true) return false;
  const counted = new Set(goods.get(strong.id)!.counted);
  if (!goods.get(weak.id)!.counted.every((item) => counted.has(item))) return false;
  const during = (window: Window) =>
    strong.windows.some(({ startsAt, endsAt }) => startsAt <= window.startsAt && window.endsAt <= endsAt);
  if (!weak.windows.every(during) || !holdsAudience(strong, weak)) return false;
  return savesAtLeast(strong.rule, weak.rule);
}

function holdsAudience({ audience: wide }: Promotion, { audience: slim }: Promotion): boolean {
  const holds = (all: readonly string[] | undefined, some: readonly string[] | undefined) =>
    all === undefined || (some?.every((one) => all.includes(one)) ?? false);
  return (
    holds(wide.memberTiers, slim.memberTiers) &&
    holds(wide.channels, slim.channels) &&
    (wide.newcomer === undefined || wide.newcomer === slim.newcomer) &&
    (wide.idleDaysMin === undefined || (slim.idleDaysMin ?? -1) >= wide.idleDaysMin)
  );
}

/** Compares what two rules take at any amount; rates with rates, amounts with amounts. */
function savesAtLeast(strong: Rule, weak: Rule): boolean {
  if (strong.kind === 'timedPrice' && weak.kind === 'timedPrice')
    return strong.payBp !== undefined && weak.payBp !== undefined
      ? strong.payBp <= weak.payBp
      : strong.priceFen !== undefined && weak.priceFen !== undefined && strong.priceFen <= weak.priceFen;
  if (strong.kind === 'itemCut' && weak.kind === 'itemCut')
    return strong.payBp !== undefined && weak.payBp !== undefined
      ? strong.payBp <= weak.payBp
      : (strong.offFen ?? -1) >= (weak.offFen ?? 0);
  if (strong.kind === 'memberRate' && weak.kind === 'memberRate') return strong.payBp <= weak.payBp;
  const [most, least] = [stepsOf(strong), stepsOf(weak)];
  if (most === null || least === null) return false;
  const at = (steps: readonly Tier[], fen: number) =>
    Math.max(0, ...steps.filter(({ thresholdFen }) => thresholdFen <= fen).map(({ offFen }) => offFen));
  return least.every(({ thresholdFen, offFen }) => at(most, thresholdFen) >= offFen);
}

function stepsOf(rule: Rule): readonly Tier[] | null {
  if (rule.kind === 'tiered') return rule.tiers;
  return rule.kind === 'amount' ? [rule] : null;
}

const meets = (a: Window, b: Window) => a.startsAt < b.endsAt && b.startsAt < a.endsAt;
const overlap = (one: Promotion, other: Promotion) =>
  one.windows.some((a) => other.windows.some((b) => meets(a, b)));
