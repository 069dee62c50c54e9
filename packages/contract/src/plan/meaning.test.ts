import { FINDING_WORDS } from '@dacu/engine/plan';
import { describe, expect, it } from 'vitest';
import { parsePlan } from './parse-plan.ts';
import { changed, SMALL_PLAN, withPromotions } from './test-plans.ts';

const A = 'id: a, title: { zh: 甲, en: A }, group: inclusive';
const B = A.replace('id: a', 'id: b');
const FLASH = `{ ${A}, kind: flashSale, pay: 5折, daily: 00:00-02:00, pool: { tags: [flash] }, itemsPerSlot: 2, activityStock: 10, perPersonMax: 1, hold: 5min }`;
const PRESALE = `{ ${A}, kind: presale, inflation: 10, depositShare: 2%, depositWindow: { phase: warm-up }, balanceWindow: { phase: burst } }`;
const boxes = (terms: string) =>
  withPromotions(
    `{ ${A}, kind: blindBox, price: ¥59, box: sk-box, ${terms.replaceAll('title: T', 'title: { zh: 款, en: K }')} }`,
  );
const members = (plan: string) => changed('kind: burst,', 'kind: burst, membersOnly: true,', plan);
const goals = (goal: string) =>
  `${SMALL_PLAN}goals:\n  - { id: g, title: { zh: 目标, en: Goal }, ${goal} }\n`;

const milestones = (...lines: string[]) =>
  changed('shops:', `  milestones:\n${lines.map((line) => `    - ${line}\n`).join('')}shops:`);

/** Each row: what is wrong · the plan · the one finding, and where. */
const CASES: readonly (readonly [what: string, plan: string, code: string, path: string])[] = [
  ['a phase id twice', changed('id: burst,', 'id: warm-up,'), 'duplicateId', 'calendar.phases[1].id'],
  [
    'an unknown season',
    changed('season: summer, from: 06-15', 'season: sumer, from: 06-15'),
    'unknownReference',
    'calendar.phases[1].season',
  ],
  [
    'an unknown shop',
    withPromotions(
      `{ ${A}, kind: each, layer: storeReduction, threshold: ¥99, off: ¥8, scope: { shops: [fumen] } }`,
    ),
    'unknownReference',
    'promotions[0].scope.shops[0]',
  ],
  [
    'an unknown category',
    withPromotions(`{ ${A}, kind: timedPrice, pay: 9折, scope: { categories: [beuty] } }`),
    'unknownReference',
    'promotions[0].scope.categories[0]',
  ],
  [
    'an unknown tag',
    withPromotions(FLASH.replace('[flash]', '[flush]')),
    'unknownReference',
    'promotions[0].pool.tags[0]',
  ],
  [
    'an unknown tier',
    withPromotions(`{ ${A}, kind: memberRate, pay: 95折, audience: { memberTiers: [sliver] } }`),
    'unknownReference',
    'promotions[0].audience.memberTiers[0]',
  ],
  [
    'an unknown channel',
    withPromotions(`{ ${A}, kind: memberRate, pay: 95折, audience: { channels: [wechat] } }`),
    'unknownReference',
    'promotions[0].audience.channels[0]',
  ],
  [
    'an unknown promotion',
    `${SMALL_PLAN}experiences:\n  - { id: e, title: { zh: 甲, en: A }, kind: zone, promotion: x }\n`,
    'unknownReference',
    'experiences[0].promotion',
  ],
  [
    'a phase that ends before it starts',
    changed('from: 06-15, until: 06-21', 'from: 06-21, until: 06-15'),
    'endBeforeStart',
    'calendar.phases[1].until',
  ],
  [
    'a phase that ends when it starts',
    changed('from: 06-15, until: 06-21', 'from: 06-21, until: 06-21'),
    'endBeforeStart',
    'calendar.phases[1].until',
  ],
  [
    'a node outside the campaign',
    changed('on: 06-18', 'on: 07-01'),
    'outsideCampaign',
    'calendar.nodes[0].on',
  ],
  [
    'a promotion outside the campaign',
    withPromotions(`{ ${A}, kind: timedPrice, pay: 9折, when: [{ from: 06-30, until: 07-02 }] }`),
    'outsideCampaign',
    'promotions[0].when[0].until',
  ],
  [
    'a phase outside its season',
    changed('until: 07-01, look', 'until: 06-20, look'),
    'outsideSeason',
    'calendar.phases[1].until',
  ],
  [
    'phases of a season that overlap',
    changed('until: 06-15 }', 'until: 06-15 00:01 }'),
    'phasesOverlap',
    'calendar.phases[1].from',
  ],
  [
    'a members-only phase without tiers',
    members(SMALL_PLAN.replace(/members:[\s\S]*/, '')),
    'membersWithoutTiers',
    'calendar.phases[1]',
  ],
  [
    'a promotion of a members-only phase for everybody',
    members(withPromotions(`{ ${A}, kind: timedPrice, pay: 9折, when: [{ phase: burst }] }`)),
    'membersOnlyWithoutAudience',
    'promotions[0].when[0]',
  ],
  [
    'a budget of 99 %',
    `${SMALL_PLAN}budget: { lines: [{ id: promotion, title: { zh: 推, en: P }, share: 40% }, { id: other, title: { zh: 它, en: O }, share: 59% }] }\n`,
    'sharesDoNotSum',
    'budget.lines',
  ],
  [
    'channels of 101 %',
    `${SMALL_PLAN}channels: [{ id: app, title: { zh: 端, en: App }, side: online }]\ntraffic: { visits: 10, channels: [{ channel: app, share: 50% }, { channel: app, share: 51% }] }\n`,
    'sharesDoNotSum',
    'traffic.channels',
  ],
  [
    'a mix of 90 %',
    changed('  tags:', '  mix: [{ id: m, title: { zh: 爆, en: M }, share: 90% }]\n  tags:'),
    'sharesDoNotSum',
    'assortment.mix',
  ],
  [
    'funders of 90 %',
    withPromotions(`{ ${A}, kind: memberRate, pay: 95折, funders: [{ funder: platform, share: 90% }] }`),
    'fundersDoNotSum',
    'promotions[0].funders',
  ],
  [
    'odds of 99 %',
    withPromotions(`{ ${A}, kind: blindBox, price: ¥59, odds: [{ title: { zh: 款, en: K }, odds: 99% }] }`),
    'oddsDoNotSum',
    'promotions[0].odds',
  ],
  [
    'a box whose style has no odds',
    boxes('odds: [{ title: T, odds: 100% }, { title: T }]'),
    'boxOdds',
    'promotions[0].odds[1]',
  ],
  [
    'a finite pool whose style has no quantity',
    boxes('draw: finite, odds: [{ title: T, stock: 9 }, { title: T }]'),
    'boxStock',
    'promotions[0].odds[1]',
  ],
  [
    'odds beside the quantities of a finite pool',
    boxes('draw: finite, odds: [{ title: T, stock: 9, odds: 100% }]'),
    'boxOddsOfFinite',
    'promotions[0].odds[0]',
  ],
  [
    'two styles of one name',
    boxes('odds: [{ id: a, title: T, odds: 40% }, { id: a, title: T, odds: 60% }]'),
    'boxStyleTwice',
    'promotions[0].odds',
  ],
  [
    'a guarantee of nothing',
    boxes('guarantee: 5, odds: [{ title: T, odds: 100% }]'),
    'boxGuarantee',
    'promotions[0].guarantee',
  ],
  [
    'a guarantee past what one person may buy',
    boxes(
      'guarantee: 5, perPersonMax: 4, odds: [{ title: T, odds: 1%, guaranteed: true }, { title: T, odds: 99% }]',
    ),
    'boxGuaranteeOutOfReach',
    'promotions[0].guarantee',
  ],
  [
    'odds of boxes that are drawn, one in a million short',
    boxes('odds: [{ title: T, odds: 99.9999% }]'),
    'oddsDoNotSum',
    'promotions[0].odds',
  ],
  ['a goal without a metric', goals('target: 5'), 'goalWithoutMetric', 'goals[0]'],
  ['a target in another unit', goals('metric: paidGmv, target: 5%'), 'targetUnit', 'goals[0].target'],
  [
    'steps that fall',
    goals(
      'metric: newCustomerShare, rising: true, steps: [{ node: burst, target: 5% }, { node: day-618, target: 5% }]',
    ),
    'stepsNotRising',
    'goals[0].steps[1].target',
  ],
  [
    'a red line above the yellow one',
    changed(
      '  tags:',
      '  inventory: { alerts: [{ grade: yellow, below: 20% }, { grade: red, below: 50% }] }\n  tags:',
    ),
    'alertsNotFalling',
    'assortment.inventory.alerts[1].below',
  ],
  [
    'a timed price with rate and price',
    withPromotions(`{ ${A}, kind: timedPrice, pay: 9折, price: ¥9 }`),
    'chooseOne',
    'promotions[0]',
  ],
  ['a timed price with neither', withPromotions(`{ ${A}, kind: timedPrice }`), 'chooseOne', 'promotions[0]'],
  [
    'a window given in two ways',
    withPromotions(`{ ${A}, kind: memberRate, pay: 95折, when: [{ phase: burst, node: day-618 }] }`),
    'windowAnchor',
    'promotions[0].when[0]',
  ],
  [
    'a window without an end',
    withPromotions(`{ ${A}, kind: memberRate, pay: 95折, when: [{ from: 06-18 }] }`),
    'windowAnchor',
    'promotions[0].when[0]',
  ],
  [
    'hours that never fall into the window',
    withPromotions(
      `{ ${A}, kind: memberRate, pay: 95折, when: [{ from: 06-18 03:00, until: 06-18 09:00, daily: 20:00-22:00 }] }`,
    ),
    'neverOpen',
    'promotions[0].when[0].daily',
  ],
  [
    'a store promotion without a shop',
    withPromotions(`{ ${A}, kind: each, layer: storeReduction, threshold: ¥99, off: ¥8 }`),
    'storeLayerWithoutShop',
    'promotions[0]',
  ],
  [
    'more off than its threshold',
    withPromotions(`{ ${A}, kind: amount, threshold: ¥50, off: ¥51 }`),
    'offOverThreshold',
    'promotions[0].off',
  ],
  [
    'a tier with more off than its threshold',
    withPromotions(`{ ${A}, kind: tiered, tiers: [{ threshold: ¥50, off: ¥51 }] }`),
    'offOverThreshold',
    'promotions[0].tiers[0]',
  ],
  [
    'a coupon above its threshold',
    withPromotions(`{ ${A}, kind: coupon, issue: claim, threshold: ¥50, off: ¥51 }`),
    'offOverThreshold',
    'promotions[0].off',
  ],
  [
    'tiers that do not rise',
    withPromotions(
      `{ ${A}, kind: tiered, tiers: [{ threshold: ¥500, off: ¥100 }, { threshold: ¥300, off: ¥50 }] }`,
    ),
    'tiersNotRising',
    'promotions[0].tiers[1]',
  ],
  [
    'two tiers without a cap',
    withPromotions(
      `{ ${A}, kind: tiered, uncapped: true, tiers: [{ threshold: ¥300, off: ¥50 }, { threshold: ¥500, off: ¥100 }] }`,
    ),
    'uncappedTiers',
    'promotions[0].uncapped',
  ],
  [
    'an uncapped reduction beside a tiered one',
    withPromotions(
      `{ ${A}, kind: each, threshold: ¥300, off: ¥50 }`,
      `{ ${A.replace('id: a', 'id: b')}, kind: tiered, tiers: [{ threshold: ¥300, off: ¥50 }], when: [{ phase: burst }] }`,
    ),
    'tieredBesideUncapped',
    'promotions[0]',
  ],
  [
    'a cap below one reduction',
    withPromotions(`{ ${A}, kind: each, threshold: ¥300, off: ¥50, cap: ¥40 }`),
    'capBelowOff',
    'promotions[0].cap',
  ],
  [
    'a limit above the activity stock',
    withPromotions(FLASH.replace('perPersonMax: 1', 'perPersonMax: 11')),
    'flashLimit',
    'promotions[0].perPersonMax',
  ],
  [
    'a hold longer than the slot',
    withPromotions(FLASH.replace('hold: 5min', 'hold: 3h')),
    'flashHold',
    'promotions[0].hold',
  ],
  [
    'a deposit above 20 %',
    withPromotions(PRESALE.replace('2%', '8%')),
    'depositOverLimit',
    'promotions[0].depositShare',
  ],
  [
    'a deposit amount above 20 %',
    withPromotions(
      PRESALE.replace('depositShare: 2%', 'price: ¥100, deposit: ¥20').replace(
        'inflation: 10',
        'inflation: 4',
      ),
    ),
    'depositOverLimit',
    'promotions[0].deposit',
  ],
  [
    'a balance before the deposit ends',
    withPromotions(PRESALE.replace('{ phase: burst }', '{ from: 06-10, until: 06-20 }')),
    'balanceBeforeDeposit',
    'promotions[0].balanceWindow',
  ],
  [
    'goods that leave before the last balance is paid',
    withPromotions(PRESALE.replace('inflation: 10', 'inflation: 10, shipOn: 06-02')),
    'shipBeforeBalance',
    'promotions[0].shipOn',
  ],
  [
    'tasks in a circle',
    milestones(
      '{ id: a, title: { zh: 甲, en: A }, on: 06-02, after: [b] }',
      '{ id: b, title: { zh: 乙, en: B }, on: 06-03, after: [a] }',
    ),
    'dependencyCycle',
    'calendar.milestones[0].after[0]',
  ],
  [
    'a task that begins before what it waits for is done',
    milestones(
      '{ id: a, title: { zh: 甲, en: A }, on: 06-05 }',
      '{ id: b, title: { zh: 乙, en: B }, on: 06-06, takes: 3d, after: [a] }',
    ),
    'dependencyLate',
    'calendar.milestones[1].after[0]',
  ],
  [
    'a reduction without a threshold',
    withPromotions(`{ ${A}, kind: each, threshold: ¥0, off: ¥0 }`),
    'notExecutable',
    'promotions[0]',
  ],
  [
    'a mutex group that spans two layers',
    withPromotions(
      `{ ${A}, kind: amount, layer: platformCoupon, threshold: ¥99, off: ¥8, mutexGroup: g }`,
      `{ ${B}, kind: each, layer: crossStore, threshold: ¥99, off: ¥8, mutexGroup: g }`,
    ),
    'mutexAcrossLayers',
    'promotions[1].mutexGroup',
  ],
  [
    'two of a mutex group of which nothing says which goes first',
    withPromotions(
      `{ ${A}, kind: amount, layer: platformCoupon, threshold: ¥99, off: ¥8, mutexGroup: g, scope: { categories: [beauty] } }`,
      `{ ${B}, kind: amount, layer: platformCoupon, threshold: ¥50, off: ¥5, mutexGroup: g }`,
    ),
    'mutexTie',
    'promotions[1].mutexGroup',
  ],
  [
    'two rates for the same members',
    withPromotions(`{ ${A}, kind: memberRate, pay: 95折 }`, `{ ${B}, kind: memberRate, pay: 9折 }`),
    'contradiction',
    'promotions[1]',
  ],
  [
    'carbon points for a coupon that anybody may claim',
    withPromotions(
      `{ ${A}, kind: carbonPoints, earn: [{ title: { zh: 买, en: Buy }, points: 1 }], exchange: [{ points: 100, coupon: b }] }`,
      `{ ${B}, kind: coupon, issue: claim, off: ¥5 }`,
    ),
    'couponNotExchangeable',
    'promotions[0].exchange[0].coupon',
  ],
  [
    'a grab without its times',
    withPromotions(`{ ${A}, kind: coupon, issue: timedGrab, off: ¥5 }`),
    'grabTimes',
    'promotions[0]',
  ],
  [
    'winning back without the days',
    withPromotions(`{ ${A}, kind: coupon, issue: winBack, off: ¥5 }`),
    'winBackDays',
    'promotions[0]',
  ],
  [
    'more coupons for one person than there are',
    withPromotions(`{ ${A}, kind: coupon, issue: claim, off: ¥5, quantity: 10, perPersonMax: 11 }`),
    'couponQuantity',
    'promotions[0].perPersonMax',
  ],
  [
    'a cross-store reduction under a profile that has none',
    withPromotions(`{ ${A}, kind: each, threshold: ¥300, off: ¥50 }`).replace(
      'profile: tmall',
      'profile: jd',
    ),
    'layerNotInProfile',
    'promotions[0]',
  ],
  [
    'an exclusive sale of nothing in particular',
    withPromotions(`{ ${A}, kind: exclusiveEdition, form: limited }`),
    'exclusiveWithoutGoods',
    'promotions[0]',
  ],
  [
    'protection compared less often than it lasts',
    withPromotions(`{ ${A}, kind: priceProtection, lasts: 1d, process: automatic, every: 25h }`),
    'protectionInterval',
    'promotions[0].every',
  ],
  [
    'protection of no days',
    withPromotions(`{ ${A}, kind: priceProtection, lasts: 0d, process: claim }`),
    'protectionEmpty',
    'promotions[0].lasts',
  ],
  [
    'protection for some people only',
    withPromotions(
      `{ ${A}, kind: priceProtection, lasts: 7d, process: claim, audience: { memberTiers: [silver] } }`,
    ),
    'protectionForAll',
    'promotions[0].audience',
  ],
  [
    'two protections of the same goods',
    withPromotions(
      `{ ${A}, kind: priceProtection, lasts: 7d, process: claim }`,
      `{ ${B}, kind: priceProtection, until: campaignEnd, process: claim }`,
    ),
    'protectionTwice',
    'promotions[1]',
  ],
];

describe('the meaning of a plan', () => {
  it.each(CASES)('finds %s', (_, plan, code, path) => {
    const { findings } = parsePlan(plan);
    expect(findings.map((finding) => [finding.code, finding.path])).toEqual([[code, path]]);
    expect(findings[0]?.allowed).not.toBe('');
  });

  it('has a case for every code it can answer with', () => {
    const tried = new Set(CASES.map(([, , code]) => code));
    expect(Object.keys(FINDING_WORDS).filter((code) => !tried.has(code))).toEqual([]);
  });

  it('names both places of a contradiction', () => {
    const plan = withPromotions(
      `{ ${A}, kind: memberRate, pay: 95折 }`,
      `{ ${B}, kind: memberRate, pay: 9折 }`,
    );
    const [finding] = parsePlan(plan).findings;
    const lines = plan.split('\n');
    expect(lines[finding!.line - 1]).toContain('id: b');
    expect(lines[finding!.other!.line - 1]).toContain('id: a');
    expect(finding!.other!.path).toBe('promotions[0]');
  });

  it.each([
    [
      'two of a mutex group that priority tells apart',
      withPromotions(
        `{ ${A}, kind: amount, layer: platformCoupon, threshold: ¥99, off: ¥8, mutexGroup: g, priority: 1 }`,
        `{ ${B}, kind: amount, layer: platformCoupon, threshold: ¥50, off: ¥5, mutexGroup: g }`,
      ),
    ],
    [
      'two of a mutex group that never meet',
      withPromotions(
        `{ ${A}, kind: amount, layer: platformCoupon, threshold: ¥99, off: ¥8, mutexGroup: g, audience: { newcomer: true } }`,
        `{ ${B}, kind: amount, layer: platformCoupon, threshold: ¥50, off: ¥5, mutexGroup: g, audience: { newcomer: false } }`,
      ),
    ],
    [
      'two rates for members at different times',
      withPromotions(
        `{ ${A}, kind: memberRate, pay: 95折, when: [{ phase: warm-up }] }`,
        `{ ${B}, kind: memberRate, pay: 9折, when: [{ phase: burst }] }`,
      ),
    ],
    [
      'a freight coupon that is worth more than its threshold',
      withPromotions(`{ ${A}, kind: coupon, issue: claim, couponLayer: freight, off: ¥10, threshold: ¥9 }`),
    ],
    [
      'a freight coupon that waives it all',
      withPromotions(`{ ${A}, kind: coupon, issue: claim, couponLayer: freight }`),
    ],
    [
      'a deposit of exactly 20 % of the contract price',
      withPromotions(
        PRESALE.replace('depositShare: 2%', 'price: ¥2800, deposit: ¥200').replace(
          'inflation: 10',
          'inflation: 10',
        ),
      ),
    ],
    ['half-open phases that touch', SMALL_PLAN],
    ['a hold as long as the slot', withPromotions(FLASH.replace('hold: 5min', 'hold: 2h'))],
    ['as much off as the threshold', withPromotions(`{ ${A}, kind: amount, threshold: ¥50, off: ¥50 }`)],
    [
      'one tier without a cap',
      withPromotions(`{ ${A}, kind: tiered, uncapped: true, tiers: [{ threshold: ¥300, off: ¥50 }] }`),
    ],
    [
      'shares of exactly 100 %',
      `${SMALL_PLAN}budget: { lines: [{ id: promotion, title: { zh: 推, en: P }, share: 33.33% }, { id: other, title: { zh: 它, en: O }, share: 66.67% }] }\n`,
    ],
    [
      'an uncapped reduction at another time than a tiered one',
      withPromotions(
        `{ ${A}, kind: each, threshold: ¥300, off: ¥50, when: [{ phase: warm-up }] }`,
        `{ ${A.replace('id: a', 'id: b')}, kind: tiered, tiers: [{ threshold: ¥300, off: ¥50 }], when: [{ phase: burst }] }`,
      ),
    ],
  ])('lets %s pass', (_, plan) => {
    expect(parsePlan(plan).findings).toEqual([]);
  });
});
