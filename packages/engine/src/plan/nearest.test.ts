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

  it('counts a swap of neighbours as one mistake', () => {
    expect(editDistance('brust', 'burst')).toBe(1);
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });
});
