/**
 * Amounts by which purchases changed, kept whole so that percentiles are exact: 8 bytes each, in one block that doubles.
 */
export type Changes = {
  add(fen: number): void;
  /** By nearest rank, in hundredths: the smallest amount that `percent` of all do not exceed. 0 where there are none. */
  percentiles(percents: readonly number[]): number[];
};

export function openChanges(): Changes {
  let kept = new Float64Array(16);
  let count = 0;
  return {
    add(fen) {
      if (count === kept.length) {
        const wider = new Float64Array(count * 2);
        wider.set(kept);
        kept = wider;
      }
      kept[count] = fen;
      count += 1;
    },
    percentiles(percents) {
      const sorted = kept.slice(0, count).sort();
      return percents.map((percent) => sorted[Math.max(0, Math.ceil((count * percent) / 100) - 1)] ?? 0);
    },
  };
}
