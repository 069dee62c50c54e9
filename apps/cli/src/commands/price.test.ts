import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { main } from '../main.ts';
import { readCsv } from '../price/csv.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const PLAN = 'campaigns/2024-year-of-sales.yaml';
const folder = mkdtempSync(join(tmpdir(), 'dacu-price-'));

function cartFile(value: unknown): string {
  const file = join(folder, 'cart.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const exit = await main(['price', ...args, '--lang', 'en'], {
    cwd: root,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  });
  return { exit, err: err.join('\n'), answer: out.length > 0 ? JSON.parse(out.join('\n')) : null };
}

const nuts = { skuId: 'sk-daily-nuts-30-1', quantity: 2 };
const own = { skuId: 'mine', quantity: 1, unitListFen: 30000, shopId: 'fuman', categories: ['nianhuo'] };

describe('dacu price', () => {
  it('prices a cart of the catalogue at an instant: books that close, a proven choice, reasons in two languages', async () => {
    const { exit, answer } = await run(PLAN, cartFile({ at: '2024-06-18T12:30:00+08:00', lines: [nuts] }));
    expect(exit).toBe(0);
    const { quote } = answer;
    expect(quote.listFen).toBe(2 * 12900);
    const taken = quote.lines[0].allocations.reduce((sum: number, { fen }: { fen: number }) => sum + fen, 0);
    expect(quote.listFen - taken).toBe(quote.goodsFen);
    expect(quote.goodsFen).toBeLessThan(quote.listFen);
    expect(quote.choice).toEqual({ kind: 'exact', couldSaveFen: 0, lostFen: 0 });
    for (const { explanation } of quote.trace) {
      expect(explanation.zh).not.toBe('');
      expect(explanation.en).not.toBe('');
    }
  });

  it('the instant decides: --at goes before the file', async () => {
    const file = cartFile({ at: '2024-06-18T12:30:00+08:00', lines: [nuts] });
    const { answer } = await run(PLAN, file, '--at', '2024-05-03T12:30:00+08:00');
    expect(answer.quote.at).toBe(Date.parse('2024-05-03T12:30:00+08:00'));
    expect(answer.quote.payFen).not.toBe((await run(PLAN, file)).answer.quote.payFen);
  });

  it('a line may say itself what no catalogue knows', async () => {
    const { exit, answer } = await run(PLAN, cartFile({ at: '2024-06-18T12:30:00+08:00', lines: [own] }));
    expect(exit).toBe(0);
    expect(answer.quote.listFen).toBe(30000);
  });

  it('a coupon in hand is used', async () => {
    const coupons = [{ couponId: 'c', promotionId: 'win-back', expiresAt: '2024-12-31T00:00:00+08:00' }];
    const asked = { at: '2024-06-18T12:30:00+08:00', lines: [own], shopper: { idleDays: 40 } };
    const without = await run(PLAN, cartFile(asked));
    const with_ = await run(PLAN, cartFile({ ...asked, coupons }));
    expect(with_.answer.quote.couponIds).toEqual(['c']);
    expect(with_.answer.quote.payFen).toBeLessThan(without.answer.quote.payFen);
  });

  it.each([
    [{ lines: [{ ...nuts, skuId: 'nope' }] }, 'lines[0].skuId', '"nope"', 'products.csv'],
    [{ lines: [{ ...nuts, quantity: -1 }] }, 'lines[0].quantity', '-1', '1 … 10000'],
    [{ lines: [{ ...nuts, quantity: 1.5 }] }, 'lines[0].quantity', '1.5', '1 … 10000'],
    [{ lines: [{ ...own, unitListFen: -5 }] }, 'lines[0].unitListFen', '-5', '0 … 100000000000'],
    [{ lines: [] }, 'lines', '[]', '[{ "skuId": …, "quantity": 1 }, …]'],
    [{ lines: [{ ...nuts, colour: 1 }] }, 'lines[0].colour', '1', 'skuId · flashPromotionId · through'],
    [{ lines: [nuts], at: 'tomorrow' }, 'at', '"tomorrow"', '2024-06-18T00:30:00+08:00'],
    [{ lines: [nuts], at: undefined }, 'at', '', '2024-06-18T00:30:00+08:00'],
    [
      {
        lines: [nuts],
        coupons: [{ couponId: 'c', promotionId: 'cross-store', expiresAt: '2024-12-31T00:00:00Z' }],
      },
      'coupons[0].promotionId',
      '"cross-store"',
      'win-back',
    ],
    [{ lines: [nuts], chosenCouponIds: ['c'] }, 'chosenCouponIds', 'c', ''],
    [
      {
        lines: [
          { ...nuts, lineId: 'a' },
          { ...nuts, lineId: 'a' },
        ],
      },
      'lines[1].lineId',
      'a',
      '',
    ],
    ['{ not json', '(file)', '', '{ … }'],
    [[], '(file)', '[]', '{ … }'],
  ])('refuses %j, naming %s', async (cart, path, found, allowed) => {
    const value =
      typeof cart === 'string' || Array.isArray(cart) ? cart : { at: '2024-06-18T12:30:00+08:00', ...cart };
    const { exit, answer } = await run(PLAN, cartFile(value));
    expect(exit).toBe(1);
    expect(answer.ok).toBe(false);
    const finding = answer.findings.find((each: { path: string }) => each.path === path);
    expect(finding).toBeDefined();
    expect(finding.found).toContain(found);
    expect(finding.allowed).toContain(allowed);
  });

  it('--return tells what units give back: by the frozen share and counted anew, and the freight that is due', async () => {
    const lines = [
      { ...own, lineId: 'first', unitListFen: 5000 },
      { ...own, lineId: 'second', skuId: 'other', quantity: 2 },
    ];
    const file = cartFile({ at: '2024-06-18T12:30:00+08:00', lines });
    const { quote } = (await run(PLAN, file)).answer;
    const { exit, answer } = await run(PLAN, file, '--return', 'first', '--return', 'second=2');
    expect(exit).toBe(0);
    expect(answer.quote).toEqual(quote);
    expect(answer.return).toEqual({
      units: [
        { lineId: 'first', quantity: 1 },
        { lineId: 'second', quantity: 2 },
      ],
      ...{ allocatedShareFen: quote.goodsFen, recomputeFen: quote.goodsFen, freightDueFen: 0 },
    });
    const one = (await run(PLAN, file, '--return', 'first')).answer.return;
    expect(one.allocatedShareFen).toBe(quote.lines[0].netFen);
    // The rest keeps every reduction without it.
    expect(one.recomputeFen).toBeGreaterThan(one.allocatedShareFen);
  });

  it.each(['third', 'second=3', 'second=0', 'second=half'])(
    '--return %s is refused, naming what may be',
    async (asked) => {
      const lines = [{ ...own, lineId: 'second', quantity: 2 }];
      const file = cartFile({ at: '2024-06-18T12:30:00+08:00', lines });
      const { exit, answer } = await run(PLAN, file, '--return', asked);
      expect(exit).toBe(1);
      expect(answer.findings).toMatchObject([{ path: '--return', allowed: 'second=1…2' }]);
    },
  );

  it('a plan with errors, a missing file, a wrong instant: exit 1, 2 and 2', async () => {
    const file = cartFile({ lines: [nuts] });
    const wrong = await run('packages/contract/src/plan/seven-mistakes.yaml', file);
    expect([wrong.exit, wrong.answer.findings.length]).toEqual([1, 8]);
    expect((await run(PLAN, 'no-such.json')).exit).toBe(2);
    const noon = await run(PLAN, file, '--at', 'noon');
    expect([noon.exit, noon.err]).toEqual([2, expect.stringContaining('noon')]);
    expect((await run(PLAN)).exit).toBe(2);
  });
});

it('CSV: quotes, commas and breaks inside quotes, an empty last cell', () => {
  expect(readCsv('a,b,c\r\n"x, ""y""\nz",2,\n\n 3 ,,4\n')).toEqual([
    { a: 'x, "y"\nz', b: '2', c: '' },
    { a: '3', b: '', c: '4' },
  ]);
});
