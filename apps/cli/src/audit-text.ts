import { type AuditReport, type ProvenCart, QUARREL_WORDS } from '@dacu/contract/plan';
import { formatFen } from '@dacu/engine/money';
import type { Io, Lang, Words } from './command.ts';

/** What an audit found, for people. */
export function printAudit(file: string, report: AuditReport, io: Io): void {
  const zh = io.lang === 'zh';
  const say = (chinese: string, english: string): void => io.out(zh ? chinese : english);
  const { bounds, items, scenes, widestScenes, belowLimits } = report;
  io.out(`${file} · ${report.title[io.lang]}`);
  say(
    `范围：最多 ${bounds.linesMax} 行、每行 ${bounds.quantityMax} 件、${bounds.shopsMax} 家店；${items} 个 SKU，${scenes} 种时刻与人群（其中 ${widestScenes} 种涵盖其余）；秒杀池内的商品视为每场都在售`,
    `Bounds: at most ${bounds.linesMax} lines, ${bounds.quantityMax} pieces of a line, ${bounds.shopsMax} shops; ${items} items, ${scenes} kinds of moment and shopper (${widestScenes} of them cover the rest); items of a flash pool count as on sale in every slot`,
  );
  say(
    '低于成本 = 成本 + 促销免除的运费 − 收到的货款；让利比例 = 标价中未付的部分（不含运费）',
    'Below cost = cost + freight that promotions waive − what is received for the goods; share = of the list price, what is not paid (freight apart)',
  );

  for (const { measure, certainty, bound, cart } of report.deepest) {
    io.out('');
    const shown = (value: number) =>
      measure === 'belowCost' ? formatFen(value) : `${(value / 100).toFixed(2)}%`;
    const name = MEASURES[measure][io.lang];
    const proof = CERTAINTY[certainty][io.lang](bound === null ? '' : shown(bound));
    if (cart === null) {
      say(`${name}：没有找到。${proof}`, `${name}: none found. ${proof}`);
      continue;
    }
    const value = measure === 'belowCost' ? cart.depth.belowCostFen : cart.depth.shareBp;
    say(`${name}：${shown(value)}。${proof}`, `${name}: ${shown(value)}. ${proof}`);
    printCart(cart, report, io);
  }

  const cost = belowLimits.findings.filter(({ below }) => below === 'cost');
  const floor = belowLimits.findings.length - cost.length;
  io.out('');
  say(
    `可低于成本买到 ${cost.length} 个 SKU，低于底价 ${floor} 个；已证明安全 ${belowLimits.safe} 个；未定 ${belowLimits.undecided.length} 个（没有找到，也没有证明）`,
    `Below cost: ${cost.length} items, below their floor: ${floor}; proven safe: ${belowLimits.safe}; undecided: ${belowLimits.undecided.length} (neither found nor proven)`,
  );
  for (const { skuId, below, unitNetFen, limitFen, cart } of belowLimits.findings.slice(0, ITEMS_SHOWN)) {
    const limit = LIMITS[below][io.lang];
    io.out(
      `  ${skuId} ${titleOf(report, skuId, io.lang)}: ${formatFen(unitNetFen)} < ${limit} ${formatFen(limitFen)} · ${sceneText(cart, io.lang)} · ${cartText(cart)}`,
    );
  }
  const rest = belowLimits.findings.length - ITEMS_SHOWN;
  if (rest > 0) say(`  另有 ${rest} 个，见 --json`, `  and ${rest} more, see --json`);

  printExposure(report, io);
  printQuarrels(file, report, io);
  if (!report.complete)
    say(
      '\n给定的时间不够看完全部；--seconds 给更多时间',
      '\nThe time given did not suffice for everything; give more with --seconds',
    );
}

const ITEMS_SHOWN = 20;
const PROMOTIONS_SHOWN = 12;

const MEASURES: Readonly<Record<'belowCost' | 'share', Words>> = {
  belowCost: { zh: '最深：低于成本', en: 'Deepest below cost' },
  share: { zh: '最深：让利比例', en: 'Deepest share of the list price' },
};
const LIMITS: Readonly<Record<'cost' | 'floor', Words>> = {
  cost: { zh: '成本', en: 'cost' },
  floor: { zh: '底价', en: 'floor' },
};
const CERTAINTY = {
  enumerated: {
    zh: () => '已证明：范围内每一个购物车都算过价',
    en: () => 'Proven: every cart within the bounds was priced',
  },
  solved: {
    zh: () => '已证明：范围内没有更深的',
    en: () => 'Proven: within the bounds nothing goes deeper',
  },
  bounded: {
    zh: (bound: string) => `未证明最深：上界 ${bound}`,
    en: (bound: string) => `Not proven deepest: nothing goes beyond ${bound}`,
  },
  searched: {
    zh: () => '只是搜索所得，更深的可能存在',
    en: () => 'Only searched: a deeper one may exist',
  },
} as const;

const titleOf = (report: AuditReport, id: string, lang: Lang) => report.titles[id]?.[lang] ?? id;

function printCart(cart: ProvenCart, report: AuditReport, io: Io): void {
  const { quote, request } = cart;
  io.out(`  ${sceneText(cart, io.lang)}`);
  for (const [at, line] of quote.lines.entries()) {
    const flash = request.lines[at]!.flashPromotionId;
    const through = flash === undefined ? '' : ` [${flash}]`;
    io.out(
      `  ${line.quantity} × ${line.skuId}${through} ${titleOf(report, line.skuId, io.lang)}: ${formatFen(line.listFen)} → ${formatFen(line.netFen)}`,
    );
  }
  for (const { promotionId, discountFen } of quote.trace)
    if (discountFen > 0)
      io.out(`    − ${formatFen(discountFen)} ${promotionId} ${titleOf(report, promotionId, io.lang)}`);
}

function sceneText({ request: { at, shopper, coupons = [] } }: ProvenCart, lang: Lang): string {
  const zh = lang === 'zh';
  const { memberTier, newcomer, idleDays, channel } = shopper;
  return [
    timeText(at),
    newcomer ? (zh ? '新人' : 'newcomer') : '',
    memberTier === undefined ? '' : `${zh ? '会员' : 'tier'} ${memberTier}`,
    idleDays === undefined ? '' : zh ? `${idleDays} 天未购` : `${idleDays} days away`,
    channel === undefined ? '' : `${zh ? '渠道' : 'channel'} ${channel}`,
    coupons.length === 0
      ? ''
      : `${zh ? '券' : 'coupons'} ${coupons.map(({ couponId }) => couponId).join(' ')}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

const cartText = ({ request }: ProvenCart) =>
  request.lines
    .map(
      ({ quantity, skuId, flashPromotionId }) =>
        `${quantity} × ${skuId}${flashPromotionId ? ' [flash]' : ''}`,
    )
    .join(' + ');

const timeText = (at: number) =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(at);

function printExposure({ exposure, titles }: AuditReport, io: Io): void {
  const zh = io.lang === 'zh';
  io.out('');
  io.out(
    zh
      ? '预算敞口（估计：按彩排的人群假设抽样购物车；不含秒杀与手中的券）'
      : 'Budget exposure (an estimate from drawn carts by the rehearsal’s shoppers; without flash sales and coupons in hand)',
  );
  for (const { scenario, orders, totalFen, byFunder, promotions } of exposure) {
    const payers = byFunder.map(({ funder, fen }) => `${funder} ${formatFen(fen)}`).join(' · ');
    io.out(`  ${scenario}: ${zh ? '订单' : 'orders'} ${orders} · ${formatFen(totalFen)} · ${payers}`);
    for (const { promotionId, costFen, errorFen, capFen, ofCapBp } of promotions.slice(0, PROMOTIONS_SHOWN)) {
      const cap =
        capFen === null || ofCapBp === null
          ? zh
            ? '无上限'
            : 'no cap'
          : `${(ofCapBp / 100).toFixed(0)}% ${zh ? '占上限' : 'of cap'} ${formatFen(capFen)}${ofCapBp > 10_000 ? ' !' : ''}`;
      io.out(
        `    ${formatFen(costFen)} ± ${formatFen(errorFen)} ${promotionId} ${titles[promotionId]?.[io.lang] ?? ''} · ${cap}`,
      );
    }
  }
}

function printQuarrels(file: string, { quarrels }: AuditReport, io: Io): void {
  io.out('');
  const shown = quarrels.filter(({ severity }) => severity === 'warning');
  const notes = quarrels.length - shown.length;
  io.out(
    io.lang === 'zh'
      ? `失效与冲突：${shown.length} 条；另有 ${notes} 对促销争同一位置（同一时间、同一商品，只享其一）`
      : `Dead or in conflict: ${shown.length}; besides, ${notes} pairs compete for one place (same time, same goods, one applies)`,
  );
  for (const { line, column, promotionId, otherId, kind, detail } of shown)
    io.out(
      `  ${file}:${line}:${column} ${promotionId} ${QUARREL_WORDS[kind][io.lang]}${otherId === null ? '' : ` ${otherId}`}${detail === null ? '' : ` (${detail[io.lang]})`}`,
    );
}
