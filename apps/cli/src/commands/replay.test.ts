import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compilePlan, parsePlan } from '@dacu/contract/plan';
import { campaignLineOf } from '@dacu/contract/replay';
import { describe, expect, it } from 'vitest';
import { main } from '../main.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const PLAN = 'campaigns/2023-double-11.yaml';
const folder = mkdtempSync(join(tmpdir(), 'dacu-replay-'));
const parsed = parsePlan(readFileSync(join(root, PLAN), 'utf8'));
if (!parsed.ok) throw new Error('the plan has errors');
const plan = compilePlan(parsed.plan);
const text = { zh: '大米', en: 'Rice' };

const campaign = campaignLineOf(plan, {
  ...{ simulated: true, scale: 1, exportedAt: plan.endsAt, freight: [] },
  names: { shops: { hetian: { zh: '禾田粮油', en: 'Hetian' } }, categories: {} },
});
const item = {
  ...{ kind: 'item', skuId: 'rice', shopId: 'hetian', title: text, categories: ['grain-oil'], brandId: '' },
  ...{ tags: [], enrolled: true },
};
/** Sold at half its price, which the plan does not give: under it the cart loses. */
const purchase = {
  ...{ kind: 'purchase', purchaseId: 'pu_1', at: plan.phases[0]!.startsAt, editionNo: 1, facts: 'frozen' },
  ...{ shopper: { number: 1, newcomer: false, memberTier: 'basic' }, freight: [], coupons: [] },
  lines: [
    {
      ...{ lineId: 'rice', skuId: 'rice', quantity: 1, unitListFen: 5_000, listFen: 5_000, costFen: 3_000 },
      ...{ netFen: 2_500 },
      allocations: [
        {
          ...{ promotionId: 'gone', layer: 'itemPrice', fen: 2_500 },
          funderFen: [{ funder: 'platform', fen: 2_500 }],
        },
      ],
    },
  ],
  ...{ insisted: false, stoppedPromotionIds: [], payFen: 2_500 },
};

function ordersFile(...lines: readonly object[]): string {
  const path = join(folder, 'orders.jsonl');
  writeFileSync(path, lines.map((line) => JSON.stringify(line)).join('\n'));
  return path;
}

async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const exit = await main(['replay', ...args], {
    cwd: root,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

describe('dacu replay', { timeout: 30_000 }, () => {
  it('tells as JSON what the draft changes, exact to the fen', async () => {
    const orders = ordersFile(campaign, item, purchase);
    const { exit, out } = await run('--orders', orders, '--plan', PLAN, '--json', '--lang', 'en');
    expect(exit).toBe(0);
    const document = JSON.parse(out);
    expect(document).toMatchObject({ purchases: 1, priced: 1, dearer: 1 });
    const { pastFen, draftFen } = document.pay;
    expect(pastFen).toBe(2_500);
    expect(document.losers[0].changeFen).toBe(draftFen - 2_500);
    expect(document.losers[0].changeFen).toBeGreaterThan(0);
  });

  it.each([
    ['en', 'The same people buy the same goods', 'Margin by shop', 'The carts that lose most'],
    ['zh', '假设买的人和买的东西不变', '各店毛利', '涨得最多的几单'],
  ])('says so in %s, and first of all what it assumes', async (lang, ...words) => {
    const { exit, out } = await run(
      ...['--orders', ordersFile(campaign, item, purchase), '--plan', PLAN, '--lang', lang],
    );
    expect(exit).toBe(0);
    for (const word of words) expect(out).toContain(word);
    expect(out.split('\n')[1]).toContain(words[0]);
  });

  it('names line and key of a file that does not add up; exit 1', async () => {
    const orders = ordersFile(campaign, item, { ...purchase, payFen: 2_499 });
    const { exit, err, out } = await run('--orders', orders, '--plan', PLAN, '--lang', 'en');
    expect([exit, out]).toEqual([1, '']);
    expect(err).toContain(`${orders}:3 payFen The amounts do not add up: 2499; it must be 2500`);
  });

  it.each([
    [[], 'Name a file of orders'],
    [['--orders', 'nowhere.jsonl', '--plan', PLAN], 'There is no file nowhere.jsonl'],
    [['--orders', PLAN, '--plan', PLAN, '--coupons', 'all'], 'it must be one of used, held, issued, none'],
  ])('asked the wrong way (%j) exits 2', async (args, words) => {
    const { exit, err } = await run(...args, '--lang', 'en');
    expect(exit).toBe(2);
    expect(err).toContain(words);
  });
});
