import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { KINDS, OCCASIONS, SYNONYMS, TRADE_WORDS } from './dictionary.ts';

let cutter: Jieba | null = null;

/** Loading the dictionary takes 0.1 s; it is done at the first search, not at start. */
function jieba(): Jieba {
  if (cutter === null) {
    cutter = Jieba.withDict(dict);
    const own = new Set<string>(
      [...TRADE_WORDS, ...SYNONYMS.flat(), ...Object.entries(KINDS).flat(2), ...OCCASIONS].filter(isChinese),
    );
    cutter.loadDict(Buffer.from([...own].map((word) => `${word} 200000 n`).join('\n')));
  }
  return cutter;
}

const CHINESE = /[\p{Script=Han}]+/gu;
const LATIN = /[a-z0-9]+/g;

export function isChinese(word: string): boolean {
  return /^\p{Script=Han}/u.test(word);
}

/** Width and case folded: `ＶＣ`, `VC` and `vc` are one word. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Every word under which a text may be found, longer Chinese words with the shorter ones inside them. */
export function wordsOf(text: string): string[] {
  const folded = fold(text);
  const chinese = [...folded.matchAll(CHINESE)].flatMap(([run]) => jieba().cutForSearch(run, true));
  return [...new Set([...chinese, ...latinWords(folded)])];
}

/** The words a person typed, in order, as large as the dictionary knows them. */
export function wordsTyped(text: string): string[] {
  const folded = fold(text);
  const words: string[] = [];
  // `双11` is a word although it changes script in the middle.
  const occasions = [...OCCASIONS].filter((word) => /\d/.test(word) && isChinese(word));
  const pattern = new RegExp(`${occasions.join('|')}|\\p{Script=Han}+|[a-z0-9]+`, 'gu');
  for (const [run] of folded.matchAll(pattern))
    words.push(...(isChinese(run) && !occasions.includes(run) ? jieba().cut(run, true) : [run]));
  return words;
}

/** Single characters and neighbouring pairs: what is found whichever way a dictionary would have cut. */
export function piecesOf(text: string): string[] {
  const pieces = new Set<string>();
  for (const [run] of fold(text).matchAll(CHINESE)) {
    const characters = [...run];
    for (const [index, character] of characters.entries()) {
      pieces.add(character);
      const next = characters[index + 1];
      if (next !== undefined) pieces.add(character + next);
    }
  }
  return [...pieces];
}

/** Letters without accents, plural endings off; digits stay. */
export function latinWords(text: string): string[] {
  const plain = fold(text)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['’]s?\b/g, '');
  return (plain.match(LATIN) ?? []).map(stem);
}

/** `berry`, `berries` → `berri`; `case`, `cases` → `cas`: what matters is that both ends meet. */
export function stem(word: string): string {
  if (word.length < 4 || /\d/.test(word) || /(?:ss|us|is)$/.test(word)) return word;
  const single = word.endsWith('s') ? word.slice(0, -1) : word;
  if (single.length < 4) return single;
  if (/(?:ie|y)$/.test(single)) return `${single.slice(0, single.endsWith('y') ? -1 : -2)}i`;
  return single.endsWith('e') ? single.slice(0, -1) : single;
}
