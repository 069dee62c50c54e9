import type { ReplayCart, ReplayDocument } from '@dacu/contract/api';
import { formatFen } from '@dacu/engine/money';
import type { Io, Lang } from './command.ts';
import {
  AT,
  COUPONS,
  DIMENSIONS,
  FUNDER_ORDER,
  FUNDERS,
  HEADS,
  LAYERS,
  LEFT_OUT,
  STOPS,
} from './replay-words.ts';
import { type TextColumn, textTable } from './text-table.ts';

/** A replay, for people. */
export function printReplay(document: ReplayDocument, io: Io): void {
  const { lang } = io;
  const zh = lang === 'zh';
  const say = (chinese: string, english: string): void => io.out(zh ? chinese : english);
  const { past, draft, assumptions } = document;
  const span = past.firstAt === null ? '' : ` ${dayOf(past.firstAt)} – ${dayOf(past.lastAt!)}`;
  io.out(`${past.title[lang]} (${past.campaignId})${span} → ${draft.title[lang]} (${draft.campaignId})`);
  say(
    '⚠ 假设买的人和买的东西不变：不预测谁会因为价格多买、少买或不买。',
    '⚠ The same people buy the same goods: nothing here says who would buy more, less, or not at all.',
  );
  io.out(
    `  ${AT[assumptions.at][lang]} · ${COUPONS[assumptions.coupons][lang]} · ${STOPS[assumptions.stops][lang]}`,
  );
  if (past.scale > 1)
    say(
      `  订单来自 1:${round(past.scale)} 的彩排，草稿的预算按同样比例缩小。`,
      `  The orders are of a rehearsal of 1:${round(past.scale)}; the draft's budgets are divided alike.`,
    );
  printNotes(document, io);
  printMoney(document, io);
  printShops(document, io);
  printPromotions(document, io);
  printSegments(document, io);
  if (document.losers.length > 0) {
    io.out('');
    say('涨得最多的几单', 'The carts that lose most');
    for (const cart of document.losers.slice(0, LOSERS_SHOWN)) printCart(cart, document, io);
    if (document.losers.length > LOSERS_SHOWN) say(`  其余见 --json`, `  The others are in --json`);
  }
}

const LOSERS_SHOWN = 3;

function printNotes(document: ReplayDocument, io: Io): void {
  const zh = io.lang === 'zh';
  const say = (chinese: string, english: string): void => io.out(zh ? chinese : english);
  const { purchases, priced, changed, dearer, cheaper } = document;
  const share = priced === 0 ? '0' : ((changed * 100) / priced).toFixed(1);
  say(
    `${purchases} 单，重新算价 ${priced} 单；应付改变 ${changed} 单（${share}%）：${dearer} 单更贵，${cheaper} 单更便宜`,
    `${purchases} orders, ${priced} priced again; ${changed} of them cost otherwise (${share}%): ${dearer} more, ${cheaper} less`,
  );
  for (const { reason, purchases: out, paidFen } of document.leftOut) {
    const words = LEFT_OUT[reason];
    say(
      `  未计入 ${out} 单（实付 ${formatFen(paidFen)}）：${words.zh}`,
      `  Left out: ${out} (${formatFen(paidFen)} paid): ${words.en}`,
    );
  }
  const lost = document.phases.filter(({ draft, purchases: seen }) => draft === null && seen > 0);
  if (lost.length > 0 && document.assumptions.at === 'phase')
    say(
      `  草稿没有对应的阶段：${lost.map(({ title, purchases: seen }) => `${title.zh}（${seen}）`).join('、')}`,
      `  The draft has no such phase: ${lost.map(({ title, purchases: seen }) => `${title.en} (${seen})`).join(', ')}`,
    );
  if (document.workedOut > 0)
    say(
      `  ${document.workedOut} 单下单时没有留存会员信息，用的是今天的`,
      `  ${document.workedOut} orders did not keep what was known of the shopper: today's facts are used`,
    );
  if (document.couponsUnknown > 0)
    say(
      `  ${document.couponsUnknown} 张券在草稿里没有对应的优惠，视为无用`,
      `  ${document.couponsUnknown} coupons have no promotion in the draft and are worth nothing there`,
    );
  if (document.flashUnknown > 0)
    say(
      `  ${document.flashUnknown} 行秒杀在草稿里没有，按普通价算`,
      `  ${document.flashUnknown} lines of flash sales that the draft does not have are priced like any other`,
    );
  if (document.servicesUnknown > 0)
    say(
      `  ${document.servicesUnknown} 项增值服务在草稿里没有，不计其费用`,
      `  ${document.servicesUnknown} services are not offered by the draft and cost nothing there`,
    );
  if (document.past.presales)
    say(
      `  另有 ${document.past.presales} 单预售不在文件里：尾款另行约定`,
      `  Besides, ${document.past.presales} pre-sales are not in the file: their balance is agreed apart`,
    );
}

function printMoney(document: ReplayDocument, io: Io): void {
  const words = io.lang === 'zh' ? HEADS.zh : HEADS.en;
  const row = (name: string, both: { pastFen: number; draftFen: number }) => [name, ...amounts(both)];
  const margin = sumOf(
    document.shops.map((shop) => ({ pastFen: shop.pastMarginFen, draftFen: shop.draftMarginFen })),
  );
  io.out('');
  const rows = [
    row(words.list, { pastFen: document.listFen, draftFen: document.listFen }),
    row(words.goods, document.goods),
    row(words.freight, document.freight),
    ...(document.services.pastFen + document.services.draftFen > 0
      ? [row(words.services, document.services)]
      : []),
    row(words.pay, document.pay),
    row(words.margin, margin),
    ...FUNDER_ORDER.flatMap((funder) => {
      const off = sumOf(document.off.filter((one) => one.funder === funder));
      return off.pastFen + off.draftFen === 0
        ? []
        : [row(`${words.off} · ${FUNDERS[funder]![io.lang]}`, off)];
    }),
  ];
  for (const line of textTable([{ title: '' }, ...moneyColumns(io.lang)], rows)) io.out(line);
  if (document.off.length === 0) return;
  io.out('');
  const layers = document.off.map((one) => [
    LAYERS[one.layer]?.[io.lang] ?? one.layer,
    FUNDERS[one.funder]?.[io.lang] ?? one.funder,
    ...amounts(one),
  ]);
  const columns = [{ title: words.layer }, { title: words.funder }, ...moneyColumns(io.lang)];
  for (const line of textTable(columns, layers)) io.out(line);
}

function printShops(document: ReplayDocument, io: Io): void {
  const zh = io.lang === 'zh';
  if (document.shops.length === 0) return;
  io.out('');
  io.out(
    zh
      ? '各店毛利（标价 − 商家承担的优惠 − 成本；运费、赠品、佣金不计）'
      : 'Margin by shop (list price − what the seller pays of discounts − cost; freight, gifts and fees apart)',
  );
  const columns = [
    { title: zh ? '店铺' : 'Shop' },
    { title: zh ? '件' : 'Pieces', right: true },
    ...moneyColumns(io.lang),
  ];
  const rows = document.shops.map((shop) => [
    shop.name[io.lang],
    String(shop.pieces),
    ...amounts({ pastFen: shop.pastMarginFen, draftFen: shop.draftMarginFen }),
  ]);
  for (const line of textTable(columns, rows)) io.out(line);
}

function printPromotions({ promotions, caps }: ReplayDocument, io: Io): void {
  const zh = io.lang === 'zh';
  if (promotions.length > 0) {
    io.out('');
    io.out(zh ? '各优惠让利' : 'What each promotion takes off');
    const columns: TextColumn[] = [
      { title: zh ? '优惠' : 'Promotion' },
      { title: zh ? '单' : 'Orders', right: true },
      ...moneyColumns(io.lang),
      { title: zh ? '草稿免运费' : 'Freight waived', right: true },
    ];
    const rows = promotions.map((use) => [
      `${use.title[io.lang]}${use.inDraft ? '' : zh ? '（草稿没有）' : ' (not in the draft)'}`,
      String(use.purchases),
      ...amounts(use),
      use.waivedFen === 0 ? '' : formatFen(use.waivedFen),
    ]);
    for (const line of textTable(columns, rows)) io.out(line);
  }
  const used = caps.filter(({ taken, wentWithout }) => taken > 0 || wentWithout > 0);
  if (used.length === 0) return;
  io.out('');
  io.out(zh ? '草稿的预算与赠品库存' : "The draft's budgets and stocks of gifts");
  const columns: TextColumn[] = [
    { title: '' },
    { title: zh ? '用掉' : 'Taken', right: true },
    { title: zh ? '上限' : 'Cap', right: true },
    { title: zh ? '用完时刻' : 'Reached at' },
    { title: zh ? '错过的单' : 'Went without', right: true },
  ];
  const rows = used.map((cap) => {
    const amount = (value: number) => (cap.of === 'budget' ? formatFen(value) : String(value));
    return [
      cap.title[io.lang],
      amount(cap.taken),
      amount(cap.total),
      cap.reachedAt === null ? '–' : instantOf(cap.reachedAt),
      String(cap.wentWithout),
    ];
  });
  for (const line of textTable(columns, rows)) io.out(line);
}

function printSegments({ segments }: ReplayDocument, io: Io): void {
  const zh = io.lang === 'zh';
  const columns: TextColumn[] = [
    { title: '' },
    { title: zh ? '单' : 'Orders', right: true },
    { title: zh ? '更便宜' : 'Cheaper', right: true },
    { title: zh ? '更贵' : 'Dearer', right: true },
    { title: zh ? '实付合计变化' : 'Change in all', right: true },
    { title: zh ? '每单平均' : 'Mean', right: true },
    { title: 'p10', right: true },
    { title: 'p50', right: true },
    { title: 'p90', right: true },
  ];
  for (const dimension of new Set(segments.map((segment) => segment.dimension))) {
    const own = segments.filter((segment) => segment.dimension === dimension);
    io.out('');
    io.out(DIMENSIONS[dimension][io.lang]);
    const rows = own.map((segment) => [
      segment.title[io.lang],
      String(segment.purchases),
      String(segment.winners),
      String(segment.losers),
      ...[segment.changeFen, segment.meanFen, segment.p10Fen, segment.p50Fen, segment.p90Fen].map(signed),
    ]);
    for (const line of textTable(columns, rows)) io.out(line);
  }
}

function printCart(cart: ReplayCart, document: ReplayDocument, io: Io): void {
  const zh = io.lang === 'zh';
  const names = new Map(document.promotions.map(({ promotionId, title }) => [promotionId, title[io.lang]]));
  const offs = (list: ReplayCart['lines'][number]['past']) =>
    list
      .map(({ promotionId, fen }) => `${names.get(promotionId) ?? promotionId} -${formatFen(fen)}`)
      .join(', ');
  const arrow = `${formatFen(cart.pay.pastFen)} → ${formatFen(cart.pay.draftFen)} (${signed(cart.changeFen)})`;
  io.out(`  ${cart.purchaseId} ${instantOf(cart.at)} → ${instantOf(cart.draftAt)}: ${arrow}`);
  for (const line of cart.lines) {
    io.out(
      `    ${line.title[io.lang]} ×${line.quantity}: ${formatFen(line.net.pastFen)} → ${formatFen(line.net.draftFen)}`,
    );
    io.out(`      ${zh ? '当时' : 'then'}: ${offs(line.past) || '–'}`);
    io.out(`      ${zh ? '草稿' : 'draft'}: ${offs(line.draft) || '–'}`);
  }
  for (const entry of cart.trace.filter(({ applied }) => !applied).slice(0, TRACE_SHOWN))
    io.out(`    · ${entry.title[io.lang]}: ${entry.explanation[io.lang]}`);
}

const TRACE_SHOWN = 6;

function moneyColumns(lang: Lang): TextColumn[] {
  const { past, draft, change } = HEADS[lang];
  return [past, draft, change].map((title) => ({ title, right: true }));
}

function amounts({ pastFen, draftFen }: { pastFen: number; draftFen: number }): string[] {
  return [formatFen(pastFen), formatFen(draftFen), signed(draftFen - pastFen)];
}

function sumOf(list: readonly { readonly pastFen: number; readonly draftFen: number }[]) {
  return list.reduce(
    (sum, one) => ({ pastFen: sum.pastFen + one.pastFen, draftFen: sum.draftFen + one.draftFen }),
    { pastFen: 0, draftFen: 0 },
  );
}

function signed(fen: number): string {
  return fen > 0 ? `+${formatFen(fen)}` : formatFen(fen);
}

function round(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

/** In the zone of the plans. */
function instantOf(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(at);
}

function dayOf(at: number): string {
  return instantOf(at).slice(0, 10);
}
