import type { FlashProgramme, PresaleProgramme } from '@dacu/contract/plan';
import { describe, expect, test } from 'vitest';
import { scaleFlash, scalePresale } from './scale-plan.ts';

const DAY = 86_400_000;
const programme: FlashProgramme = {
  promotionId: 'flash',
  title: { zh: '秒杀', en: 'Flash' },
  slots: Array.from({ length: 100 }, (_, day) => ({ startsAt: day * DAY, endsAt: day * DAY + 7_200_000 })),
  pool: {},
  itemsPerSlot: 8,
  payBp: 5_000,
  activityStock: 200,
  perPersonMax: 1,
  holdMs: 300_000,
};
const units = (scaled: FlashProgramme) => scaled.slots.length * scaled.itemsPerSlot * scaled.activityStock;

describe('a scaled flash programme', () => {
  test('divides stock while there is some for every item', () => {
    expect(scaleFlash(programme, 10)).toMatchObject({ itemsPerSlot: 8, activityStock: 20 });
    expect(units(scaleFlash(programme, 200))).toBe(800);
  });

  test('then shrinks the items of a slot', () => {
    const scaled = scaleFlash(programme, 500);
    expect(scaled).toMatchObject({ itemsPerSlot: 3, activityStock: 1 });
    expect(scaled.slots).toHaveLength(100);
  });

  test('then leaves out slots evenly, never all', () => {
    const scaled = scaleFlash(programme, 3_200);
    expect(units(scaled)).toBe(50);
    const gaps = scaled.slots.slice(1).map((slot, index) => slot.startsAt - scaled.slots[index]!.startsAt);
    expect(new Set(gaps)).toEqual(new Set([2 * DAY]));
    expect(units(scaleFlash(programme, 1e9))).toBe(1);
  });
});

test('what is set aside for deposits shrinks with the shelf, and never takes the last piece of it', () => {
  const scaled = (activityStock: number | null) =>
    scalePresale({ activityStock } as PresaleProgramme, 10).activityStock;
  expect([scaled(12), scaled(100), scaled(9), scaled(null)]).toEqual([1, 10, null, null]);
});
