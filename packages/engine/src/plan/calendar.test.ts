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
    expect(currentSpan([span('short', 50, 60), span('long', 0, 100)], 55)?.id).toBe('short');
    expect(currentSpan([span('short', 0, 60), span('long', 0, 100)], 55)?.id).toBe('short');
    expect(currentSpan([span('short', 0, 60), span('late', 50, 900)], 55)?.id).toBe('late');
    expect(currentSpan([span('late', 50, 900), span('short', 0, 60)], 55)?.id).toBe('late');
    expect(currentSpan([span('first', 0, 60), span('second', 0, 60)], 55)?.id).toBe('first');
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

  it('the next change is the nearest one, whichever span is named first', () => {
    const spans = [span('late', 50, 60), span('early', 5, 45), span('mid', 20, 70)];
    expect([0, 5, 20, 45, 50, 60, 70].map((at) => nextChange(spans, at))).toEqual([
      5,
      20,
      45,
      50,
      60,
      70,
      null,
    ]);
    expect(nextChange([], 0)).toBeNull();
  });

  it('merging leaves no empty window, and joins those that touch or hold each other', () => {
    const [empty, a, b] = [
      { startsAt: 5, endsAt: 5 },
      { startsAt: 10, endsAt: 20 },
      { startsAt: 20, endsAt: 30 },
    ];
    expect(mergeWindows([empty])).toEqual([]);
    expect(mergeWindows([b, empty, a, { startsAt: 12, endsAt: 15 }, { startsAt: 9, endsAt: 8 }])).toEqual([
      { startsAt: 10, endsAt: 30 },
    ]);
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

  const rows = (spans: ReturnType<typeof span>[], axis = { startsAt: 100, endsAt: 400 }) =>
    ganttRows(spans, axis, 0).map(({ span: { id }, lane, fromBp, toBp }) => [id, lane, fromBp, toBp]);

  it('are placed by their share of the axis, wherever it begins', () => {
    expect(rows([span('a', 150, 200), span('b', 200, 500)])).toEqual([
      ['a', 0, 1667, 3333],
      ['b', 0, 3333, 10_000],
    ]);
  });

  it('share a lane when they touch, and leave out what ends where the axis begins or begins where it ends', () => {
    expect(
      rows([span('before', 0, 100), span('a', 100, 200), span('b', 200, 400), span('after', 400, 500)]),
    ).toEqual([
      ['a', 0, 0, 3333],
      ['b', 0, 3333, 10_000],
    ]);
  });

  it('come by their beginning, the longer one first, whichever is named first', () => {
    const spans = [span('late', 200, 300), span('short', 100, 250), span('long', 100, 400)];
    expect(rows(spans).map(([id, lane]) => [id, lane])).toEqual([
      ['long', 0],
      ['short', 1],
      ['late', 2],
    ]);
  });
});
