import { describe, expect, it } from 'vitest';
import { searchQuery } from './search-query.ts';
import { stem, wordsOf, wordsTyped } from './words.ts';

describe('words', () => {
  it.each([
    ['双11 低碳', ['双11', '低碳']],
    ['双十一低碳', ['双十一', '低碳']],
    ['手机壳', ['手机壳']],
    ['婴儿奶粉', ['婴儿', '奶粉']],
    ['ＶＣ 精华液', ['vc', '精华液']],
  ])('%s is cut as a shopper means it', (typed, words) => {
    expect(wordsTyped(typed)).toEqual(words);
  });

  it('a long word is found by the shorter ones inside it', () => {
    expect(wordsOf('每日坚果礼盒')).toEqual(expect.arrayContaining(['每日坚果', '坚果', '礼盒']));
  });

  it.each([
    ['nuts', 'nut'],
    ['berries', 'berry'],
    ['cookies', 'cookie'],
    ['boxes', 'box'],
    ['cases', 'case'],
    ['dresses', 'dress'],
    ['tees', 'tee'],
    ['dates', 'date'],
  ])('%s and %s meet', (many, one) => {
    expect(stem(many)).toBe(stem(one));
  });

  it.each(['glass', 'usb', '64gbs', 'tennis'])('%s is no plural', (word) => {
    expect(stem(word)).toBe(word);
  });
});

describe('a query', () => {
  it('quotes whatever was typed, so that nothing is an operator', () => {
    expect(searchQuery(`'); drop table product; -- | ! <->`)).not.toMatch(/[^'(&|:*) ]'?\s*[!<>;-]/);
  });

  it('asks for nothing when there is nothing to look for', () => {
    expect(searchQuery('   ')).toBeNull();
    expect(searchQuery('！？…')).toBeNull();
  });

  it('drops words that tell nothing apart, unless they are all there is', () => {
    expect(searchQuery('给坚果')).toBe(searchQuery('坚果'));
    expect(searchQuery('the')).not.toBeNull();
  });

  it('knows a synonym that is spelled with two words', () => {
    expect(searchQuery('phone cases')).toContain(`'手机壳'`);
  });
});
