import type { EditionCompare } from '@dacu/contract/client';
import { describe, expect, test } from 'vitest';
import { readableChanges } from './readable-changes.ts';

const yaml = (threshold: string, from: string, extra = '') => `format: 1
campaign: { id: s, year: 2024, title: { zh: 促, en: Sale } }
calendar:
  phases:
    - { id: burst, title: { zh: 爆发, en: Burst }, from: ${from}, until: 06-21 }
promotions:
  - id: cross
    title: { zh: 跨店满减, en: Spend and save }
    tiers: [{ threshold: ¥100, off: ¥10 }, { threshold: ${threshold}, off: ¥50 }]
${extra}`;
const change = (
  path: string,
  before: string | null,
  after: string | null,
): EditionCompare['changes'][number] => ({
  path,
  kind: before === null ? 'added' : after === null ? 'removed' : 'changed',
  before,
  after,
});
const side = (text: string) => ({ editionNo: 1, publishedAt: 0, publishedBy: 'x', note: null, yaml: text });

describe('differences by meaning', () => {
  const compare: EditionCompare = {
    from: side(yaml('¥300', '06-15', '  - { id: old, title: { zh: 旧券, en: Old coupon } }\n')),
    to: side(yaml('¥250', '06-17 20:00')),
    changes: [
      change('calendar.phases.burst.from', '06-15', '06-17 20:00'),
      change('promotions.cross.tiers[1].threshold', '¥300', '¥250'),
      change('promotions.old', '{ id: old }', null),
    ],
  };

  test('stand under their subject and the item that people know, with the field in words', () => {
    const [calendar, promotions] = readableChanges(compare, 'zh');
    expect([calendar?.subject, promotions?.subject]).toEqual(['calendar', 'promotions']);
    expect(promotions?.items.map(({ title }) => title?.zh)).toEqual(['跨店满减', '旧券']);
    const [threshold] = promotions?.items[0]?.changes ?? [];
    expect(threshold).toMatchObject({ before: '¥300', after: '¥250', shiftMs: null });
    expect(threshold?.field).toMatch(/^阶梯 › 2 › 满$/);
  });

  test('a date says how far it moved; what is gone is named by the edition that had it', () => {
    const [calendar, promotions] = readableChanges(compare, 'en');
    expect(calendar?.items[0]).toMatchObject({ title: { en: 'Burst' } });
    expect(calendar?.items[0]?.changes[0]?.shiftMs).toBe((2 * 24 + 20) * 3_600_000);
    expect(promotions?.items[1]).toMatchObject({
      title: { en: 'Old coupon' },
      changes: [{ kind: 'removed' }],
    });
  });
});
