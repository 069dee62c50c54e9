import { KINDS, OCCASION_TOKEN, OCCASIONS, STOP_WORDS, SYNONYMS } from './dictionary.ts';
import { fold, isChinese, latinWords, piecesOf, wordsTyped } from './words.ts';

const TERMS_MAX = 12;
const SYNONYM_INDEX = indexSynonyms();

function indexSynonyms(): ReadonlyMap<string, ReadonlySet<string>> {
  const index = new Map<string, Set<string>>();
  for (const group of SYNONYMS) {
    for (const word of group) {
      const key = keyOf(word);
      const known = index.get(key) ?? new Set<string>();
      for (const other of group) known.add(other);
      index.set(key, known);
    }
  }
  return index;
}

/** Chinese words stand for themselves, English ones for their stems. */
function keyOf(word: string): string {
  return isChinese(word) ? fold(word) : latinWords(word).join(' ');
}

/**
 * What a person typed as a PostgreSQL tsquery: each term must match, in itself or by a synonym. Every lexeme is quoted,
 * so nothing typed is ever read as an operator. Null when there is nothing to look for.
 */
export function searchQuery(typed: string): string | null {
  const terms = searchTerms(typed);
  return terms.length === 0 ? null : terms.map((term) => `(${term})`).join(' & ');
}

/** One tsquery for each term, for asking which of them are known at all. */
export function searchTerms(typed: string): string[] {
  const words = wordsTyped(typed);
  const phrases = joinPhrases(words);
  const telling = phrases.filter((phrase) => !STOP_WORDS.has(phrase));
  const chosen = (telling.length > 0 ? telling : phrases).slice(0, TERMS_MAX);
  return [...new Set(chosen.map(termOf))].filter((term) => term !== '');
}

/** `phone cases` is one term when a synonym is spelled with two words. */
function joinPhrases(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const next = words[index + 1];
    const pair = next === undefined ? '' : keyOf(`${word} ${next}`);
    if (!isChinese(word) && pair.includes(' ') && SYNONYM_INDEX.has(pair)) {
      joined.push(`${word} ${next}`);
      index += 1;
    } else joined.push(word);
  }
  return joined;
}

function termOf(word: string): string {
  if (OCCASIONS.has(word)) return lexeme(OCCASION_TOKEN);
  const same = SYNONYM_INDEX.get(keyOf(word)) ?? new Set<string>();
  const meant = [word, ...same];
  const kinds = meant.flatMap((other) => KINDS[other] ?? []);
  const exact = [...new Set([...meant, ...kinds])].map((other) => alternative(other));
  // While somebody types, a Latin word is the beginning of one.
  const begun =
    !isChinese(word) && !word.includes(' ') && word.length > 1
      ? [`${lexeme(latinWords(word)[0] ?? word)}:*`]
      : [];
  return [...exact, ...begun].filter((text) => text !== '').join(' | ');
}

/** A word, or its pieces all together when the text was cut another way. */
function alternative(word: string): string {
  if (!isChinese(word)) return group(latinWords(word));
  const pairs = piecesOf(word).filter((piece) => [...piece].length === 2);
  return [...word].length < 3 ? lexeme(fold(word)) : `${lexeme(fold(word))} | ${group(pairs)}`;
}

function group(lexemes: readonly string[]): string {
  return lexemes.length === 0 ? '' : `(${lexemes.map(lexeme).join(' & ')})`;
}

/** Quoted as tsvector and tsquery literals want it. */
export function lexeme(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
