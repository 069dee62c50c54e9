import type { Snapshot } from '../read-cache.ts';
import { SYNONYMS, TRADE_WORDS } from './dictionary.ts';
import { fold, isChinese, wordsOf } from './words.ts';

/** Words that lead to something, made once for a state of the catalogue. */
const vocabularies = new WeakMap<Snapshot, readonly string[]>();
const RUNS = /\p{Script=Han}+|[a-z0-9]+/gu;

/**
 * The typed words with each unknown one replaced by the nearest known one; null when nothing is near. A Latin word may
 * differ by one letter, from seven letters on by two; a Chinese one, three characters or longer, by one character.
 */
export function correct(snapshot: Snapshot, typed: string): string | null {
  const known = vocabularyOf(snapshot);
  const folded = fold(typed).trim();
  let changed = false;
  const corrected = folded.replaceAll(RUNS, (run) => {
    if (known.includes(run)) return run;
    const near = nearest(run, known);
    if (near === null) return run;
    changed = true;
    return near;
  });
  return changed ? corrected : null;
}

function vocabularyOf(snapshot: Snapshot): readonly string[] {
  let words = vocabularies.get(snapshot);
  if (words === undefined) {
    const found = new Set<string>([...SYNONYMS.flat(), ...TRADE_WORDS].map(fold));
    const texts = [
      ...[...snapshot.products.values()].filter((one) => one.onSale).map((one) => one.title),
      ...[...snapshot.brands.values()].map((brand) => brand.name),
      ...snapshot.categories.map((category) => category.title),
    ];
    for (const { zh, en } of texts) {
      for (const word of wordsOf(zh)) if (isChinese(word)) found.add(word);
      for (const [run] of fold(en).matchAll(RUNS)) found.add(run);
    }
    words = [...found].filter((word) => [...word].length >= 3);
    vocabularies.set(snapshot, words);
  }
  return words;
}

function nearest(run: string, known: readonly string[]): string | null {
  const letters = [...run];
  const most = isChinese(run)
    ? letters.length >= 3
      ? 1
      : 0
    : letters.length >= 7
      ? 2
      : letters.length >= 4
        ? 1
        : 0;
  if (most === 0) return null;
  let best: { readonly word: string; readonly distance: number } | null = null;
  for (const word of known) {
    if (isChinese(word) !== isChinese(run)) continue;
    const distance = editDistance(letters, [...word], Math.min(most, (best?.distance ?? most + 1) - 1));
    if (distance !== null) best = { word, distance };
    if (best?.distance === 1 && most === 1) break;
  }
  return best?.word ?? null;
}

/** Insertions, deletions, replacements and swaps of neighbours between two words; null above `most`. */
function editDistance(a: readonly string[], b: readonly string[], most: number): number | null {
  if (most < 0 || Math.abs(a.length - b.length) > most) return null;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(replaced, last[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    if (Math.min(...row) > most) return null;
    before = last;
    last = row;
  }
  const distance = last[b.length]!;
  return distance <= most ? distance : null;
}
