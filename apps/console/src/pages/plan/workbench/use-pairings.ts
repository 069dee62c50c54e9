import type { Combining, Pairing } from '@dacu/engine/pricing';
import { useEffect, useState } from 'react';

/** A page that answers within this stays smooth. */
const SLICE_MS = 12;

type Found = {
  readonly pairs: ReadonlyMap<string, Pairing>;
  readonly left: number;
  readonly all: number;
  /** What the engine needed, waiting in between left out. */
  readonly tookMs: number;
  readonly counts: Readonly<Record<Pairing['kind'], number>>;
};
const NOTHING: Found = {
  pairs: new Map(),
  left: 0,
  all: 0,
  tookMs: 0,
  counts: { sameGoods: 0, sameCart: 0, never: 0 },
};

/** Every pair of a plan's promotions, found a slice at a time so that the page can be used meanwhile. */
export function usePairings(
  combining: Combining,
): Found & { of(one: string, other: string): Pairing | undefined } {
  const [found, setFound] = useState<Found>(NOTHING);
  useEffect(() => {
    const ids = combining.promotions.map(({ id }) => id);
    const todo = ids.flatMap((one, i) => ids.slice(i + 1).map((other) => [one, other] as const));
    const pairs = new Map<string, Pairing>();
    const counts = { sameGoods: 0, sameCart: 0, never: 0 };
    let [next, tookMs, timer] = [0, 0, 0];
    const work = () => {
      const startedAt = performance.now();
      while (next < todo.length && performance.now() - startedAt < SLICE_MS) {
        const [one, other] = todo[next]!;
        const pairing = combining.pair(one, other);
        pairs.set(keyOf(one, other), pairing);
        counts[pairing.kind] += 1;
        next += 1;
      }
      tookMs += performance.now() - startedAt;
      const done = next === todo.length;
      // Shown as it grows; a copy, so that what was rendered does not change under React.
      if (done || next % 50 < 10)
        setFound({
          pairs: new Map(pairs),
          counts: { ...counts },
          left: todo.length - next,
          all: todo.length,
          tookMs,
        });
      if (!done) timer = window.setTimeout(work);
    };
    setFound({ ...NOTHING, left: todo.length, all: todo.length });
    timer = window.setTimeout(work);
    return () => window.clearTimeout(timer);
  }, [combining]);
  return { ...found, of: (one, other) => found.pairs.get(keyOf(one, other)) };
}

function keyOf(one: string, other: string): string {
  return one < other ? `${one}\n${other}` : `${other}\n${one}`;
}
