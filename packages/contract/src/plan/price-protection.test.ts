import { describe, expect, it } from 'vitest';
import { compilePlan } from './compile-plan.ts';
import { parsePlan } from './parse-plan.ts';
import { SMALL_PLAN, withPromotions } from './test-plans.ts';

const HEAD = 'title: { zh: 价保, en: Protection }, group: inclusive, kind: priceProtection';
const promise = (terms: string, id = 'a') => `{ id: ${id}, ${HEAD}, ${terms} }`;
const findings = (...promotions: string[]) =>
  parsePlan(withPromotions(...promotions)).findings.map(({ code, line, other }) => [code, line, other?.line]);
const FIRST_LINE = SMALL_PLAN.split('\n').length + 1;
const at = (text: string) => Date.parse(`${text}+08:00`);

describe('a promise on prices', () => {
  it('is compiled with its days, its goods and who pays', () => {
    const parsed = parsePlan(
      withPromotions(
        promise(
          'lasts: 15d, process: claim, flashFrom: 1h, scope: { categories: [beauty], excludeTags: [flash] }',
        ),
      ),
    );
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.findings));
    const compiled = compilePlan(parsed.plan);
    const campaign = { startsAt: at('2024-06-01T00:00'), endsAt: at('2024-07-01T00:00') };
    expect(compiled.protections).toEqual([
      {
        ...{ promotionId: 'a', title: { zh: '价保', en: 'Protection' }, campaign, windows: [campaign] },
        ...{ scope: { categories: ['beauty'], excludeTags: ['flash'] }, lastsMs: 15 * 86_400_000 },
        ...{ process: 'claim', everyMs: null, flashFromMs: 3_600_000 },
        funders: [{ funder: 'seller', bp: 10_000 }],
      },
    ]);
    expect(compiled.promotions).toEqual([]);
    expect(compiled.promotionList[0]).toMatchObject({
      ...{ support: 'executed', layer: null },
      summary: {
        zh: '付款后15天内降价可申请退差价',
        en: 'Claim the difference if the price drops within 15 days of payment',
      },
    });
  });

  it('that holds until the campaign ends says so', () => {
    const parsed = parsePlan(withPromotions(promise('until: campaignEnd, process: automatic')));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.findings));
    const compiled = compilePlan(parsed.plan);
    expect(compiled.protections).toMatchObject([{ lastsMs: null, everyMs: null, process: 'automatic' }]);
    expect(compiled.promotionList[0]!.summary.zh).toBe('活动结束前降价自动退差价');
  });

  it('is not there in a plan that makes none', () => {
    const parsed = parsePlan(SMALL_PLAN);
    expect(parsed.ok && 'protections' in compilePlan(parsed.plan)).toBe(false);
  });
});

describe('a check refuses', () => {
  it.each([
    ['neither days nor an end', 'process: claim', 'chooseOne'],
    ['days and an end', 'lasts: 7d, until: campaignEnd, process: claim', 'chooseOne'],
    ['no days at all', 'lasts: 0d, process: claim', 'protectionEmpty'],
    ['an interval where it takes a claim', 'lasts: 7d, process: claim, every: 1h', 'protectionInterval'],
    ['days without an interval', 'lasts: 7d, process: automatic', 'protectionInterval'],
    ['an interval below 10 minutes', 'lasts: 7d, process: automatic, every: 9min', 'protectionInterval'],
    ['an interval beyond its days', 'lasts: 1d, process: automatic, every: 25h', 'protectionInterval'],
    ['an audience', 'lasts: 7d, process: claim, audience: { newcomer: true }', 'protectionForAll'],
    ['a budget', 'lasts: 7d, process: claim, budgetCap: ¥1000', 'protectionForAll'],
    [
      'funders that do not sum',
      'lasts: 7d, process: claim, funders: [{ funder: seller, share: 90% }]',
      'fundersDoNotSum',
    ],
  ])('%s', (_what, terms, code) => {
    expect(findings(promise(terms))).toEqual([[code, FIRST_LINE, undefined]]);
  });

  it('two promises on the same goods at the same time, naming both lines', () => {
    const [week, month] = [promise('lasts: 7d, process: claim'), promise('lasts: 30d, process: claim', 'b')];
    expect(findings(week, month)).toEqual([['protectionTwice', FIRST_LINE + 1, FIRST_LINE]]);
  });

  it('not a narrower promise beside a wider one, nor one after another', () => {
    const beauty = promise('lasts: 30d, process: claim, scope: { categories: [beauty] }', 'b');
    expect(findings(promise('lasts: 7d, process: claim'), beauty)).toEqual([]);
    const [early, late] = ['warm-up', 'burst'].map((phase, index) =>
      promise(`lasts: ${index + 7}d, process: claim, when: [{ phase: ${phase} }]`, phase),
    );
    expect(findings(early!, late!)).toEqual([]);
  });
});
