import { expect, it } from 'vitest';
import { ADDRESSES_MAX, dropAddress, type KeptAddress, keepAddress, parseBook } from './addresses.ts';

const one = (addressId: string, more: Partial<KeptAddress> = {}): KeptAddress => ({
  addressId,
  recipient: '林小满',
  phone: '13812345678',
  region: '310000',
  line: '浦东新区世纪大道 1 号',
  ...more,
});
const empty = { list: [], defaultId: null };

it('the first address is the default until another is made so', () => {
  const first = keepAddress(empty, one('a'), false);
  expect(first.defaultId).toBe('a');
  expect(keepAddress(first, one('b'), false).defaultId).toBe('a');
  expect(keepAddress(first, one('b'), true).defaultId).toBe('b');
});

it('an edit changes its own address and no other', () => {
  const book = keepAddress(keepAddress(empty, one('a'), false), one('b'), false);
  const edited = keepAddress(book, one('b', { recipient: '王明' }), false);
  expect(edited.list.map((each) => each.recipient)).toEqual(['林小满', '王明']);
});

it('deleting the default hands it to the first that is left, and to nobody when none is', () => {
  const book = keepAddress(keepAddress(empty, one('a'), false), one('b'), false);
  expect(dropAddress(book, 'a')).toMatchObject({ defaultId: 'b', list: [{ addressId: 'b' }] });
  expect(dropAddress(dropAddress(book, 'a'), 'b')).toEqual(empty);
});

it('a book never grows past its limit', () => {
  let book: Parameters<typeof keepAddress>[0] = empty;
  for (let n = 0; n < ADDRESSES_MAX + 3; n += 1) book = keepAddress(book, one(`a${n}`), false);
  expect(book.list).toHaveLength(ADDRESSES_MAX);
});

it('what is no address any more is left out, and the one from before the book is kept', () => {
  const kept = JSON.stringify({ list: [one('a', { phone: '123' }), one('b')], defaultId: 'a' });
  expect(parseBook(kept, null)).toEqual({ list: [one('b')], defaultId: 'b' });
  const { addressId: _, ...old } = one('x');
  expect(parseBook(null, JSON.stringify(old))).toMatchObject({ defaultId: 'first', list: [old] });
  expect(parseBook('not json', 'nor this')).toEqual(empty);
  // An emptied book stays empty: the old address was moved, not copied.
  expect(parseBook(JSON.stringify(empty), JSON.stringify(old))).toEqual(empty);
});
