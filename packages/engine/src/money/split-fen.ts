import { assertFen, sumFen } from './fen.ts';

/**
 * Splits an amount by weights so that the parts sum back to it (largest remainder, domain §1.6):
 * `q = floor(D·w/W)`, then the fen left over go one each by **remainder desc → weight desc → position asc**.
 * The last tie falls back to position, so callers sort lines by `lineId` first: then the order in which a cart was
 * filled cannot change a share.
 *
 * Guarantees: parts sum to `totalFen`; a weight of 0 gets 0; when `totalFen ≤ Σ weights` no part exceeds its weight.
 * Throws when there is something to split and no weight to split it by.
 */
export function splitFen(totalFen: number, weights: readonly number[]): number[] {
  assertFen(totalFen, 'totalFen');
  const weightSum = sumFen(weights);
  if (totalFen === 0) return weights.map(() => 0);
  if (weightSum === 0) throw new RangeError(`cannot split ${totalFen} fen over weights that are all 0`);
  if (weights.length === 1) return [totalFen];

  // No D·w exceeds D·W, so one look decides whether plain numbers are exact for all of them.
  const { parts, remainders } =
    totalFen * weightSum <= Number.MAX_SAFE_INTEGER
      ? shareOut(totalFen, weights, weightSum)
      : shareOutLarge(totalFen, weights, weightSum);

  let left = totalFen;
  for (const part of parts) left -= part;
  if (left === 0) return parts;
  const byClaim = weights.map((_, position) => position);
  byClaim.sort((a, b) => {
    if (remainders[a]! !== remainders[b]!) return remainders[a]! > remainders[b]! ? -1 : 1;
    return weights[b]! - weights[a]! || a - b;
  });
  for (let k = 0; k < left; k++) parts[byClaim[k]!]! += 1;
  return parts;
}

/**
 * Splits a discount over the running amounts of the lines it applies to: never more than what is left of them, so
 * no line falls below 0 (V04).
 */
export function splitDiscount(discountFen: number, runningFen: readonly number[]): number[] {
  return splitFen(Math.min(discountFen, sumFen(runningFen)), runningFen);
}

type Shares<N> = { readonly parts: number[]; readonly remainders: readonly N[] };

function shareOut(totalFen: number, weights: readonly number[], weightSum: number): Shares<number> {
  const parts: number[] = [];
  const remainders: number[] = [];
  for (const weight of weights) {
    const product = totalFen * weight;
    const remainder = product % weightSum;
    parts.push((product - remainder) / weightSum);
    remainders.push(remainder);
  }
  return { parts, remainders };
}

function shareOutLarge(totalFen: number, weights: readonly number[], weightSum: number): Shares<bigint> {
  const [total, sum] = [BigInt(totalFen), BigInt(weightSum)];
  const products = weights.map((weight) => total * BigInt(weight));
  return {
    parts: products.map((product) => Number(product / sum)),
    remainders: products.map((product) => product % sum),
  };
}
