/**
 * The known word that a mistyped one most likely meant, or null when none is near. Case does not count as a mistake;
 * at most a third of the letters (one at least) may differ, or one is the beginning of the other, so that a suggestion is a
 * help and not a guess.
 */
export function nearestWord(word: string, known: readonly string[]): string | null {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? shortened(word, known);
}

/** `flash` for `flashSale`: the one known word that begins with it, or that it begins with. */
function shortened(word: string, known: readonly string[]): string | null {
  const given = word.toLowerCase();
  if (given.length < 3) return null;
  const near = known.filter((candidate) => {
    const other = candidate.toLowerCase();
    return other.length >= 3 && (other.startsWith(given) || given.startsWith(other));
  });
  return near.length === 1 ? near[0]! : null;
}

/** Insertions, deletions, substitutions and swaps of neighbours; anything from `enough` on is reported as `enough`. */
export function editDistance(left: string, right: string, enough = Number.POSITIVE_INFINITY): number {
  if (Math.abs(left.length - right.length) >= enough) return enough;
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      // Before the first letter there is none, which equals no other.
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped) cost = Math.min(cost, beforeLast[column - 2]! + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return Math.min(last[right.length]!, enough);
}
