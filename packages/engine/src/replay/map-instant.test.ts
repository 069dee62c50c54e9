import { describe, expect, it } from 'vitest';
import { mapInstant, matchPhases } from './map-instant.ts';
import { campaign, DAY, draft, JUNE, phase } from './test-past.ts';

const HOUR = DAY / 24;
const past = campaign({
  phases: [phase('warm', 0, 10, { kind: 'warmUp' }), phase('one', 10, 16), phase('two', 20, 24)],
});

function carried(at: number, to: Parameters<typeof draft>[1], from = past) {
  const plan = draft([], to);
  return mapInstant(at, from, plan, matchPhases(from, plan));
}

describe('an instant of the past under a draft', () => {
  it('stays where it was under the plan it comes from, inside phases and between them', () => {
    for (const at of [JUNE, JUNE + 3.7 * DAY, JUNE + 10 * DAY, JUNE + 18.2 * DAY, JUNE + 29.999 * DAY])
      expect(carried(at, { phases: past.phases })).toMatchObject({ kind: 'mapped', at });
  });

  it('is shifted with a phase of the same length that begins elsewhere', () => {
    const at = JUNE + 12 * DAY + 90_061;
    expect(carried(at, { phases: [phase('one', 14, 20)] })).toMatchObject({ at: at + 4 * DAY });
  });

  it('keeps its time of day in a phase of another length, its place among the days, and never leaves the phase', () => {
    const at = JUNE + 13 * DAY + 20 * HOUR;
    expect(carried(at, { phases: [phase('one', 10, 12)] })).toMatchObject({
      at: JUNE + 11 * DAY + 20 * HOUR,
    });
    const begins = (hour: number) => ({ startsAt: JUNE + 10 * DAY + hour * HOUR, endsAt: JUNE + 12 * DAY });
    const oneOClock = (hour: number) =>
      carried(JUNE + 10 * DAY + HOUR, { phases: [phase('one', 0, 0, begins(hour))] });
    // It begins in the evening: one o'clock is in the first night. It begins in the morning: there is none before.
    expect(oneOClock(20)).toMatchObject({ at: JUNE + 11 * DAY + HOUR });
    expect(oneOClock(6)).toMatchObject({ at: begins(6).startsAt });
    const last = carried(JUNE + 16 * DAY - 1, { phases: [phase('one', 0, 0, begins(20))] });
    expect(last).toMatchObject({ kind: 'mapped', at: JUNE + 12 * DAY - 1 });
  });

  it('finds the phase by its id, else the same one of its kind', () => {
    const phases = [phase('first', 2, 4), phase('second', 5, 9)];
    const matches = matchPhases(past, draft([], { phases }));
    expect([...matches].map(([id, match]) => [id, match?.id ?? null])).toEqual([
      ['warm', null],
      ['one', 'first'],
      ['two', 'second'],
    ]);
    expect(matchPhases(past, draft([], { phases: [phase('two', 5, 9)] })).get('two')?.id).toBe('two');
  });

  it('says so where the draft has no such phase', () => {
    expect(carried(JUNE + DAY, { phases: [phase('one', 10, 16)] })).toMatchObject({
      kind: 'noPhase',
      past: { id: 'warm' },
    });
  });

  it('finds the season by id, else by theme, else by the time of year', () => {
    const of = (season: { id: string; theme: string; startsAt: number; endsAt: number }) =>
      matchPhases(
        past,
        draft([], { seasons: [season], phases: [phase('x', 0, 5, { seasonId: season.id })] }),
      ).get('one')?.id;
    const nextYear = { startsAt: JUNE + 366 * DAY, endsAt: JUNE + 380 * DAY };
    expect(of({ id: 'summer', theme: 'future', ...nextYear })).toBe('x');
    expect(of({ id: 'another', theme: 'summer', ...nextYear })).toBe('x');
    expect(of({ id: 'another', theme: 'future', ...nextYear })).toBe('x');
    expect(
      of({ id: 'another', theme: 'future', startsAt: JUNE + 500 * DAY, endsAt: JUNE + 520 * DAY }),
    ).toBeUndefined();
  });
});
