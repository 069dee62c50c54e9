import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clocks } from '../../../platform/clocks.ts';
import { openTestDatabase, type TestDatabase } from '../../../platform/db/test-database.ts';
import { createIds } from '../../../platform/ids.ts';
import { createPlans, type Plans } from './index.ts';

const YAML = readFileSync(
  new URL('../../../../../../campaigns/2024-year-of-sales.yaml', import.meta.url),
  'utf8',
);
const OTHER = readFileSync(
  new URL('../../../../../../campaigns/2026-health-future.yaml', import.meta.url),
  'utf8',
);
const at = (text: string) => Date.parse(`${text}+08:00`);
const START = at('2024-06-17T23:55');

let database: TestDatabase;
let plans: Plans;
let wall = 1_000_000;
const clocks: Clocks = {
  wall: { now: () => wall },
  campaign: { now: () => START, running: () => true, shifted: () => true },
};
const ids = createIds({ now: () => wall++, randomBytes: (length) => new Uint8Array(length).fill(7) });
const published = async (yaml: string, when: number) => {
  const outcome = await plans.publish({ yaml, by: '小林', at: when });
  if (outcome.kind !== 'published') throw new Error(JSON.stringify(outcome));
  return outcome;
};
const rows = () => database.db.query('select * from edition order by campaign_id, edition_no');
const events = async () =>
  (await database.db.query<{ type: string }>('select type from outbox order by id')).map(({ type }) => type);

beforeAll(async () => {
  database = await openTestDatabase();
  plans = createPlans({ db: database.db, clocks, ids });
});
afterAll(() => database.close());

describe('publishing', () => {
  it('refuses a plan with errors, with every finding, and writes nothing', async () => {
    const outcome = await plans.publish({
      yaml: YAML.replace('kind: tiered', 'kind: teired'),
      by: '小林',
      at: START,
    });
    expect(outcome).toMatchObject({
      reason: 'planInvalid',
      findings: [{ code: 'badWord', suggestion: 'tiered' }],
    });
    expect(await rows()).toEqual([]);
    expect(await events()).toEqual([]);
  });

  it('makes edition 1, tells it once, and serves it compiled', async () => {
    expect(await plans.editionAt(START)).toBeNull();
    const { editionId } = await published(YAML, START);
    expect(await events()).toEqual(['edition.published']);
    const edition = await plans.editionAt(START);
    expect(edition).toMatchObject({ editionId, editionNo: 1, campaignId: 'sale-2024' });
    expect(edition?.index.byId.has('cross-store')).toBe(true);
    expect(await plans.editionAt(START)).toBe(edition);
  });

  it('refuses what means the same, also when only comments and spaces changed', async () => {
    for (const yaml of [YAML, `# looked at again\n${YAML}\n`])
      expect(await plans.publish({ yaml, by: '小林', at: START })).toMatchObject({
        reason: 'editionUnchanged',
      });
    expect(await rows()).toHaveLength(1);
  });

  it('refuses the plan of another campaign', async () => {
    const outcome = await plans.publish({ yaml: OTHER, by: '小林', at: START, campaignId: 'sale-2024' });
    expect(outcome).toMatchObject({ reason: 'planInvalid', findings: [{ code: 'otherCampaign' }] });
  });

  it('makes a change the next edition, says what changed, and leaves the first as it was', async () => {
    const [before] = await rows();
    const changed = YAML.replace('{ threshold: ¥300, off: ¥50 }', '{ threshold: ¥300, off: ¥60 }');
    await published(changed, START + 60_000);
    const [first, second] = await rows();
    expect(first).toEqual(before);
    expect(second).toMatchObject({ edition_no: 2, published_by: '小林' });
    const [newest] = await plans.entries('sale-2024');
    expect(newest?.changes).toEqual([
      { path: 'promotions.cross-store.tiers[0].off', kind: 'changed', before: '¥50', after: '¥60' },
    ]);
  });

  it('gives two who publish at once two numbers', async () => {
    const variant = (cap: string) => YAML.replace('budgetCap: ¥600万', `budgetCap: ${cap}`);
    const outcomes = await Promise.all([
      published(variant('¥601万'), START + 120_000),
      published(variant('¥602万'), START + 120_000),
    ]);
    expect(outcomes.map(({ editionNo }) => editionNo).sort()).toEqual([3, 4]);
  });
});

describe('what is in force', () => {
  it('is the edition published last by then, and before the first publication the first', async () => {
    const no = async (instant: number) => (await plans.editionAt(instant))?.editionNo;
    expect(await no(START + 59_999)).toBe(1);
    expect(await no(START + 60_000)).toBe(2);
    expect(await no(at('2024-01-05T00:00'))).toBe(1);
  });

  it('ends with the campaign, half-open', async () => {
    expect(await plans.editionAt(at('2025-01-01T00:00') - 1)).not.toBeNull();
    expect(await plans.editionAt(at('2025-01-01T00:00'))).toBeNull();
    expect(await plans.editionAt(at('2024-01-01T00:00') - 1)).toBeNull();
  });

  it('goes by precedence where campaigns overlap', async () => {
    const weekend = YAML.replace('id: sale-2024', 'id: weekend').replace(
      'precedence: 100',
      'precedence: 200',
    );
    await published(weekend, START + 180_000);
    expect((await plans.editionAt(START))?.campaignId).toBe('weekend');
    expect(await plans.campaignIdAt(START)).toBe('weekend');
    await database.db.query("delete from edition where campaign_id = 'weekend'");
    wall += 1_000;
    expect((await plans.editionAt(START))?.campaignId).toBe('sale-2024');
  });

  it('another node sees an edition within a second', async () => {
    const node = createPlans({ db: database.open(), clocks, ids });
    expect((await node.editionAt(START + 10_000_000))?.editionNo).toBe(4);
    await published(YAML.replace('budgetCap: ¥600万', 'budgetCap: ¥603万'), START + 240_000);
    wall += 1_000;
    expect((await node.editionAt(START + 10_000_000))?.editionNo).toBe(5);
  });

  it('any edition can still be asked for; an unknown one is null', async () => {
    const [oldest] = (await plans.entries('sale-2024')).slice(-1);
    expect((await plans.edition(oldest!.editionId))?.editionNo).toBe(1);
    expect(await plans.edition('ed_unknown')).toBeNull();
  });
});

describe('switches', () => {
  const toggle = (on: boolean, when: number, target = 'flash-daily') =>
    plans.throwSwitch({
      kind: 'stopPromotion',
      campaignId: 'sale-2024',
      target,
      on,
      reason: '库存异常',
      by: '小林',
      at: when,
    });

  it('stop a promotion from their instant on, and let it run again', async () => {
    expect(await toggle(true, START + 1_000)).toBe('thrown');
    expect(await toggle(false, START + 2_000)).toBe('thrown');
    expect(await plans.stoppedPromotionIds(START + 999)).toEqual([]);
    expect(await plans.stoppedPromotionIds(START + 1_000)).toEqual(['flash-daily']);
    expect(await plans.stoppedPromotionIds(START + 2_000)).toEqual([]);
    expect((await events()).filter((type) => type === 'switch.thrown')).toHaveLength(2);
  });

  it('refuse a promotion that the plan does not have', async () => {
    expect(await toggle(true, START, 'nothing')).toBe('notFound');
  });
});
