import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  currentSpan,
  ganttRows,
  mergeWindows,
  nextChange,
  nextOpening,
  openWindow,
  runningSpans,
  spanState,
} from './calendar.ts';

const span = (id: string, startsAt: number, endsAt: number) => ({ id, startsAt, endsAt });

describe('half-open spans', () => {
  it('run from their first instant to just before their end', () => {
    const phase = span('a', 10, 20);
    expect([9, 10, 19, 20].map((at) => spanState(phase, at))).toEqual([
      'upcoming',
      'running',
      'running',
      'past',
    ]);
  });

  it('touching spans are never open together', () => {
    const spans = [span('a', 0, 10), span('b', 10, 20)];
    expect(runningSpans(spans, 10).map(({ id }) => id)).toEqual(['b']);
    expect(currentSpan(spans, 9)?.id).toBe('a');
    expect(currentSpan(spans, 20)).toBeNull();
  });

  it('of two that are open the one that opened last is shown, then the shorter', () => {
    expect(currentSpan([span('long', 0, 100), span('short', 50, 60)], 55)?.id).toBe('short');
    expect(currentSpan([span('long', 0, 100), span('short', 0, 60)], 55)?.id).toBe('short');
  });
});

describe('windows', () => {
  const windows = [span('a', 0, 10), span('b', 20, 30)];
  it('know what is open and what opens next', () => {
    expect([-1, 0, 9, 10, 20, 30].map((at) => openWindow(windows, at)?.id)).toEqual([
      undefined,
      'a',
      'a',
      undefined,
      'b',
      undefined,
    ]);
    expect([-1, 0, 19, 20].map((at) => nextOpening(windows, at)?.id)).toEqual(['a', 'b', 'b', undefined]);
    expect([-1, 0, 10, 30].map((at) => nextChange(windows, at))).toEqual([0, 10, 20, null]);
  });

  it('merging keeps exactly the same instants open, in sorted disjoint windows', () => {
    const window = fc
      .tuple(fc.nat(50), fc.nat(20))
      .map(([startsAt, length]) => ({ startsAt, endsAt: startsAt + length }));
    fc.assert(
      fc.property(fc.array(window, { maxLength: 8 }), (list) => {
        const merged = mergeWindows(list);
        for (let at = 0; at < 75; at++)
          expect(openWindow(merged, at) !== null).toBe(
            list.some((one) => one.startsAt <= at && at < one.endsAt),
          );
        for (const [index, one] of merged.entries())
          expect(index === 0 || merged[index - 1]!.endsAt < one.startsAt).toBe(true);
      }),
    );
  });
});

describe('Gantt rows', () => {
  it('stack what overlaps, cut to the axis and leave out what misses it', () => {
    const rows = ganttRows(
      [span('a', -10, 50), span('b', 40, 60), span('c', 60, 200), span('d', 100, 120)],
      { startsAt: 0, endsAt: 100 },
      45,
    );
    expect(
      rows.map(({ span: { id }, lane, fromBp, toBp, state }) => [id, lane, fromBp, toBp, state]),
    ).toEqual([
      ['a', 0, 0, 5000, 'running'],
      ['b', 1, 4000, 6000, 'running'],
      ['c', 0, 6000, 10_000, 'upcoming'],
    ]);
  });
});
