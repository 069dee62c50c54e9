import { splitFen } from '../../money/index.ts';

/**
 * Takes `totalFen` off the lines of `row`, by what each has, and writes what is left into `next`: the very split of
 * `splitFen`, without an array of its own, for the inner loop of the search. `sumFen` is the sum over these lines,
 * `rest` room to work in, as long as `row`.
 */
export function shareOut(
  row: Float64Array,
  next: Float64Array,
  lines: Uint16Array,
  totalFen: number,
  sumFen: number,
  rest: Float64Array,
): void {
  const count = lines.length;
  if (totalFen === sumFen) {
    for (let k = 0; k < count; k++) next[lines[k]!] = 0;
    return;
  }
  if (count === 1) {
    next[lines[0]!] = sumFen - totalFen;
    return;
  }
  if (totalFen * sumFen > Number.MAX_SAFE_INTEGER) {
    const parts = splitFen(
      totalFen,
      Array.from(lines, (line) => row[line]!),
    );
    for (let k = 0; k < count; k++) next[lines[k]!] = row[lines[k]!]! - parts[k]!;
    return;
  }
  let left = totalFen;
  for (let k = 0; k < count; k++) {
    const weight = row[lines[k]!]!;
    const product = totalFen * weight;
    // A quotient in floating point is at most one off; product and part × sum are exact.
    let part = Math.floor(product / sumFen);
    let remainder = product - part * sumFen;
    if (remainder < 0) {
      part -= 1;
      remainder += sumFen;
    } else if (remainder >= sumFen) {
      part += 1;
      remainder -= sumFen;
    }
    next[lines[k]!] = weight - part;
    rest[k] = remainder;
    left -= part;
  }
  for (; left > 0; left--) {
    let best = 0;
    for (let k = 1; k < count; k++) {
      const ahead = rest[k]! - rest[best]!;
      if (ahead > 0 || (ahead === 0 && row[lines[k]!]! > row[lines[best]!]!)) best = k;
    }
    next[lines[best]!] = next[lines[best]!]! - 1;
    rest[best] = -1;
  }
}
