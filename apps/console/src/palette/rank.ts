import { initialsOf } from './pinyin.ts';

/** What an entry of the palette can be found by. */
export type Findable = { readonly zh: string; readonly en: string; readonly more?: string | undefined };

/**
 * How well an entry answers what was typed; null for not at all. Whole words before beginnings, beginnings before parts,
 * parts before initials, initials before letters that only stand in order. Every typed word has to be answered.
 */
export function rank(entry: Findable, typed: string): number | null {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const texts = [entry.zh, entry.en, entry.more ?? ''].map((text) => text.toLowerCase());
  const initials = initialsOf(entry.zh);
  let sum = 0;
  for (const word of words) {
    const best = Math.max(...texts.map((text) => score(text, word)), initialScore(initials, word));
    if (best === 0) return null;
    sum += best;
  }
  // Of equals the shorter name is likelier meant.
  return sum - Math.min(9, Math.min(entry.zh.length, entry.en.length) / 10);
}

function score(text: string, word: string): number {
  const at = text.indexOf(word);
  if (text === word) return 100;
  if (at === 0) return 80;
  if (at > 0) return /[\p{L}\p{N}]/u.test(text.charAt(at - 1)) && /[a-z0-9]/.test(word.charAt(0)) ? 45 : 60;
  return word.length >= 3 && /^[a-z0-9-]+$/.test(word) && inOrder(text, word) ? 12 : 0;
}

function initialScore(initials: string, word: string): number {
  if (!/^[a-z0-9]+$/.test(word)) return 0;
  if (initials === word) return 70;
  if (initials.startsWith(word)) return 55;
  return word.length >= 2 && initials.includes(word) ? 35 : 0;
}

/** Do the letters stand in this order, none too far from the one before? `pbl` finds `publish`. */
function inOrder(text: string, word: string): boolean {
  let at = -1;
  for (const letter of word) {
    const next = text.indexOf(letter, at + 1);
    if (next < 0 || (at >= 0 && next - at > GAP_MAX)) return false;
    at = next;
  }
  return true;
}
const GAP_MAX = 6;
