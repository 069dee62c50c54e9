import { z } from 'zod';
import { block, detail, flag, id, percent, say, target, title } from './leaves.ts';

/** Metrics of the domain, with the unit each is measured in. */
export const METRIC_UNITS = {
  paidGmv: 'fen',
  createdGmv: 'fen',
  nmv: 'fen',
  presaleBookedGmv: 'fen',
  gmvAttainment: 'bp',
  gmvGrowth: 'bp',
  newCustomers: 'count',
  newCustomerShare: 'bp',
  repurchaseRate30: 'bp',
  revenuePerBuyer: 'fen',
  averageOrder: 'fen',
  payConversion: 'bp',
  addToCartRate: 'bp',
  hitRate: 'bp',
  sellThrough: 'bp',
  channelRoas: 'bp',
  orders: 'count',
  uv: 'count',
  socialExposure: 'count',
  liveRoomUv: 'count',
  privateDomainJoins: 'count',
  complaintRate: 'perTenThousand',
  returnRate: 'bp',
  nps: 'score',
  satisfaction: 'bp',
  brandAwareness: 'bp',
  innovationAdoption: 'bp',
  participation: 'count',
  selfServiceRate: 'bp',
  onTimeDelivery: 'bp',
} as const satisfies Record<string, 'fen' | 'bp' | 'count' | 'perTenThousand' | 'score'>;
export type Metric = keyof typeof METRIC_UNITS;
export const METRICS = Object.keys(METRIC_UNITS) as [Metric, ...Metric[]];

const measured = {
  id: say(id, '编号', 'identifier'),
  title,
  metric: say(z.enum(METRICS), '指标', 'the metric that measures it').optional(),
  judgedBy: say(id, '由谁评定', 'squad that judges it when nothing measures it').optional(),
  target: say(target, '目标值', 'what is to be reached').optional(),
  better: say(z.enum(['higher', 'lower']), '方向', 'is more better or less').optional(),
  growth: say(percent, '同比增长', 'growth on the year before').optional(),
  gain: say(percent, '提升百分点', 'gain in percentage points on the year before').optional(),
  against: say(
    z.enum(['target', 'dailyMean', 'lastYear']),
    '对比对象',
    'what the figure is compared with',
  ).optional(),
  steps: say(
    z.array(block({ node: say(id, '节点', 'node or phase'), target: say(target, '目标值', 'target at it') })),
    '阶梯目标',
    'targets node by node',
  ).optional(),
  rising: say(flag, '阶梯式提升', 'each step must be above the one before').optional(),
  detail,
};

/** What the campaign wants to reach. */
export const goals = z.array(
  block({ horizon: say(z.enum(['short', 'long']), '期限', 'short or long term').optional(), ...measured }),
);

/** The indicators that the review reports, in the plan's three groups. */
export const indicators = z.array(
  block({
    group: say(z.enum(['sales', 'reach', 'experience']), '分组', 'sales, reach or experience'),
    ...measured,
  }),
);
