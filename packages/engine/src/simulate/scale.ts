/**
 * Divides counts by `divisor` so that the parts add up to the scaled whole (largest remainder): a rehearsal of one in k
 * keeps the proportions of a plan. Ties fall to the larger value, then to the earlier one. BigInt, since budgets in fen
 * times their number pass 2^53.
 * @returns whole numbers, same order; their sum is round(Σ values / divisor).
 */
export function scaleDown(values: readonly number[], divisor: number): number[] {
  if (divisor <= 1) return [...values];
  const weights = values.map((value) => BigInt(value));
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole === 0n) return values.map(() => 0);
  // A divisor of up to six decimals: 20 000 visits of 12 345 678 is no whole number.
  const parts = BigInt(Math.round(divisor * 1_000_000));
  const scaled = (whole * 1_000_000n * 2n + parts) / (parts * 2n);
  const shares = weights.map((weight) => ({
    weight,
    share: (scaled * weight) / whole,
    rest: (scaled * weight) % whole,
  }));
  let left = scaled - shares.reduce((sum, entry) => sum + entry.share, 0n);
  // Sorting is stable: a full tie stays as it came. Fewer are left than shares have a remainder.
  const order = [...shares].sort((a, b) => Number(b.rest - a.rest) || Number(b.weight - a.weight));
  for (const entry of order) {
    if (left === 0n) break;
    entry.share += 1n;
    left -= 1n;
  }
  return shares.map((entry) => Number(entry.share));
}
