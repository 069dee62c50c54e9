import type { AuditCart, AuditFinding, AuditSummary } from '@dacu/contract/api';
import { type AuditReport, type ProvenCart, QUARREL_WORDS } from '@dacu/contract/plan';
import { formatFen } from '@dacu/engine/money';
import type { Text } from '@dacu/engine/pricing';
import { type Placing, placesOf } from './plan-places.ts';

export type PresentedAudit = { readonly summary: AuditSummary; readonly findings: readonly AuditFinding[] };

type Costs = ReadonlyMap<string, number>;

/**
 * What an audit found, each at the promotion that it comes from: for goods the one that takes most off them. Items are
 * put together by that promotion, since one change of it mends them all.
 */
export function presentFindings(
  report: AuditReport,
  yaml: string,
  promotionIds: readonly string[],
  costs: Costs,
): PresentedAudit {
  const place = placesOf(yaml, promotionIds);
  const findings = [
    ...deepest(report, place, costs),
    ...belowLimits(report, place, costs),
    ...overBudget(report, place),
    ...quarrels(report),
  ];
  const { bounds, belowLimits: items } = report;
  const count = (below: 'cost' | 'floor') => items.findings.filter((found) => found.below === below).length;
  return {
    findings: findings.sort((a, b) => a.line - b.line || rank(a) - rank(b)),
    summary: {
      ...bounds,
      ...{ items: report.items, scenes: report.scenes, widestScenes: report.widestScenes },
      complete: report.complete,
      safe: items.safe,
      belowCost: count('cost'),
      belowFloor: count('floor'),
      undecided: items.undecided.length,
      deepest: report.deepest.map(({ measure, certainty, bound, cart }) => ({
        measure,
        certainty,
        bound,
        value: cart && (measure === 'belowCost' ? cart.depth.belowCostFen : cart.depth.shareBp),
      })),
    },
  };
}

const rank = ({ severity }: AuditFinding) => (severity === 'warning' ? 0 : 1);
const percent = (bp: number) => `${(bp / 100).toFixed(2)}%`;

function deepest(report: AuditReport, place: Placing, costs: Costs): AuditFinding[] {
  return report.deepest.flatMap(({ measure, certainty, bound, cart }): AuditFinding[] => {
    const promotionId = cart === null ? null : takesMost(cart, null);
    if (cart === null || promotionId === null) return [];
    const { belowCostFen, shareBp } = cart.depth;
    const shown = (value: number) => (measure === 'belowCost' ? formatFen(value) : percent(value));
    const value = measure === 'belowCost' ? belowCostFen : shareBp;
    const proof = {
      enumerated: { zh: '已证明：每个购物车都算过价', en: 'proven: every cart was priced' },
      solved: { zh: '已证明没有更深的', en: 'proven: nothing goes deeper' },
      bounded: {
        zh: `未证明最深，上界 ${shown(bound ?? 0)}`,
        en: `not proven deepest; nothing goes beyond ${shown(bound ?? 0)}`,
      },
      searched: { zh: '只是搜索所得，更深的可能存在', en: 'only searched: a deeper one may exist' },
    }[certainty];
    return [
      {
        findingId: measure,
        kind: measure === 'belowCost' ? 'deepestCost' : 'deepestShare',
        severity: belowCostFen > 0 ? 'warning' : 'note',
        promotionId,
        ...place(promotionId),
        message:
          measure === 'belowCost'
            ? { zh: `一车最多低于成本 ${shown(value)}`, en: `One cart can go ${shown(value)} below cost` }
            : {
                zh: `一车最多让利标价的 ${shown(value)}`,
                en: `One cart can leave ${shown(value)} of its list price unpaid`,
              },
        evidence: proof,
        remedy: {
          zh: '提高门槛、设封顶或每人上限、排除薄利商品，或让叠加的优惠互斥（mutexGroup）',
          en: 'Raise a threshold, cap it, limit it per person, leave out goods of thin margin, or make the offers that meet exclude each other (mutexGroup)',
        },
        cart: presentCart(cart, report, costs),
        items: [],
      },
    ];
  });
}

function belowLimits(report: AuditReport, place: Placing, costs: Costs): AuditFinding[] {
  type Found = AuditReport['belowLimits']['findings'][number];
  const groups = new Map<string, Found[]>();
  for (const found of report.belowLimits.findings) {
    const key = `${found.below} ${takesMost(found.cart, found.skuId) ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), found]);
  }
  return [...groups].flatMap(([key, all]): AuditFinding[] => {
    const [below, promotionId] = key.split(' ') as ['cost' | 'floor', string];
    // Nothing takes anything off: the list price itself is below the limit, and no line of the plan mends that.
    if (promotionId === '') return [];
    const sorted = [...all].sort((a, b) => a.unitNetFen / a.limitFen - b.unitNetFen / b.limitFen);
    const worst = sorted[0]!;
    const title = report.titles[worst.skuId] ?? { zh: worst.skuId, en: worst.skuId };
    const [net, limit] = [formatFen(worst.unitNetFen), formatFen(worst.limitFen)];
    return [
      {
        findingId: `${below}:${promotionId}`,
        kind: below === 'cost' ? 'itemsBelowCost' : 'itemsBelowFloor',
        severity: 'warning',
        promotionId,
        ...place(promotionId),
        message:
          below === 'cost'
            ? { zh: `${all.length} 个 SKU 可低于成本买到`, en: `${all.length} items can be had below cost` }
            : {
                zh: `${all.length} 个 SKU 可低于商家底价买到`,
                en: `${all.length} items can be had below their shop’s floor`,
              },
        evidence: {
          zh: `最深：${title.zh}，单件 ${net}，${below === 'cost' ? '成本' : '底价'} ${limit}`,
          en: `Deepest: ${title.en}, ${net} a piece, ${below === 'cost' ? 'cost' : 'floor'} ${limit}`,
        },
        remedy: {
          zh: '从这项优惠中排除这些商品（excludeSkus、excludeTags），或降低力度',
          en: 'Leave these items out of the offer (excludeSkus, excludeTags), or make it smaller',
        },
        cart: presentCart(worst.cart, report, costs),
        items: sorted.map(({ skuId, unitNetFen, limitFen }) => ({
          skuId,
          title: report.titles[skuId] ?? { zh: skuId, en: skuId },
          unitNetFen: Math.floor(unitNetFen),
          limitFen,
        })),
      },
    ];
  });
}

/** Which promotion takes most off a cart, or off one item of it. */
function takesMost({ quote }: ProvenCart, skuId: string | null): string | null {
  const taken = new Map<string, number>();
  for (const line of quote.lines) {
    if (skuId !== null && line.skuId !== skuId) continue;
    for (const { promotionId, fen } of line.allocations)
      taken.set(promotionId, (taken.get(promotionId) ?? 0) + fen);
  }
  let most: string | null = null;
  for (const [promotionId, fen] of taken)
    if (fen > 0 && (most === null || fen > taken.get(most)!)) most = promotionId;
  return most;
}

function presentCart({ request, quote }: ProvenCart, { titles }: AuditReport, costs: Costs): AuditCart {
  const { memberTier, newcomer, idleDays, channel } = request.shopper;
  const titled = (id: string): Text => titles[id] ?? { zh: id, en: id };
  return {
    at: request.at,
    shopper: {
      memberTier: memberTier ?? null,
      newcomer: newcomer === true,
      idleDays: idleDays ?? null,
      channel: channel ?? null,
    },
    couponCount: request.coupons?.length ?? 0,
    lines: quote.lines.map(({ skuId, quantity, listFen, netFen }, at) => {
      const { flashPromotionId, presalePromotionId, through } = request.lines[at]!;
      return {
        ...{ skuId, title: titled(skuId), quantity, listFen, netFen },
        way: flashPromotionId ? 'flash' : presalePromotionId ? 'presale' : (through?.kind ?? null),
        costFen: (costs.get(skuId) ?? 0) * quantity,
      };
    }),
    trace: quote.trace
      .filter(({ discountFen }) => discountFen > 0)
      .map(({ promotionId, discountFen }) => ({ promotionId, title: titled(promotionId), discountFen })),
  };
}

function overBudget({ exposure, titles }: AuditReport, place: Placing): AuditFinding[] {
  const base = exposure.find(({ scenario }) => scenario === 'base')?.promotions ?? [];
  const strong = exposure.find(({ scenario }) => scenario === 'strong')?.promotions ?? [];
  return strong.flatMap(({ promotionId, costFen, capFen, ofCapBp }): AuditFinding[] => {
    if (capFen === null || ofCapBp === null || ofCapBp <= 10_000) return [];
    const usual = base.find((one) => one.promotionId === promotionId);
    const already = (usual?.ofCapBp ?? 0) > 10_000;
    const [most, often, cap] = [costFen, usual?.costFen ?? 0, capFen].map((fen) => formatFen(fen));
    return [
      {
        findingId: `budget:${promotionId}`,
        kind: 'overBudget',
        severity: already ? 'warning' : 'note',
        promotionId,
        ...place(promotionId, 'budgetCap'),
        message: already
          ? {
              zh: '按一般需求就会用完预算，提前停止',
              en: 'Spends its budget under usual demand, and stops before its time',
            }
          : {
              zh: '需求旺时会用完预算，提前停止',
              en: 'Spends its budget under strong demand, and stops before its time',
            },
        evidence: {
          zh: `${titles[promotionId]?.zh ?? promotionId}：一般 ${often}，旺 ${most}，上限 ${cap}（估计，不含秒杀与手中的券）`,
          en: `${titles[promotionId]?.en ?? promotionId}: usual ${often}, strong ${most}, cap ${cap} (an estimate without flash sales and coupons in hand)`,
        },
        remedy: {
          zh: '提高 budgetCap，缩小人群或窗口，或接受它到顶即止',
          en: 'Raise budgetCap, narrow its audience or windows, or accept that it stops at the cap',
        },
        cart: null,
        items: [],
      },
    ];
  });
}

function quarrels(report: AuditReport): AuditFinding[] {
  return report.quarrels.map(({ kind, severity, promotionId, otherId, detail, line, column }) => {
    const name = (id: string, lang: 'zh' | 'en') => report.titles[id]?.[lang] ?? id;
    const said = (lang: 'zh' | 'en') =>
      [name(promotionId, lang), QUARREL_WORDS[kind][lang], otherId === null ? '' : name(otherId, lang)]
        .filter((part) => part !== '')
        .join(lang === 'zh' ? '' : ' ');
    return {
      findingId: `${kind}:${promotionId}:${otherId ?? ''}:${detail?.en ?? ''}`,
      ...{ kind, severity, promotionId, line, column },
      message: { zh: said('zh'), en: said('en') },
      evidence: detail ?? { zh: otherId ?? promotionId, en: otherId ?? promotionId },
      remedy:
        kind === 'samePlace'
          ? {
              zh: '不必改：引擎取更优的一项。若不想让它们竞争，错开时间或商品',
              en: 'Nothing has to change: the engine takes the better one. Set times or goods apart if they should not compete',
            }
          : {
              zh: '改它的时间、商品或人群，或删去它',
              en: 'Change its time, goods or audience, or strike it',
            },
      cart: null,
      items: [],
    };
  });
}
