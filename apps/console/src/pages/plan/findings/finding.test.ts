import type { AuditFinding, FindingView } from '@dacu/contract/api';
import { describe, expect, it } from 'vitest';
import { blocks, gather, type LawFinding, marksOf, passes } from './finding.ts';

const words = { zh: '一', en: 'one' };
const place = (line: number) => ({ line, column: 3 });
const waiver = {
  ...{ waiverId: 'lw_1', campaignId: 'c', findingId: 'f', reason: 'checked by hand' },
  ...{ waivedAt: 1, waivedBy: '小林' },
};
const check = (line: number): FindingView => ({
  ...{ code: 'badMoney', severity: 'warning', path: 'budget', found: '', allowed: '', message: words },
  ...place(line),
  suggestion: null,
});
const law = (line: number, waived: boolean): LawFinding => ({
  ...{
    findingId: `f${line}`,
    ruleId: 'deposit',
    severity: 'error',
    path: 'promotions[0].deposit',
    found: '',
  },
  ...{
    message: words,
    article: words,
    inForceFrom: '2021-01-01',
    evidence: words,
    remedy: words,
    prices: null,
  },
  ...place(line),
  waiver: waived ? waiver : null,
});
const audit = (line: number, severity: AuditFinding['severity']): AuditFinding => ({
  ...{ findingId: `a${line}`, kind: 'samePlace', severity, promotionId: 'deal', message: words },
  ...{ evidence: words, remedy: words, cart: null, items: [] },
  ...place(line),
});

describe('findings of a plan', () => {
  it('stand in the order of the file, the gravest of a line first, under keys of their own', () => {
    const all = gather([check(7)], [law(7, false), law(3, true)], [audit(7, 'note'), audit(5, 'warning')]);
    expect(all.map(({ line, source }) => `${line} ${source}`)).toEqual([
      '3 law',
      '5 audit',
      '7 law',
      '7 check',
      '7 audit',
    ]);
    expect(new Set(all.map(({ key }) => key)).size).toBe(5);
  });

  it('keep a plan back only where an error stands that nobody answers for', () => {
    const all = gather([check(1)], [law(2, false), law(3, true)], [audit(4, 'warning')]);
    expect(all.filter(blocks).map(({ line }) => line)).toEqual([2]);
  });

  it('mark a line by the gravest, and a waived error as waived', () => {
    const marks = marksOf(gather([check(7)], [law(7, true), law(3, true)], [audit(9, 'note')]));
    expect([...marks]).toEqual([
      [3, 'waived'],
      [7, 'warning'],
      [9, 'note'],
    ]);
  });

  it('are shown apart from what nothing has to be done about', () => {
    const all = gather([check(1)], [law(2, true)], [audit(4, 'note')]);
    const shown = (filter: Parameters<typeof passes>[1]) =>
      all.filter((entry) => passes(entry, filter)).map(({ line }) => line);
    expect([shown('open'), shown('law'), shown('waived'), shown('notes')]).toEqual([[1], [2], [2], [4]]);
  });
});
