import type { ReviewDocument } from '@dacu/contract/api';
import { formatFen } from '@dacu/engine/money';
import type { Text } from '@dacu/engine/pricing';

export type ReviewLanguage = 'zh' | 'en' | 'both';
type Measured = ReviewDocument['goals'][number];

/**
 * The review as Markdown, in one language or with both side by side. Every table names what its figures mean. Long because it is one
 * document from its first heading to its last.
 */
export function reviewMarkdown(review: ReviewDocument, language: ReviewLanguage = 'both'): string {
  const say = (text: Text): string =>
    language === 'both' ? (text.zh === text.en ? text.zh : `${text.zh} ${text.en}`) : text[language];
  const both = (zh: string, en: string): string => say({ zh, en });
  const names = new Map(review.definitions.map((definition) => [definition.id, definition.name]));
  const nameOf = (id: string): string => say(names.get(id) ?? { zh: id, en: id });
  const at = (instant: number): string => localTime(instant, review.campaign.zone);
  const table = (head: string[], rows: string[][]): string =>
    rows.length === 0
      ? `_${both('无', 'none')}_`
      : [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
  const running = review.window.asOf < review.window.endsAt;
  const measures = (list: readonly Measured[]): string[][] =>
    list.map((figure) => [
      figure.title === undefined ? nameOf(figure.definitionId) : say(figure.title),
      figure.target === null ? '–' : show(figure.target, figure.unit),
      figure.value === null ? '–' : show(figure.value, figure.unit),
      verdict(figure, running, both),
      figure.note === null ? '' : say(figure.note),
    ]);
  const measureHead = [
    both('指标', 'Metric'),
    both('目标', 'Target'),
    both('实际', 'Actual'),
    both('结果', 'Verdict'),
    both('说明', 'Note'),
  ];

  const parts: string[] = [
    `# ${say(review.campaign.title)} · ${both('复盘', 'Review')}`,
    preface(review, both, at),
    `## ${both('目标', 'Goals')}`,
    table(measureHead, withSteps(review.goals, measures, say)),
    `## ${both('评估指标', 'Indicators')}`,
    ...INDICATOR_TITLES.flatMap(({ group, title }) => {
      const figures = review.indicators.filter((figure) => (figure.group ?? 'companion') === group);
      return figures.length === 0 ? [] : [`### ${say(title)}`, table(measureHead, measures(figures))];
    }),
    `## ${both('分阶段与节点', 'By phase and node')}`,
    table(
      [
        both('阶段', 'Phase'),
        both('时间', 'Time'),
        ...(review.phases[0]?.measures ?? []).map((m) => nameOf(m.definitionId)),
      ],
      review.phases.map((phase) => [
        say(phase.title),
        `${at(phase.startsAt)} – ${at(phase.endsAt)}`,
        ...phase.measures.map((figure) => (figure.value === null ? '–' : show(figure.value, figure.unit))),
      ]),
    ),
    `## ${both('转化漏斗', 'Funnel')}`,
    table(
      [both('步骤', 'Step'), both('访问', 'Visits'), both('本步转化', 'Step rate')],
      review.funnel.map((step) => [say(step.title), count(step.visitors), show(step.rateBp, 'bp')]),
    ),
    `## ${both('渠道', 'Channels')}`,
    table(
      [both('渠道', 'Channel'), both('访客', 'Visitors'), both('订单', 'Orders'), nameOf('paidGmv')],
      review.channels.map((row) => [
        row.title === undefined ? row.channel : say(row.title),
        count(row.visitors),
        count(row.orders),
        formatFen(row.paidFen),
      ]),
    ),
    `## ${both('优惠成本与出资方', 'Cost of discounts and who pays')}`,
    table(
      [both('优惠', 'Promotion'), both('订单', 'Orders'), both('成本', 'Cost'), both('出资方', 'Funders')],
      review.discounts.map((row) => [
        say(row.title),
        count(row.orders),
        formatFen(row.costFen),
        row.funders
          .map(({ funder, fen }) => `${say(FUNDERS[funder] ?? { zh: funder, en: funder })} ${formatFen(fen)}`)
          .join(', '),
      ]),
    ),
    `## ${both('售罄', 'Stock-outs')}`,
    table(
      [
        both('商品', 'Item'),
        both('类型', 'Kind'),
        both('售罄时刻', 'Sold out at'),
        both('被拒次数', 'Refused'),
      ],
      review.stockOuts.map((row) => [
        say(row.title),
        say(STOCK_KINDS[row.kind]),
        at(row.soldOutAt),
        count(row.refusedCount),
      ]),
    ),
    `## ${both('最好的商品', 'Best items')}`,
    table(
      [both('商品', 'Item'), both('件数', 'Units'), both('实付', 'Paid'), both('退货率', 'Return rate')],
      review.bestItems.map((row) => [
        say(row.title),
        count(row.units),
        formatFen(row.paidFen),
        show(row.returnRateBp, 'bp'),
      ]),
    ),
    `## ${both('最差的商品', 'Worst items')}`,
    table(
      [
        both('商品', 'Item'),
        both('浏览', 'Views'),
        both('件数', 'Units'),
        both('实付', 'Paid'),
        both('退货率', 'Return rate'),
      ],
      review.worstItems.map((row) => [
        say(row.title),
        count(row.views),
        count(row.units),
        formatFen(row.paidFen),
        show(row.returnRateBp, 'bp'),
      ]),
    ),
    ...afterwards(review, { say, both, nameOf, table }),
    `## ${both('改进清单', 'What to change')}`,
    improvements(review, say, both),
    `## ${both('独立审计', 'Independent audit')}`,
    table(
      [
        both('检查', 'Check'),
        both('结论', 'Verdict'),
        both('检查数', 'Examined'),
        both('问题', 'Violations'),
      ],
      review.audit.checks.map((check) => [
        say(check.title),
        check.passed ? both('通过', 'passed') : both('未通过', 'FAILED'),
        count(check.examined),
        check.violations.slice(0, 3).join('; '),
      ]),
    ),
    `## ${both('口径与查询', 'Definitions and queries')}`,
    `${both('参数', 'Parameters')}: \`$1\` ${both('窗口起', 'window start')}, \`$2\` ${both('窗口止', 'window end')}, \`$3\` ${both('截至', 'as of')}, \`$4\` ${both('活动', 'campaign')}, \`$5\` ${both('时区偏移毫秒', 'zone offset in ms')}.`,
    ...review.definitions.map(
      (definition) =>
        `### ${say(definition.name)} \`${definition.id}\`\n\n${say(definition.definition)}\n\n\`\`\`sql\n${definition.query}\n\`\`\``,
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

const INDICATOR_TITLES: readonly { readonly group: NonNullable<Measured['group']>; readonly title: Text }[] =
  [
    { group: 'sales', title: { zh: '销售', en: 'Sales' } },
    { group: 'reach', title: { zh: '传播', en: 'Reach' } },
    { group: 'experience', title: { zh: '体验', en: 'Experience' } },
    {
      group: 'companion',
      title: { zh: '伴随指标（避免误读）', en: 'Companions, so that the others are not misread' },
    },
  ];

const FUNDERS: Readonly<Record<string, Text>> = {
  platform: { zh: '平台', en: 'platform' },
  seller: { zh: '商家', en: 'seller' },
  brand: { zh: '品牌', en: 'brand' },
  government: { zh: '政府', en: 'government' },
  channel: { zh: '渠道', en: 'channel' },
};
const STOCK_KINDS: Readonly<Record<'flash' | 'sku', Text>> = {
  flash: { zh: '秒杀', en: 'flash sale' },
  sku: { zh: '商品库存', en: 'stock' },
};

/** Each goal, and below it its steps with what was reached in each. */
function withSteps(
  goals: readonly Measured[],
  measures: (list: readonly Measured[]) => string[][],
  say: (text: Text) => string,
): string[][] {
  return goals.flatMap((goal) => [
    ...measures([goal]),
    ...(goal.steps ?? []).flatMap(({ title, value, target, note }) => {
      const [[, ...cells] = []] = measures([{ ...goal, value, target, note }]);
      return [[`↳ ${say(title)}`, ...cells]];
    }),
  ]);
}

type Both = (zh: string, en: string) => string;

type Words = {
  readonly say: (text: Text) => string;
  readonly both: Both;
  readonly nameOf: (id: string) => string;
  readonly table: (head: string[], rows: string[][]) => string;
};

/** Pre-sales by item and what came back of what was sent; reviews from before have neither. */
function afterwards(review: ReviewDocument, { say, both, nameOf, table }: Words): string[] {
  if (!review.definitions.some(({ id }) => id === 'presales')) return [];
  return [
    `## ${nameOf('presales')}`,
    table(
      [
        ...[
          both('商品', 'Item'),
          both('预售', 'Pre-sale'),
          both('定金', 'Deposits'),
          both('定金额', 'Paid in'),
        ],
        ...[both('尾款期已结束', 'Window over'), both('付清', 'Paid in full'), nameOf('balanceConversion')],
        ...[both('没收', 'Forfeited'), both('双倍返还', 'Doubled back')],
      ],
      review.presales.map((row) => [
        ...[say(row.title), say(row.presale), count(row.deposits), formatFen(row.depositFen)],
        ...[
          count(row.ended),
          count(row.paid),
          row.conversionBp === null ? '–' : show(row.conversionBp, 'bp'),
        ],
        `${count(row.forfeited)} · ${formatFen(row.forfeitedFen)}`,
        `${count(row.doubled)} · ${formatFen(row.doubledFen)}`,
      ]),
    ),
    `## ${nameOf('returnRates')}`,
    table(
      [
        ...[both('类目', 'Category'), both('发出件数', 'Units sent'), both('退回件数', 'Came back')],
        ...[both('实际', 'Measured'), both('计划', 'Planned')],
      ],
      review.returnRates.map((row) => [
        ...[say(row.title), count(row.sent), count(row.returned)],
        ...[row.rateBp, row.plannedBp].map((bp) => (bp === null ? '–' : show(bp, 'bp'))),
      ]),
    ),
  ];
}

function preface(review: ReviewDocument, both: Both, at: (instant: number) => string): string {
  const lines = [
    `- ${review.campaign.editionNo === null ? both('未发布的方案文件', 'A plan file that nobody published') : `${both('版本', 'Edition')} ${review.campaign.editionNo}`}, ${at(review.window.startsAt)} – ${at(review.window.endsAt)} (${review.campaign.zone})`,
    `- ${both('截至', 'As of')} ${at(review.window.asOf)}, ${both('事件位置', 'outbox position')} ${review.window.asOfPosition}`,
  ];
  if (review.simulated)
    lines.push(
      `- **${both('模拟数据：购物者由程序模拟。', 'Simulated: the shoppers are made by a program.')}**`,
    );
  if (review.rehearsal !== null) {
    const { seed, visits, scenario, scale, hash } = review.rehearsal;
    lines.push(
      `- ${both('彩排', 'Rehearsal')}: ${both('种子', 'seed')} ${seed}, ${both('访问', 'visits')} ${count(visits)}, ${both('比例', 'scale')} 1:${scale}, ${both('情景', 'scenario')} ${both(SCENARIO_WORDS[scenario].zh, SCENARIO_WORDS[scenario].en)}`,
      `- ${both('指纹', 'Hash')} \`${hash}\``,
    );
  }
  const { measure } = review;
  if (measure.kind === 'visits')
    lines.push(
      measure.visits < measure.visitsMin
        ? `- ${both(`满 ${count(measure.visitsMin)} 次访问才与计划比较，现有 ${count(measure.visits)} 次`, `Compared with the plan from ${count(measure.visitsMin)} visits on, ${count(measure.visits)} so far`)}`
        : `- ${both(`目标是计划对同样访问量的要求：${count(measure.visits)} / ${count(measure.plannedVisits)} 次访问`, `Targets are what the plan asks of as many visits: ${count(measure.visits)} of ${count(measure.plannedVisits)}`)}`,
    );
  lines.push(
    `- ${both('审计', 'Audit')}: ${review.audit.passed ? both('通过', 'passed') : both('未通过', 'FAILED')}`,
  );
  return lines.join('\n');
}

const SCENARIO_WORDS = {
  weak: { zh: '需求弱', en: 'weak demand' },
  base: { zh: '如方案', en: 'as planned' },
  strong: { zh: '需求强', en: 'strong demand' },
} as const;

function improvements(review: ReviewDocument, say: (text: Text) => string, both: Both): string {
  const groups: readonly ['item' | 'traffic' | 'conversion', string][] = [
    ['item', both('商品', 'Items')],
    ['traffic', both('流量', 'Traffic')],
    ['conversion', both('转化', 'Conversion')],
  ];
  return groups
    .map(([group, title]) => {
      const list = review.improvements.filter((entry) => entry.group === group);
      const lines = list.map(
        (entry) => `- **${say(entry.finding)}** → ${say(entry.proposal)} _${say(entry.evidence)}_`,
      );
      return `### ${title}\n\n${lines.length === 0 ? `_${both('没有规则触发', 'no rule was triggered')}_` : lines.join('\n')}`;
    })
    .join('\n\n');
}

/** While the sale runs nothing is missed yet. */
function verdict(figure: Measured, running: boolean, both: Both): string {
  if (figure.value === null || figure.target === null) return '–';
  if (running) return both('进行中', 'running');
  const reached = figure.better === 'lower' ? figure.value <= figure.target : figure.value >= figure.target;
  return reached ? both('达成', 'reached') : both('未达成', 'missed');
}

/** A figure with its unit. */
export function show(value: number, unit: Measured['unit']): string {
  if (unit === 'fen') return formatFen(value);
  if (unit === 'bp') return `${(value / 100).toFixed(2)} %`;
  if (unit === 'perTenThousand') return `${value} ‱`;
  return count(value);
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function localTime(instant: number, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(
    instant,
  );
}
