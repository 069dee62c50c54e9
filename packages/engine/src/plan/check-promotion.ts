import { ruleFaults } from '../pricing/kinds/registry.ts';
import { PROFILES } from '../pricing/profiles.ts';
import type { Rule, Tier, Window } from '../pricing/types.ts';
import { checkBox } from './check-box.ts';
import type { CheckablePlan, CheckedPromotion, CheckedTerms, PlanFinding } from './checkable.ts';
import { error, warning } from './words.ts';

/** Everything that one promotion must fulfil, whatever else the plan holds. */
export function checkPromotion(promotion: CheckedPromotion, plan: CheckablePlan): PlanFinding[] {
  const terms = [...checkChoice(promotion), ...checkTerms(promotion, promotion.terms)];
  return [
    ...terms,
    ...(terms.length === 0 ? checkExecutable(promotion) : []),
    ...checkWindows(promotion, plan),
    ...checkFunders(promotion),
    ...checkStore(promotion),
    ...checkIssuing(promotion),
    ...checkExclusive(promotion),
    ...checkLayer(promotion, plan),
  ];
}

/** What no rule above has a word for and pricing would still refuse to execute. */
function checkExecutable({ rule, layer, path, id }: CheckedPromotion): PlanFinding[] {
  if (rule === null || layer === null) return [];
  return ruleFaults(rule, layer).map((fault) => error('notExecutable', path, id, fault));
}

function checkChoice({ choice, path, id }: CheckedPromotion): PlanFinding[] {
  if (choice === null || choice.given.length === 1) return [];
  const found = choice.given.length === 0 ? id : choice.given.join(' + ');
  return [error('chooseOne', path, found, choice.keys.join(' | '))];
}

function checkWindows(promotion: CheckedPromotion, plan: CheckablePlan): PlanFinding[] {
  const findings: PlanFinding[] = [];
  const membersOnly = new Set(plan.phases.filter((phase) => phase.membersOnly).map((phase) => phase.id));
  for (const window of promotion.windows) {
    if (window.anchors !== 1)
      findings.push(
        error(
          'windowAnchor',
          window.path,
          String(window.anchors),
          'phase | season | node | whole | from + until',
        ),
      );
    if (window.phaseId !== null && membersOnly.has(window.phaseId) && !promotion.audience.memberTiers)
      findings.push(error('membersOnlyWithoutAudience', window.path, promotion.id, 'audience.memberTiers'));
    if (window.base === null) continue;
    if (window.base.endsAt <= window.base.startsAt) {
      // What an anchored window has wrong is said of its anchor.
      if (window.explicit) findings.push(error('endBeforeStart', [...window.path, 'until'], '', '> from'));
      continue;
    }
    if (window.explicit && plan.campaign && !inside(window.base, plan.campaign)) {
      const { startsAt, endsAt, start, end } = plan.campaign;
      const late = window.base.startsAt >= startsAt && window.base.startsAt < endsAt;
      findings.push(
        error(
          'outsideCampaign',
          [...window.path, late ? 'until' : 'from'],
          '',
          `${start.written} … ${end.written}`,
        ),
      );
    }
    if (window.daily && window.windows.length === 0)
      findings.push(error('neverOpen', [...window.path, 'daily'], '', '∩ from … until'));
  }
  return findings;
}

const inside = (part: Window, whole: Window) =>
  part.startsAt >= whole.startsAt && part.endsAt <= whole.endsAt;

function checkFunders({ fundersBp, path }: CheckedPromotion): PlanFinding[] {
  if (fundersBp === null) return [];
  const sum = fundersBp.reduce((total, bp) => total + bp, 0);
  return sum === 10_000 ? [] : [error('fundersDoNotSum', [...path, 'funders'], `${sum / 100}%`, '100%')];
}

function checkStore({ storeLayer, shopIds, path, id }: CheckedPromotion): PlanFinding[] {
  return storeLayer && shopIds === null ? [error('storeLayerWithoutShop', path, id, 'scope.shops')] : [];
}

/** How a coupon is issued must be possible: a grab has times, winning back counts days, nobody gets more than there are. */
function checkIssuing({ coupon, audience, path, id }: CheckedPromotion): PlanFinding[] {
  if (coupon === null) return [];
  const { issue, grabs, quantity, quantityPerGrab, perPersonMax } = coupon;
  const most = Math.min(quantity ?? Number.MAX_SAFE_INTEGER, quantityPerGrab ?? Number.MAX_SAFE_INTEGER);
  return [
    ...((issue === 'timedGrab') === grabs > 0
      ? []
      : [error('grabTimes', path, id, issue === 'timedGrab' ? 'grabAt: ["10:00"]' : 'issue: timedGrab')]),
    ...(issue === 'winBack' && audience.idleDaysMin === undefined
      ? [error('winBackDays', path, id, 'audience: { idleDays: 30 }')]
      : []),
    ...(perPersonMax !== null && perPersonMax > most
      ? [error('couponQuantity', [...path, 'perPersonMax'], String(perPersonMax), `≤ ${most}`)]
      : []),
    ...(quantity !== null && quantityPerGrab !== null && quantityPerGrab > quantity
      ? [error('couponQuantity', [...path, 'quantityPerGrab'], String(quantityPerGrab), `≤ ${quantity}`)]
      : []),
  ];
}

function checkLayer({ layer, path, id }: CheckedPromotion, { profileId }: CheckablePlan): PlanFinding[] {
  return layer !== null && PROFILES[profileId].without.includes(layer)
    ? [error('layerNotInProfile', path, `${id}: ${layer}`, `profile ≠ ${profileId}`)]
    : [];
}

/** Without goods of its own it would hold back the whole shop, so it is not executed. */
function checkExclusive({ promotionKind, rule, path, id }: CheckedPromotion): PlanFinding[] {
  return promotionKind === 'exclusiveEdition' && rule === null
    ? [warning('exclusiveWithoutGoods', path, id, 'scope')]
    : [];
}

function checkTerms(promotion: CheckedPromotion, terms: CheckedTerms): PlanFinding[] {
  const { path, id } = promotion;
  switch (terms.kind) {
    case 'tiers':
      return checkTiers(promotion, terms.tiers, terms.uncapped);
    case 'rule':
      return checkRule(promotion, terms.rule);
    case 'coupon':
      return terms.offFen !== null && terms.thresholdFen !== null && terms.offFen > terms.thresholdFen
        ? [offOverThreshold(promotion, ['off'], terms.offFen, terms.thresholdFen)]
        : [];
    case 'flash':
      return [
        ...(terms.perPersonMax > terms.activityStock
          ? [
              error(
                'flashLimit',
                [...path, 'perPersonMax'],
                String(terms.perPersonMax),
                `≤ ${terms.activityStock}`,
              ),
            ]
          : []),
        ...(terms.slotMs.some((slotMs) => terms.holdMs > slotMs)
          ? [error('flashHold', [...path, 'hold'], '', `≤ ${Math.min(...terms.slotMs) / 60_000}min`)]
          : []),
      ];
    case 'presale':
      return checkPresale(promotion, terms);
    case 'box':
      return checkBox(path, id, terms);
    case 'odds': {
      const sum = terms.partsBp.reduce((total, bp) => total + bp, 0);
      const wrong = terms.complete ? sum !== 10_000 : sum > 10_000;
      return wrong ? [error('oddsDoNotSum', [...path, 'odds'], `${sum / 100}%`, '100%')] : [];
    }
    case 'protection':
      return checkProtection(promotion, terms);
    case 'thresholds':
      return terms.thresholdsFen.flatMap((fen, index) => {
        const before = terms.thresholdsFen[index - 1];
        return before !== undefined && fen <= before
          ? [error('tiersNotRising', [...path, 'tiers', index], yuan(fen), `> ${yuan(before)}`)]
          : [];
      });
    case 'plain':
      return promotion.windows.length === 0 && promotion.layer !== null
        ? [warning('neverOpen', path, id, 'when')]
        : [];
  }
}

function checkTiers(promotion: CheckedPromotion, tiers: readonly Tier[], uncapped: boolean): PlanFinding[] {
  const findings: PlanFinding[] = [];
  for (const [index, tier] of tiers.entries()) {
    const before = tiers[index - 1];
    if (tier.offFen > tier.thresholdFen)
      findings.push(offOverThreshold(promotion, ['tiers', index], tier.offFen, tier.thresholdFen));
    if (before && (tier.thresholdFen <= before.thresholdFen || tier.offFen <= before.offFen))
      findings.push(
        error(
          'tiersNotRising',
          [...promotion.path, 'tiers', index],
          `${yuan(tier.thresholdFen)} − ${yuan(tier.offFen)}`,
          `> ${yuan(before.thresholdFen)} − ${yuan(before.offFen)}`,
        ),
      );
  }
  if (uncapped && tiers.length > 1)
    findings.push(error('uncappedTiers', [...promotion.path, 'uncapped'], String(tiers.length), '1'));
  return findings;
}

function checkRule(promotion: CheckedPromotion, rule: Rule): PlanFinding[] {
  if ((rule.kind === 'each' || rule.kind === 'amount') && rule.offFen > rule.thresholdFen)
    return [offOverThreshold(promotion, ['off'], rule.offFen, rule.thresholdFen)];
  if (rule.kind === 'each' && rule.capFen !== undefined && rule.capFen < rule.offFen)
    return [error('capBelowOff', [...promotion.path, 'cap'], yuan(rule.capFen), `≥ ${yuan(rule.offFen)}`)];
  return [];
}

const offOverThreshold = (
  promotion: CheckedPromotion,
  at: readonly (string | number)[],
  offFen: number,
  thresholdFen: number,
) => error('offOverThreshold', [...promotion.path, ...at], yuan(offFen), `≤ ${yuan(thresholdFen)}`);

/**
 * Civil Code art 586: what a deposit has above 20 % of the contract price is no deposit. The contract price is
 * P − s with s = d·(m − 1), so d ≤ 20 % of P − d·(m − 1), which also keeps what the deposit counts for, d·m, below the price.
 */
function checkPresale(
  { path }: CheckedPromotion,
  terms: Extract<CheckedTerms, { kind: 'presale' }>,
): PlanFinding[] {
  const findings: PlanFinding[] = [];
  const price = terms.priceFen ?? 10_000;
  const deposit = terms.depositFen ?? terms.depositBp;
  if (deposit !== null) {
    const key = terms.depositFen === null ? 'depositShare' : 'deposit';
    const contract = price - deposit * (terms.inflation - 1);
    const shown = (amount: number) => (terms.depositFen === null ? `${amount / 100}%` : yuan(amount));
    const found = shown(deposit);
    const most = shown(Math.floor(price / (4 + terms.inflation)));
    if (deposit * 5 > contract)
      findings.push(
        error(
          'depositOverLimit',
          [...path, key],
          found,
          `≤ ${most} (d ≤ 20% × (P − d × ${terms.inflation - 1}))`,
        ),
      );
  }
  if (terms.deposit && terms.balance && terms.balance.startsAt < terms.deposit.endsAt)
    findings.push(error('balanceBeforeDeposit', [...path, 'balanceWindow'], '', '≥ depositWindow'));
  if (terms.shipOn !== null && terms.balance && terms.shipOn < terms.balance.endsAt)
    findings.push(error('shipBeforeBalance', [...path, 'shipOn'], '', '≥ balanceWindow'));
  return findings;
}

const EVERY_MS_MIN = 600_000;

/** A promise on prices must say something, and be compared at least once while it holds. */
function checkProtection(
  { path, id }: CheckedPromotion,
  { automatic, lastsMs, everyMs, given }: Extract<CheckedTerms, { kind: 'protection' }>,
): PlanFinding[] {
  const wrongEvery = () => {
    if (!automatic) return everyMs === null ? null : 'process: automatic';
    if (everyMs === null) return lastsMs === null ? null : 'every: 24h';
    if (everyMs < EVERY_MS_MIN) return '≥ 10min';
    return lastsMs !== null && everyMs > lastsMs ? `≤ ${lastsMs / 3_600_000}h` : null;
  };
  const allowed = wrongEvery();
  return [
    ...(lastsMs === 0 ? [error('protectionEmpty', [...path, 'lasts'], id, '> 0')] : []),
    ...(allowed === null
      ? []
      : [error('protectionInterval', everyMs === null ? path : [...path, 'every'], id, allowed)]),
    ...given.map((key) => error('protectionForAll', [...path, key], key, 'scope | when')),
  ];
}

/** For messages only; shoppers see `formatFen`. */
const yuan = (fen: number) =>
  `¥${Math.trunc(fen / 100)}${fen % 100 === 0 ? '' : `.${String(fen % 100).padStart(2, '0')}`}`;
