import type { PastPurchase } from '@dacu/engine/replay';
import type { z } from 'zod';
import {
  type CampaignLine,
  type ItemLine,
  type PastOrdersLine,
  type PurchaseLine,
  pastOrdersLine,
} from './past-orders.ts';

type Text = CampaignLine['title'];

/** What is wrong with a file of past orders: the line (1 is the first), the key in it, what stands there, what may. */
export type OrdersFinding = {
  readonly line: number;
  readonly path: string;
  readonly found: string;
  readonly allowed: string;
  readonly message: Text;
};
export type ReadLine =
  | { readonly kind: 'campaign'; readonly campaign: CampaignLine }
  | { readonly kind: 'item'; readonly item: ItemLine }
  | { readonly kind: 'purchase'; readonly purchase: PastPurchase; readonly facts: PurchaseLine['facts'] }
  | { readonly kind: 'empty' }
  | { readonly kind: 'refused'; readonly finding: OrdersFinding };

export type OrdersReader = {
  /** The next line of the file. After a refusal nothing more may be read: what follows depends on it. */
  next(text: string): ReadLine;
  /** At the end: a file without a campaign has no orders. */
  end(): OrdersFinding | null;
};

const WRONG: Text = { zh: '这里的取值不对', en: 'Not a value for this key' };
const MISSING: Text = { zh: '缺少必填字段', en: 'A required key is missing' };
const UNKNOWN: Text = { zh: '不认识的字段', en: 'Unknown key' };
const BROKEN: Text = { zh: '这一行不是 JSON', en: 'This line is not JSON' };
const FIRST: Text = { zh: '第一行应是活动', en: 'The first line is the campaign' };
const AGAIN: Text = { zh: '活动只写一次，在第一行', en: 'The campaign stands once, in the first line' };
const TWICE: Text = { zh: '出现了两次', en: 'It stands twice' };
const NO_ITEM: Text = { zh: '前面没有这个商品的行', en: 'No line before this one has that item' };
const EARLIER: Text = {
  zh: '早于上一单：文件应按下单时间排列',
  en: 'Earlier than the purchase before: the file goes by time',
};
const NO_SUM: Text = { zh: '金额对不上', en: 'The amounts do not add up' };

/** Reads a file of past orders line by line, so that its size does not matter. What is wrong is told with its place. */
export function openOrdersReader(): OrdersReader {
  const items = new Map<string, ItemLine>();
  let campaign: CampaignLine | null = null;
  let number = 0;
  let lastAt = Number.NEGATIVE_INFINITY;

  const refuse = (path: string, found: unknown, allowed: string, message: Text): ReadLine => ({
    kind: 'refused',
    finding: { line: number, path, found: shown(found), allowed, message },
  });

  function take(line: PastOrdersLine): ReadLine {
    if (campaign === null && line.kind !== 'campaign') return refuse('kind', line.kind, 'campaign', FIRST);
    switch (line.kind) {
      case 'campaign':
        if (campaign !== null) return refuse('kind', line.kind, 'item · purchase', AGAIN);
        campaign = line;
        return { kind: 'campaign', campaign: line };
      case 'item':
        if (items.has(line.skuId)) return refuse('skuId', line.skuId, '', TWICE);
        items.set(line.skuId, line);
        return { kind: 'item', item: line };
      case 'purchase': {
        const fault = faultOf(line, items, lastAt);
        if (fault !== null) return refuse(fault.path, fault.found, fault.allowed, fault.message);
        lastAt = line.at;
        return { kind: 'purchase', purchase: purchaseOf(line, items), facts: line.facts };
      }
    }
  }

  return {
    next(text) {
      number += 1;
      if (text.trim() === '') return { kind: 'empty' };
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        return refuse('', text, '{ … }', BROKEN);
      }
      const parsed = pastOrdersLine.safeParse(value);
      if (parsed.success) return take(parsed.data);
      return { kind: 'refused', finding: { line: number, ...tell(parsed.error.issues[0]!, value) } };
    },
    end: () =>
      campaign === null
        ? { line: number + 1, path: 'kind', found: '', allowed: 'campaign', message: FIRST }
        : null,
  };
}

type Fault = Omit<OrdersFinding, 'line' | 'found'> & { readonly found: unknown };

/** Does a purchase stand by itself: known items, its place in time, amounts that make what was paid? */
function faultOf(purchase: PurchaseLine, items: ReadonlyMap<string, ItemLine>, lastAt: number): Fault | null {
  const { at, lines, freight, payFen } = purchase;
  if (at < lastAt) return { path: 'at', found: at, allowed: `≥ ${lastAt}`, message: EARLIER };
  const seen = new Set<string>();
  let sum = 0;
  for (const [i, line] of lines.entries()) {
    const path = `lines[${i}]`;
    if (!items.has(line.skuId))
      return { path: `${path}.skuId`, found: line.skuId, allowed: 'item', message: NO_ITEM };
    if (seen.has(line.lineId))
      return { path: `${path}.lineId`, found: line.lineId, allowed: '', message: TWICE };
    seen.add(line.lineId);
    const fault = sumsOf(line);
    if (fault !== null)
      return { path: `${path}.${fault.path}`, found: fault.found, allowed: fault.allowed, message: NO_SUM };
    sum += line.netFen;
    for (const { chargedFen } of line.services ?? []) sum += chargedFen;
  }
  for (const { chargedFen } of freight) sum += chargedFen;
  if (sum !== payFen) return { path: 'payFen', found: payFen, allowed: String(sum), message: NO_SUM };
  const couponIds = purchase.coupons.map(({ couponId }) => couponId);
  const twice = couponIds.findIndex((couponId, i) => couponIds.indexOf(couponId) < i);
  if (twice !== -1)
    return { path: `coupons[${twice}].couponId`, found: couponIds[twice], allowed: '', message: TWICE };
  return null;
}

function sumsOf(
  line: PurchaseLine['lines'][number],
): { path: string; found: number; allowed: string } | null {
  const listFen = line.unitListFen * line.quantity;
  if (line.listFen !== listFen) return { path: 'listFen', found: line.listFen, allowed: String(listFen) };
  let offFen = 0;
  for (const [i, { fen, funderFen }] of line.allocations.entries()) {
    const funded = funderFen.reduce((sum, share) => sum + share.fen, 0);
    if (funded !== fen) return { path: `allocations[${i}].fen`, found: fen, allowed: String(funded) };
    offFen += fen;
  }
  return listFen - offFen === line.netFen
    ? null
    : { path: 'netFen', found: line.netFen, allowed: String(listFen - offFen) };
}

function purchaseOf(line: PurchaseLine, items: ReadonlyMap<string, ItemLine>): PastPurchase {
  const { kind: _, editionNo: __, facts: ___, shopper, region, collected, points, lines, ...rest } = line;
  const { number, memberTier, newcomer, idleDays, channel } = shopper;
  return {
    ...rest,
    shopper: {
      ...{ number, newcomer },
      ...(memberTier !== undefined && { memberTier }),
      ...(idleDays !== undefined && { idleDays }),
      ...(channel !== undefined && { channel }),
    },
    ...(region !== undefined && { region }),
    ...(collected && { collected }),
    ...(points !== undefined && { points }),
    lines: lines.map(({ listFen: _list, flashPromotionId, services, ...own }) => {
      const { shopId, categories, brandId, tags, enrolled } = items.get(own.skuId)!;
      return {
        ...own,
        ...{ shopId, categories, brandId, tags, enrolled },
        ...(flashPromotionId !== undefined && { flashPromotionId }),
        ...(services !== undefined && { services }),
      };
    }),
  };
}

function tell(issue: z.core.$ZodIssue, value: unknown): Omit<OrdersFinding, 'line'> {
  const steps = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;
  const found = steps.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined,
    value,
  );
  const path = steps.reduce<string>(
    (sofar, step) =>
      typeof step === 'number'
        ? `${sofar}[${step}]`
        : sofar === ''
          ? String(step)
          : `${sofar}.${String(step)}`,
    '',
  );
  if (issue.code === 'unrecognized_keys') return { path, found: shown(found), allowed: '', message: UNKNOWN };
  const allowed = issue.message.replace(/^Invalid (input|option|string|value): /, '');
  return { path, found: shown(found), allowed, message: found === undefined ? MISSING : WRONG };
}

function shown(value: unknown): string {
  return value === undefined ? '' : (JSON.stringify(value) ?? '').slice(0, 80);
}
