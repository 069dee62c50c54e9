import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCycle, judgeTasks, type Task } from './dependencies.ts';

const task = (
  id: string,
  startsAt: number,
  endsAt: number,
  after: string[] = [],
  neededAt: number | null = null,
): Task => ({
  id,
  startsAt,
  endsAt,
  after,
  neededAt,
});

describe('circles', () => {
  test('are found and told in their order, longer ones too', () => {
    expect(findCycle([task('a', 0, 1, ['a'])])).toEqual(['a', 'a']);
    expect(findCycle([task('a', 0, 1, ['c']), task('b', 0, 1, ['a']), task('c', 0, 1, ['b'])])).toEqual([
      'a',
      'c',
      'b',
      'a',
    ]);
    expect(
      findCycle([task('a', 0, 1), task('b', 0, 1, ['a']), task('c', 0, 1, ['a', 'b', 'nobody'])]),
    ).toBeNull();
  });

  test('there is none where arrows go back in the list only, and always one where the last closes it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(), (size, seed) => {
        const list = Array.from({ length: size }, (_, index) =>
          task(`t${index}`, 0, 1, index === 0 ? [] : [`t${(seed * 31 + index * 7) % index}`]),
        );
        expect(findCycle(list)).toBeNull();
        const root = { ...list[0]!, after: [`t${size - 1}`] };
        const chain = list.map((one, index) => (index === 0 ? root : { ...one, after: [`t${index - 1}`] }));
        expect(findCycle(chain)).not.toBeNull();
      }),
    );
  });
});

describe('judging', () => {
  test('float is what may slip before the opening is late; the tightest chain is critical', () => {
    const judged = judgeTasks([
      task('supply', 0, 40, [], 100),
      task('load-test', 70, 80, [], null),
      task('freeze', 90, 95, ['load-test'], 100),
    ]);
    expect(judged).toEqual([
      { id: 'supply', lateAfter: [], floatMs: 60, critical: false },
      // freeze may end at 100, so begin at 95: the load test may end 15 later.
      { id: 'load-test', lateAfter: [], floatMs: 15, critical: false },
      { id: 'freeze', lateAfter: [], floatMs: 5, critical: true },
    ]);
  });

  test('what begins before that which it waits for is done is late, by name', () => {
    const [, freeze] = judgeTasks([task('load-test', 0, 80), task('freeze', 79, 90, ['load-test'], 100)]);
    expect(freeze?.lateAfter).toEqual(['load-test']);
  });

  test('an opening that cannot be held shows as negative float, all along the chain', () => {
    const judged = judgeTasks([task('a', 0, 10), task('b', 10, 30, ['a'], 25)]);
    expect(judged.map(({ floatMs, critical }) => [floatMs, critical])).toEqual([
      [-5, true],
      [-5, true],
    ]);
  });

  test('work that nothing needs has no float', () => {
    expect(judgeTasks([task('a', 0, 10)])[0]).toMatchObject({ floatMs: null, critical: false });
  });
});
