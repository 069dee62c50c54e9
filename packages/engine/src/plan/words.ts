import type { Text } from '../pricing/types.ts';
import type { Path, PlanFinding } from './checkable.ts';

/** What each semantic finding says. Codes are stable; the console and `dacu check` show these words. */
export const FINDING_WORDS = {
  duplicateId: { zh: '编号重复', en: 'This id is used twice' },
  unknownReference: { zh: '引用了不存在的编号', en: 'Unknown reference: nothing in the plan has this id' },
  endBeforeStart: { zh: '结束不晚于开始', en: 'It ends before it starts' },
  outsideCampaign: { zh: '超出活动的起止时间', en: 'It lies outside the campaign' },
  outsideSeason: { zh: '阶段超出所属季的起止时间', en: 'The phase lies outside its season' },
  phasesOverlap: { zh: '同一季的阶段时间重叠', en: 'Phases of one season overlap' },
  membersWithoutTiers: {
    zh: '会员专属阶段需要先定义会员等级',
    en: 'A members-only phase needs member tiers',
  },
  membersOnlyWithoutAudience: {
    zh: '会员专属阶段里的促销必须写明会员等级',
    en: 'A promotion of a members-only phase must name member tiers',
  },
  sharesDoNotSum: { zh: '占比合计不是 100%', en: 'The shares do not sum to 100 %' },
  fundersDoNotSum: { zh: '出资比例合计不是 100%', en: 'The funders’ shares do not sum to 100 %' },
  oddsDoNotSum: { zh: '概率合计不是 100%', en: 'The odds do not sum to 100 %' },
  boxOdds: { zh: '款式没有写概率', en: 'A style has no odds' },
  boxStock: { zh: '有限奖池的款式没有写数量', en: 'A style of a finite pool has no quantity' },
  boxOddsOfFinite: {
    zh: '有限奖池的概率由数量得出，不另写',
    en: 'In a finite pool the quantities are the odds; none are written',
  },
  boxStyleTwice: { zh: '两个款式编号相同', en: 'Two styles have one identifier' },
  boxGuarantee: {
    zh: '保底没有可以兑现的款式',
    en: 'The guarantee promises no style that could be drawn',
  },
  boxGuaranteeOutOfReach: {
    zh: '保底抽数超过每人限购，没有人能抽到保底',
    en: 'The guarantee needs more boxes than one person may buy',
  },
  goalWithoutMetric: {
    zh: '目标既没有指标，也没有写由谁评定',
    en: 'The goal has neither a metric nor anyone who judges it',
  },
  targetUnit: { zh: '目标值的单位与指标不符', en: 'The target is not in the unit of its metric' },
  stepsNotRising: { zh: '阶梯目标没有逐级提升', en: 'Each step must go beyond the one before' },
  alertsNotFalling: { zh: '预警线没有逐级降低', en: 'Each alert line must be below the one before' },
  notExecutable: { zh: '计价引擎无法执行这条规则', en: 'The pricing engine cannot execute this rule' },
  chooseOne: { zh: '这几项必须且只能写一项', en: 'Exactly one of these must be given' },
  windowAnchor: {
    zh: '时间必须且只能用一种方式写：阶段、季、节点、整个活动，或起止日期',
    en: 'Give the time in exactly one way: a phase, a season, a node, the whole campaign, or dates',
  },
  neverOpen: { zh: '按所写的时间永远不会开放', en: 'As written it is never open' },
  storeLayerWithoutShop: { zh: '店铺层促销必须写明店铺', en: 'A store promotion must name its shops' },
  offOverThreshold: { zh: '优惠金额大于门槛', en: 'The reduction is larger than its threshold' },
  tiersNotRising: {
    zh: '阶梯没有逐级提高：门槛和优惠都要高于上一级',
    en: 'The tiers do not rise: threshold and reduction must both exceed the tier before',
  },
  uncappedTiers: { zh: '上不封顶只能有一级', en: 'An uncapped reduction has one tier only' },
  tieredBesideUncapped: {
    zh: '同一时间、同一范围内，阶梯满减与上不封顶的满减不能并存',
    en: 'A tiered and an uncapped reduction cannot run on the same goods at the same time',
  },
  mutexAcrossLayers: {
    zh: '互斥组只在同一叠加层内有效，这一组跨了两层',
    en: 'A mutex group holds within one stacking layer; this one spans two',
  },
  mutexTie: {
    zh: '同一互斥组的两个促销会在同样的商品、人群和时间里相遇，却没有写明谁优先',
    en: 'Two promotions of one mutex group can meet on the same goods, shoppers and time, and nothing says which goes first',
  },
  contradiction: {
    zh: '同样的商品、人群和时间写了两个互相矛盾的促销，优先级也相同',
    en: 'Two promotions contradict each other: same goods, shoppers and time, and the same priority',
  },
  couponNotExchangeable: {
    zh: '积分要换的券不是按积分兑换发放的',
    en: 'The coupon that points are exchanged for is not issued for points',
  },
  grabTimes: {
    zh: '限时抢的券要写开抢时刻，其他券不写',
    en: 'A timed grab needs its times, and only a timed grab has them',
  },
  winBackDays: { zh: '回流券要写多少天未下单', en: 'A win-back coupon needs the days without an order' },
  couponQuantity: { zh: '张数超过了总量', en: 'More coupons than there are' },
  layerNotInProfile: {
    zh: '所选的叠加规则没有这一层',
    en: 'The stacking profile of the plan has no such layer',
  },
  exclusiveWithoutGoods: {
    zh: '独家发售没有写明商品，不会限制任何购买',
    en: 'The exclusive sale names no goods, so it holds nothing back',
  },
  capBelowOff: { zh: '封顶金额小于一次优惠', en: 'The cap is below one reduction' },
  flashLimit: { zh: '每人限购超过活动库存', en: 'The purchase limit per person exceeds the activity stock' },
  flashHold: { zh: '付款时限超过一场的时长', en: 'The payment deadline is longer than a flash-sale slot' },
  depositOverLimit: {
    zh: '定金超过成交价的 20%（民法典第 586 条）',
    en: 'The deposit exceeds 20 % of the contract price (Civil Code art 586)',
  },
  dependencyCycle: { zh: '前置任务互相等待，成了一个环', en: 'These tasks wait for each other in a circle' },
  dependencyLate: {
    zh: '前置任务完成之前，这项任务就要开始',
    en: 'It has to begin before what it waits for is done',
  },
  protectionInterval: {
    zh: '核价间隔不合理：自动价保按固定天数时必须写，申请价保不写，且应在 10 分钟与价保期之间',
    en: 'The interval makes no sense: automatic protection for a length of time needs one, protection on request has none, and it lies between 10 minutes and that length',
  },
  protectionEmpty: { zh: '价保期为 0，等于没有价保', en: 'Protection that lasts no time protects nothing' },
  protectionForAll: {
    zh: '价保只按商品与时间约定，不能限定人群、互斥组、优先级、预算或秒杀同享',
    en: 'Price protection depends on goods and time alone: no audience, mutex group, priority, budget or flash stacking',
  },
  protectionTwice: {
    zh: '同样的商品、同样的时间写了两条不同的价保',
    en: 'Two different promises of price protection cover the same goods at the same time',
  },
  balanceBeforeDeposit: { zh: '尾款开始早于定金结束', en: 'The balance opens before the deposit closes' },
  shipBeforeBalance: {
    zh: '承诺的发货截止早于尾款结束，最后付尾款的人一付款就已超时',
    en: 'Goods are promised to leave before the balance closes: who pays last would be late at once',
  },
} as const satisfies Record<string, Text>;

export type FindingCode = keyof typeof FINDING_WORDS;

const finding =
  (severity: PlanFinding['severity']) =>
  (code: FindingCode, path: Path, found: string, allowed: string): PlanFinding => ({
    severity,
    code,
    path,
    found,
    allowed,
    message: FINDING_WORDS[code],
    suggestion: null,
  });

export const error = finding('error');
export const warning = finding('warning');
