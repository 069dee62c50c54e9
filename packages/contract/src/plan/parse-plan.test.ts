import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlan } from './parse-plan.ts';
import { changed, SMALL_PLAN, withPromotions } from './test-plans.ts';

const codes = (text: string) =>
  parsePlan(text).findings.map(({ code, line, column }) => [code, line, column]);
const first = (text: string) => parsePlan(text).findings[0];

describe('a file with seven different mistakes', () => {
  const text = readFileSync(new URL('./seven-mistakes.yaml', import.meta.url), 'utf8');
  const { ok, findings } = parsePlan(text);

  it('gets all seven at once, each at its exact place', () => {
    expect(ok).toBe(false);
    expect(findings.map(({ code, path, line, column }) => ({ code, path, line, column }))).toEqual([
      { code: 'duplicateKey', path: '', line: 10, column: 3 },
      { code: 'badWord', path: 'campaign.pricing.profile', line: 12, column: 23 },
      { code: 'badDate', path: 'calendar.phases[0].from', line: 15, column: 69 },
      { code: 'unknownKey', path: 'goals[0].titel', line: 17, column: 16 },
      { code: 'tiersNotRising', path: 'promotions[0].tiers[1]', line: 25, column: 9 },
      { code: 'badMoney', path: 'promotions[1].off', line: 30, column: 10 },
      { code: 'unknownReference', path: 'promotions[2].when[0].phase', line: 36, column: 21 },
    ]);
  });

  it('says what was found, what is allowed, and the nearest known word', () => {
    const [, word, date, key, tiers, money, reference] = findings;
    expect(word).toMatchObject({ found: 'tmal', allowed: 'tmall · jd · pdd · ownShop', suggestion: 'tmall' });
    expect(date).toMatchObject({ found: '06-31' });
    expect(key).toMatchObject({ found: 'titel', suggestion: 'title' });
    expect(key?.allowed).toContain('horizon');
    expect(tiers).toMatchObject({ found: '¥500 − ¥40', allowed: '> ¥300 − ¥50' });
    expect(money).toMatchObject({ found: '20元' });
    expect(money?.allowed).toContain('¥300');
    expect(reference).toMatchObject({ found: 'brust', suggestion: 'burst' });
    expect(findings.every(({ message }) => message.zh !== '' && message.en !== '')).toBe(true);
  });
});

describe('reading', () => {
  it('passes the small plan', () => {
    expect(parsePlan(SMALL_PLAN)).toMatchObject({ ok: true, findings: [] });
  });

  it.each([
    ['an empty file', ''],
    ['a list', '- 1'],
    ['a word', 'plan'],
    ['a broken bracket', 'campaign: { id: x'],
    ['a tab', 'campaign:\n\tid: x'],
    ['null', '~'],
    [
      'a billion laughs',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c]`,
    ],
  ])('never throws: %s is refused with findings', (_, text) => {
    const result = parsePlan(text);
    expect(result.ok).toBe(false);
    expect(result.findings.length).toBeGreaterThan(0);
    expect(result.findings.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true);
  });

  it('names a missing key at the mapping that lacks it', () => {
    expect(first(changed('  year: 2024\n', ''))).toMatchObject({
      code: 'missing',
      path: 'campaign.year',
      line: 3,
      column: 3,
    });
  });

  it('finds the wrong type of a whole block', () => {
    expect(first(changed('  nodes:\n', '  nodes: yes\n  habits:\n'))).toMatchObject({
      code: 'wrongType',
      path: 'calendar.nodes',
    });
  });

  it('knows the keys of each kind of promotion', () => {
    const plan = withPromotions(
      '{ id: a, title: { zh: 甲, en: A }, kind: memberRate, group: exclusive, pay: 95折, tiers: [] }',
    );
    expect(first(plan)).toMatchObject({ code: 'unknownKey', path: 'promotions[0].tiers' });
  });

  it('suggests a kind', () => {
    expect(
      first(withPromotions('{ id: a, title: { zh: 甲, en: A }, kind: teired, group: inclusive }')),
    ).toMatchObject({
      code: 'badWord',
      path: 'promotions[0].kind',
      suggestion: 'tiered',
    });
  });

  it('reads inside the alternatives of a date', () => {
    expect(first(changed('on: 06-18', 'on: { lunar: { month: 13, day: 1 } }'))).toMatchObject({
      code: 'outOfRange',
      path: 'calendar.nodes[0].on.lunar.month',
    });
    expect(first(changed('on: 06-18', 'on: { lunr: { month: 1, day: 1 } }'))).toMatchObject({
      path: expect.stringContaining('calendar.nodes[0].on.lun'),
    });
  });

  it('refuses a day that the year or the lunar month lacks', () => {
    expect(codes(changed('year: 2024', 'year: 2023').replace('on: 06-18', 'on: 02-29'))).toContainEqual([
      'noSuchDay',
      18,
      71,
    ]);
    expect(first(changed('on: 06-18', 'on: { lunar: { month: 12, day: 30 } }'))).toMatchObject({
      code: 'noSuchDay',
    });
  });

  it('does not report the echo of a mistake', () => {
    const plan = changed(
      'kind: burst',
      'kind: brust',
      withPromotions(
        '{ id: a, title: { zh: 甲, en: A }, kind: memberRate, group: exclusive, pay: 95折, when: [{ phase: burst }] }',
      ),
    );
    expect(parsePlan(plan).findings.map(({ code }) => code)).toEqual(['badWord']);
  });

  it('finds what else is wrong beside several mistakes in one promotion', () => {
    const plan = withPromotions(
      '{ id: a, title: { zh: 甲, en: A }, kind: memberRate, group: all, pay: 0.5, when: [{ phase: brust }] }',
      '{ id: b, title: { zh: 618, en: B }, kind: amount, group: inclusive, threshold: ¥10, off: ¥20 }',
    );
    expect(parsePlan(plan).findings.map(({ code, path }) => [code, path])).toEqual([
      ['badWord', 'promotions[0].group'],
      ['badPayRate', 'promotions[0].pay'],
      ['unknownReference', 'promotions[0].when[0].phase'],
      ['badWords', 'promotions[1].title.zh'],
      ['offOverThreshold', 'promotions[1].off'],
    ]);
  });

  it.each([
    ['title: { zh: 小活动', 'title: { zh: 618', '"618"'],
    ['zone: Asia/Shanghai', 'zone: Asia/Shangai', 'Asia/Shanghai'],
    ['id: small', 'id: Small_Sale', 'small-sale'],
  ])('proposes what was most likely meant: %s → %s', (from, to, suggestion) => {
    expect(first(changed(from, to))).toMatchObject({ suggestion });
  });

  it('proposes an amount for one written another way', () => {
    const plan = withPromotions(
      '{ id: a, title: { zh: 甲, en: A }, kind: itemCut, group: inclusive, off: 20元 }',
    );
    expect(first(plan)).toMatchObject({ code: 'badMoney', suggestion: '¥20' });
  });

  it('says in both languages what the YAML reader objects to, once for each place', () => {
    const { findings } = parsePlan('campaign:\n\tid: x\n  a: : b\n');
    expect(findings[0]).toMatchObject({ code: 'syntax', line: 2, column: 1, found: '⇥' });
    expect(
      findings.every(
        ({ message }) => /[\u4e00-\u9fff]/.test(message.zh) && /^[\x20-\x7e“”]+$/.test(message.en),
      ),
    ).toBe(true);
    const places = findings.map(({ line, column }) => `${line}:${column}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it('refuses the plan of another campaign', () => {
    const result = parsePlan(SMALL_PLAN, { campaignId: 'other' });
    expect(result.findings).toMatchObject([{ code: 'otherCampaign', line: 3, column: 7, allowed: 'other' }]);
    expect(result.ok).toBe(false);
  });
});

describe('the mark `ours`', () => {
  it('may name only keys that have a value', () => {
    const plan = changed('motif: wave }', 'motif: wave, ours: [motif, theme] }');
    expect(parsePlan(plan).findings).toMatchObject([
      { code: 'oursNotPresent', path: 'calendar.seasons[0].ours[1]', found: 'theme' },
    ]);
  });

  it('may name only keys that exist, with a suggestion', () => {
    const plan = changed('motif: wave }', 'motif: wave, ours: [motiv] }');
    expect(parsePlan(plan).findings).toMatchObject([
      { code: 'badWord', found: 'motiv', suggestion: 'motif' },
    ]);
  });
});
