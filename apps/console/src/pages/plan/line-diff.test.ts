import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffLines, hunksOf } from './line-diff.ts';

const signs = { kept: ' ', added: '+', removed: '-' } as const;
const marked = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => signs[kind] + text);

it('a changed line is one removed and one added', () => {
  expect(marked('a\nb\nc', 'a\nB\nc')).toEqual([' a', '-b', '+B', ' c']);
});

it('keeps what both have between two changes', () => {
  expect(marked('1\n2\n3\n4\n5', '0\n2\n3\n5\n6')).toEqual(['-1', '+0', ' 2', ' 3', '-4', ' 5', '+6']);
});

it('either text can be made again from the difference', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
    .map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const side = (other: 'added' | 'removed') =>
        lines
          .filter(({ kind }) => kind !== other)
          .map((line) => line.text)
          .join('\n');
      expect(side('added')).toBe(before);
      expect(side('removed')).toBe(after);
    }),
  );
});

it('shows changes with their neighbours and marks the gaps', () => {
  const before = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  const after = before.with(3, 'x').with(15, 'y');
  const hunks = hunksOf(diffLines(before.join('\n'), after.join('\n')), 1);
  expect(hunks.map((line) => line?.text ?? '…')).toEqual([
    'line 2',
    'line 3',
    'x',
    'line 4',
    '…',
    'line 14',
    'line 15',
    'y',
    'line 16',
  ]);
});
