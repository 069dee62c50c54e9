import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compilePlan, parsePlan } from '../plan/index.ts';
import { campaignLineOf, openOrdersReader } from './index.ts';

const yaml = readFileSync(new URL('../../../../campaigns/2024-year-of-sales.yaml', import.meta.url), 'utf8');
const parsed = parsePlan(yaml);
if (!parsed.ok) throw new Error('the plan has errors');
const plan = compilePlan(parsed.plan);
const text = { zh: '坚果', en: 'Nuts' };

const campaign = campaignLineOf(plan, {
  ...{ simulated: true, scale: 1, exportedAt: plan.endsAt },
  freight: [
    { shopId: 'fuman', baseFen: 800, basis: 'afterDiscount', surchargeFenByRegion: { '650000': 500 } },
  ],
  names: { shops: { fuman: text }, categories: { nianhuo: text } },
});
const item = {
  ...{ kind: 'item', skuId: 'nuts', shopId: 'fuman', title: text, categories: ['nianhuo'], brandId: 'b' },
  ...{ tags: [], enrolled: true },
};
const line = {
  ...{
    lineId: 'nuts',
    skuId: 'nuts',
    quantity: 2,
    unitListFen: 500,
    listFen: 1_000,
    costFen: 400,
    netFen: 900,
  },
  allocations: [
    {
      promotionId: 'p',
      layer: 'member',
      fen: 100,
      funderFen: [
        { funder: 'seller', fen: 60 },
        { funder: 'platform', fen: 40 },
      ],
    },
  ],
};
const purchase = {
  ...{
    kind: 'purchase',
    purchaseId: 'pu_1',
    at: plan.startsAt,
    editionNo: 1,
    facts: 'frozen',
    region: '310000',
  },
  shopper: { number: 1, newcomer: true, memberTier: 'basic', channel: 'app' },
  lines: [line],
  freight: [{ shopId: 'fuman', chargedFen: 800 }],
  coupons: [],
  ...{ insisted: false, stoppedPromotionIds: [], payFen: 1_700 },
};

function readAll(...lines: (object | string)[]) {
  const reader = openOrdersReader();
  const read = lines.map((one) => reader.next(typeof one === 'string' ? one : JSON.stringify(one)));
  return { last: read.at(-1), end: reader.end() };
}

describe('a file of past orders', () => {
  it('reads a purchase with what its items are', () => {
    const { last, end } = readAll(campaign, item, '', purchase);
    expect(end).toBeNull();
    expect(last).toMatchObject({
      kind: 'purchase',
      facts: 'frozen',
      purchase: { payFen: 1_700, lines: [{ shopId: 'fuman', categories: ['nianhuo'], netFen: 900 }] },
    });
  });

  it.each<[string, (object | string)[], number, string, string]>([
    ['not JSON', [campaign, '{"kind":'], 2, '', 'This line is not JSON'],
    ['no campaign first', [item], 1, 'kind', 'The first line is the campaign'],
    ['two campaigns', [campaign, campaign], 2, 'kind', 'The campaign stands once, in the first line'],
    ['another format', [{ ...campaign, format: 'dacu-orders/2' }], 1, 'format', 'Not a value for this key'],
    ['an item twice', [campaign, item, item], 3, 'skuId', 'It stands twice'],
    [
      'an item nobody told',
      [campaign, purchase],
      2,
      'lines[0].skuId',
      'No line before this one has that item',
    ],
    ['an unknown key', [campaign, item, { ...purchase, phone: '13800000000' }], 3, 'phone', 'Unknown key'],
    [
      'a key that is missing',
      [campaign, item, { ...purchase, at: undefined }],
      3,
      'at',
      'A required key is missing',
    ],
    ['half a fen', [campaign, item, { ...purchase, payFen: 1.5 }], 3, 'payFen', 'Not a value for this key'],
    [
      'a layer nobody knows',
      [
        campaign,
        item,
        { ...purchase, lines: [{ ...line, allocations: [{ ...line.allocations[0], layer: 'x' }] }] },
      ],
      3,
      'lines[0].allocations[0].layer',
      'Not a value for this key',
    ],
    [
      'a quantity of none',
      [campaign, item, { ...purchase, lines: [{ ...line, quantity: 0 }] }],
      3,
      'lines[0].quantity',
      'Not a value for this key',
    ],
    [
      'a list price that is none',
      [campaign, item, { ...purchase, lines: [{ ...line, listFen: 999 }] }],
      3,
      'lines[0].listFen',
      'The amounts do not add up',
    ],
    [
      'a net that is none',
      [campaign, item, { ...purchase, lines: [{ ...line, netFen: 901 }] }],
      3,
      'lines[0].netFen',
      'The amounts do not add up',
    ],
    [
      'funders that do not pay it',
      [
        campaign,
        item,
        { ...purchase, lines: [{ ...line, allocations: [{ ...line.allocations[0], fen: 99 }] }] },
      ],
      3,
      'lines[0].allocations[0].fen',
      'The amounts do not add up',
    ],
    [
      'a payment that is another',
      [campaign, item, { ...purchase, payFen: 1_701 }],
      3,
      'payFen',
      'The amounts do not add up',
    ],
    [
      'a line twice',
      [campaign, item, { ...purchase, lines: [line, line] }],
      3,
      'lines[1].lineId',
      'It stands twice',
    ],
    [
      'an earlier purchase',
      [campaign, item, purchase, { ...purchase, at: purchase.at - 1 }],
      4,
      'at',
      'Earlier than the purchase before: the file goes by time',
    ],
    [
      'a region that is an address',
      [campaign, item, { ...purchase, region: 'Nanjing Road 1' }],
      3,
      'region',
      'Not a value for this key',
    ],
  ])('refuses %s, naming line and key', (_, lines, number, path, message) => {
    expect(readAll(...lines).last).toMatchObject({
      kind: 'refused',
      finding: { line: number, path, message: { en: message } },
    });
  });

  it('refuses an empty file', () => {
    expect(readAll().end).toMatchObject({ line: 1, message: { en: 'The first line is the campaign' } });
  });
});
