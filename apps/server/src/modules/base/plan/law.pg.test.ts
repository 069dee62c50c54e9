import type { PricedGoods } from '@dacu/contract/plan';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changed, withPromotions } from '../../../../../../packages/contract/src/plan/test-plans.ts';
import type { Clocks } from '../../../platform/clocks.ts';
import { openTestDatabase, type TestDatabase } from '../../../platform/db/test-database.ts';
import { createIds } from '../../../platform/ids.ts';
import { createPlans, type Plans } from './index.ts';

/** A plan whose rate is counted from a list price of ¥100, while it sold for ¥80 four days before. */
const YAML = withPromotions(
  '{ id: deal, title: { zh: 五折, en: Half price }, kind: timedPrice, group: inclusive, pay: 5折, when: [{ phase: burst }] }',
);
const at = (text: string) => Date.parse(`${text}+08:00`);
const NOW = at('2024-06-14T10:00');
const REASON = '页面只划前七日最低成交价 · Pages strike through the lowest deal only';

let dealFen = 8_000;
const goods = (): PricedGoods[] => [
  {
    skuId: 'sk-lamp',
    shopId: 'fuman',
    categories: ['beauty'],
    brandId: 'b',
    tags: [],
    listFen: 10_000,
    enrolled: true,
    facts: [],
    history: [{ startsAt: at('2024-06-01T00:00'), endsAt: at('2024-06-12T00:00'), listFen: 10_000, dealFen }],
  },
];

let database: TestDatabase;
let plans: Plans;
let wall = 1_000_000;
const clocks: Clocks = {
  wall: { now: () => wall },
  campaign: { now: () => NOW, running: () => true, shifted: () => true },
};
const ids = createIds({ now: () => wall++, randomBytes: (length) => new Uint8Array(length).fill(3) });
const publish = (yaml = YAML, rehearsal = false) => plans.publish({ yaml, by: '小林', at: NOW, rehearsal });
const editions = async () =>
  (await database.db.query<{ law: unknown[] }>('select law from edition order by edition_no')).map(
    ({ law }) => law,
  );
const draft = { yaml: YAML, campaignId: 'small', at: NOW };

beforeAll(async () => {
  database = await openTestDatabase();
  plans = createPlans({ db: database.db, clocks, ids, lawEvidence: async () => goods() });
});
afterAll(() => database.close());

describe('an error of law', () => {
  it('keeps a plan from being published, names article and evidence, and writes nothing', async () => {
    const outcome = await publish();
    expect(outcome).toMatchObject({ kind: 'refused', reason: 'lawBroken' });
    expect(outcome).toHaveProperty(
      'findings.0',
      expect.objectContaining({
        ruleId: 'referencePrice',
        severity: 'error',
        found: '5折',
        inForceFrom: '2022-07-01',
        evidence: expect.objectContaining({ en: expect.stringContaining('37.5% may be claimed, not 50%') }),
        waiver: null,
      }),
    );
    expect(await editions()).toEqual([]);
  });

  it('is not waived by a name for what the draft does not have', async () => {
    const asked = { ...draft, reason: REASON, by: '陈总' };
    expect(await plans.waive({ ...asked, findingId: 'referencePrice:deal:00000000' })).toEqual({
      kind: 'refused',
      reason: 'notFound',
    });
    expect(await plans.waive({ ...asked, yaml: 'format: 2', findingId: 'x' })).toMatchObject({
      reason: 'planInvalid',
    });
    expect(await plans.waivers('small')).toEqual([]);
  });

  it('once waived lets the plan be published, and stays on record beside the edition', async () => {
    const checked = await plans.checkLaw(draft);
    if ('invalid' in checked) throw new Error('invalid');
    expect(checked.publishable).toBe(false);
    const { findingId } = checked.findings[0]!;
    expect(await plans.waive({ ...draft, findingId, reason: REASON, by: '陈总' })).toMatchObject({
      kind: 'waived',
      waiver: { findingId, reason: REASON, waivedBy: '陈总', waivedAt: NOW },
    });
    expect(await plans.checkLaw(draft)).toMatchObject({ publishable: true });
    expect(await publish()).toMatchObject({ kind: 'published', editionNo: 1 });
    expect((await editions())[0]).toMatchObject([
      { findingId, waiver: { waivedBy: '陈总', reason: REASON } },
    ]);
  });

  it('stands again when the evidence changed', async () => {
    dealFen = 7_000;
    const again = changed('五折', '再五折', YAML);
    expect(await publish(again)).toMatchObject({ reason: 'lawBroken' });
    dealFen = 10_000;
    expect(await publish(again)).toMatchObject({ kind: 'published', editionNo: 2 });
  });

  it('does not keep a plan from being rehearsed', async () => {
    dealFen = 7_000;
    expect(await publish(changed('五折', '三五折', YAML), true)).toMatchObject({ kind: 'published' });
  });

  it('in the wording is found wherever it stands', async () => {
    dealFen = 10_000;
    const worded = changed(
      '{ zh: 五折, en: Half price }',
      '{ zh: 全网最低，最终解释权归商家, en: Half price }',
      YAML,
    );
    const outcome = await publish(worded);
    expect(outcome).toMatchObject({ reason: 'lawBroken' });
    expect(outcome).toHaveProperty('findings.length', 2);
  });
});
