import { expect, test } from 'vitest';
import { qrMatrix } from './qr-matrix.ts';

const rows = (digits: string) =>
  qrMatrix(digits).map((row) => row.map((dark) => (dark ? '#' : '.')).join(''));

test('a code of eight digits is the symbol that an independent encoder draws', () => {
  expect(rows('07432618')).toEqual(VECTOR);
});

test.each(['', '12a', '1'.repeat(35)])('%s is no code', (digits) => {
  expect(() => qrMatrix(digits)).toThrow(RangeError);
});

test('two codes that differ in one digit differ in many modules', () => {
  const [one, other] = [rows('12345678').join(''), rows('12345679').join('')];
  expect([...one].filter((cell, at) => cell !== other[at]).length).toBeGreaterThan(30);
});

const VECTOR = [
  '#######...#.#.#######',
  '#.....#.##.##.#.....#',
  '#.###.#..##.#.#.###.#',
  '#.###.#..#..#.#.###.#',
  '#.###.#.##.##.#.###.#',
  '#.....#..###..#.....#',
  '#######.#.#.#.#######',
  '.........##..........',
  '#.#.#.#.....#...#..#.',
  '#####..##..#.#.#...##',
  '###...##..##.###.##..',
  '.#.#.#.###.###.###.#.',
  '.#.#####.###.###.####',
  '........#.#...#..###.',
  '#######...#.#...#.#.#',
  '#.....#.......#..####',
  '#.###.#.##..#.#.###.#',
  '#.###.#....#.#.#.#.#.',
  '#.###.#.#..#.###..#.#',
  '#.....#..#.###.###...',
  '#######.####.###..#.#',
];
