import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReplayAssumptions } from '@dacu/contract/api';
import { compilePlan, parsePlan } from '@dacu/contract/plan';
import { beforeAll, describe, expect, test } from 'vitest';
import { rehearseForTest } from '../../../roles/rehearsal/rehearsal-test-bench.ts';
import { copyLines, replayFile } from './index.ts';

const SEED = 7;
const VISITS = 500;
const yaml = readFileSync(
  new URL('../../../../../../campaigns/2024-year-of-sales.yaml', import.meta.url),
  'utf8',
);
const dir = mkdtempSync(join(tmpdir(), 'dacu-replay-'));
const orders = join(dir, 'orders.jsonl');
let books: { paid: number; payFen: number; people: string[] };

beforeAll(async () => {
  const { files } = await rehearseForTest(
    { yaml, seed: SEED, visits: VISITS, rehearsalsDir: dir },
    async (db) => {
      const [sum] = await db.query<{ paid: number; payFen: number }>(
        `select count(*)::int as paid, coalesce(sum(pay_fen), 0)::bigint as "payFen" from purchase
         where paid_at is not null and kind not in ('presale', 'gift')`,
      );
      const rows = await db.query<{ shopperId: string; address: Record<string, string> }>(
        `select shopper_id as "shopperId", body->'address' as address from purchase where paid_at is not null`,
      );
      const people = rows.flatMap(({ shopperId, address }) => [
        shopperId,
        ...Object.entries(address).flatMap(([key, value]) => (key === 'region' ? [] : [value])),
      ]);
      books = { ...sum!, people };
    },
  );
  await copyLines(files.ordersPath, orders);
}, 180_000);

function planOf(text: string) {
  const parsed = parsePlan(text);
  if (!parsed.ok) throw new Error('the plan has errors');
  return compilePlan(parsed.plan);
}

async function replayed(text: string, assumptions: Partial<ReplayAssumptions> = {}, path = orders) {
  const otherwise: string[] = [];
  const outcome = await replayFile({
    path,
    draft: planOf(text),
    assumptions: { at: 'phase', coupons: 'used', stops: 'past', ...assumptions },
    losersMax: 5,
    progress: () => {},
    signal: new AbortController().signal,
    look(repriced, purchase) {
      if (repriced.kind !== 'priced') return void otherwise.push(`${purchase.purchaseId} ${repriced.reason}`);
      const then = purchase.lines.map(({ lineId, netFen, allocations }) => ({ lineId, netFen, allocations }));
      const now = repriced.quote.lines.map(({ lineId, netFen, allocations }) => ({
        ...{ lineId, netFen },
        allocations: allocations.map(({ promotionId, layer, fen, funderFen }) => ({
          ...{ promotionId, layer, fen, funderFen },
        })),
      }));
      if (repriced.quote.payFen !== purchase.payFen || !sameBooks(then, now))
        otherwise.push(`${purchase.purchaseId} ${JSON.stringify(then)} ${JSON.stringify(now)}`);
    },
  });
  if (outcome.kind !== 'replayed') throw new Error(JSON.stringify(outcome.finding));
  return { document: outcome.document, otherwise };
}

/** Keys of what went through the database come in another order. */
function sameBooks(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

describe(`the orders of a rehearsal of ${VISITS} visits (seed ${SEED})`, () => {
  test('replayed under their own plan cost what was paid, line by line and funder by funder', async () => {
    const { document, otherwise } = await replayed(yaml);
    expect(books.paid).toBeGreaterThan(10);
    expect(document).toMatchObject({ purchases: books.paid, priced: books.paid, changed: 0, workedOut: 0 });
    expect(document.pay).toEqual({ pastFen: books.payFen, draftFen: books.payFen });
    expect(otherwise).toEqual([]);
  });

  test('are written without anything about who bought', () => {
    const text = readFileSync(orders, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{"kind":"purchase"'))
      .join('\n');
    expect(books.people.length).toBeGreaterThan(books.paid * 2);
    for (const personal of books.people) expect(text).not.toContain(`"${personal}"`);
    expect(text).not.toMatch(/sh_|recipient|phone|address|sealed/);
  });

  test('replayed under a draft without its cross-store offer cost exactly that much more', async () => {
    const draft = yaml.replace('off: ¥50', 'off: ¥5');
    expect(draft).not.toBe(yaml);
    const { document } = await replayed(draft);
    expect(document.changed).toBeGreaterThan(0);
    const off = (side: 'pastFen' | 'draftFen') => document.off.reduce((sum, one) => sum + one[side], 0);
    const freight = document.freight.draftFen - document.freight.pastFen;
    expect(document.pay.draftFen - document.pay.pastFen).toBe(off('pastFen') - off('draftFen') + freight);
    expect(document.losers[0]!.changeFen).toBeGreaterThan(0);
    expect(document.losers[0]!.trace.length).toBeGreaterThan(0);
  });

  test('are refused with line and key where the file was changed by hand', async () => {
    const lines = readFileSync(orders, 'utf8').split('\n');
    const at = lines.findIndex((line) => line.startsWith('{"kind":"purchase"'));
    lines[at] = lines[at]!.replace(/"payFen":\d+/, '"payFen":1');
    const path = join(dir, 'changed.jsonl');
    writeFileSync(path, lines.join('\n'));
    const outcome = await replayFile({
      ...{ path, draft: planOf(yaml), losersMax: 5, progress: () => {} },
      assumptions: { at: 'phase', coupons: 'used', stops: 'past' },
      signal: new AbortController().signal,
    });
    expect(outcome).toMatchObject({ kind: 'refused', finding: { line: at + 1, path: 'payFen', found: '1' } });
  });
});
