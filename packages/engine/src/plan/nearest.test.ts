import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearestWord } from './nearest.ts';

describe('the nearest known word', () => {
  const known = ['threshold', 'tiers', 'title', 'off', 'pay'];
  it.each([
    ['thresold', 'threshold'],
    ['treshhold', 'threshold'],
    ['TITLE', 'title'],
    ['titel', 'title'],
    ['of', 'off'],
    ['xyz', null],
    ['', null],
    ['thresh', 'threshold'],
    ['ti', null],
    ['tit', 'title'],
    ['discount', null],
  ])('%s → %s', (word, nearest) => expect(nearestWord(word, known)).toBe(nearest));

  it.each<[string, string, string[], string | null]>([
    ['a third of the letters may differ', 'abcdxy', ['abcdef'], 'abcdef'],
    ['more may not', 'abcxyz', ['abcdef'], null],
    ['of five letters one may differ', 'abcdx', ['abcde'], 'abcde'],
    ['of five letters two may not', 'abcxy', ['abcde'], null],
    ['of one letter that one', 'x', ['y'], 'y'],
    ['the nearer one, whichever is named first', 'abcdxf', ['abcdyz', 'abcdef'], 'abcdef'],
    ['of two that are equally near the first', 'rat', ['cat', 'bat'], 'cat'],
    ['upper and lower case are one', 'maxfan', ['MaxFen'], 'MaxFen'],
    ['the beginning of a word', 'FLASH', ['flashSale', 'other'], 'flashSale'],
    ['of a word in capitals', 'thresh', ['THRESHOLD'], 'THRESHOLD'],
    ['a word and more', 'payment', ['pay'], 'pay'],
    ['the beginning of two words', 'flash', ['flashSale', 'flashPrice'], null],
    ['two letters are not enough to begin with', 'abcdefgh', ['ab'], null],
    ['nor two given ones', 'fl', ['flashSale'], null],
    ['the end of a word is not its beginning', 'hold', ['threshold'], null],
  ])('%s', (_name, word, words, nearest) => expect(nearestWord(word, words)).toBe(nearest));

  /** The definition, by recursion: the last letters are equal, or one step is the last one. */
  function steps(left: string, right: string): number {
    if (left === '' || right === '') return left.length + right.length;
    const [a, b] = [left.slice(0, -1), right.slice(0, -1)];
    const swapped = left.at(-1) === right.at(-2) && left.at(-2) === right.at(-1);
    return Math.min(
      steps(a, right) + 1,
      steps(left, b) + 1,
      steps(a, b) + (left.at(-1) === right.at(-1) ? 0 : 1),
      left.length > 1 && right.length > 1 && swapped
        ? steps(left.slice(0, -2), right.slice(0, -2)) + 1
        : Number.POSITIVE_INFINITY,
    );
  }

  it('counts the fewest steps, and stops counting where it is told to', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
    fc.assert(
      fc.property(word, word, fc.nat(6), (left, right, enough) => {
        expect(editDistance(left, right)).toBe(steps(left, right));
        expect(editDistance(left, right, enough)).toBe(Math.min(enough, steps(left, right)));
      }),
    );
  });

  it('counts a swap of neighbours as one mistake', () => {
    expect(editDistance('brust', 'burst')).toBe(1);
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });
});
