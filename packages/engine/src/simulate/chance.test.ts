import { describe, expect, test } from 'vitest';
import { createChance } from './chance.ts';

const draws = (seed: number, name: string, count: number) => {
  const chance = createChance(seed, name);
  return Array.from({ length: count }, () => chance.next());
};

describe('chance', () => {
  test('the same seed and name give the same draws, another seed or name others', () => {
    expect(draws(7, 'a', 50)).toEqual(draws(7, 'a', 50));
    expect(draws(7, 'a', 50)).not.toEqual(draws(8, 'a', 50));
    expect(draws(7, 'a', 50)).not.toEqual(draws(7, 'b', 50));
  });

  test('these first draws never change: a stored seed must mean the same rehearsal next year', () => {
    const chance = createChance(7, 'known');
    expect(Array.from({ length: 4 }, () => chance.below(1_000_000))).toEqual([
      914_063, 813_099, 281_156, 911_172,
    ]);
  });

  test('a split stream does not move with draws of its parent', () => {
    const one = createChance(7, 'parent');
    const two = createChance(7, 'parent');
    two.next();
    two.below(10);
    expect(one.split('child').next()).toBe(two.split('child').next());
    expect(one.split('child').next()).not.toBe(one.split('other').next());
  });

  test('uniform: 100 cells of 100 000 draws stay within chi-square 99.9 %', () => {
    for (const seed of [1, 2, 3]) {
      const cells = new Array<number>(100).fill(0);
      for (const value of draws(seed, 'uniform', 100_000)) cells[Math.floor(value * 100)]! += 1;
      const chiSquare = cells.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
      expect(chiSquare).toBeLessThan(149); // 99 degrees of freedom
      expect(chiSquare).toBeGreaterThan(58); // too even is no chance either
    }
  });

  test('first draws of 20 000 neighbouring streams are as uniform as draws of one', () => {
    const cells = new Array<number>(50).fill(0);
    for (let index = 0; index < 20_000; index += 1) {
      cells[Math.floor(createChance(7, `visit:${index}`).next() * 50)]! += 1;
    }
    const chiSquare = cells.reduce((sum, count) => sum + (count - 400) ** 2 / 400, 0);
    expect(chiSquare).toBeLessThan(85.4); // 49 degrees of freedom, 99.9 %
  });

  test('weighted follows the weights and never picks a zero', () => {
    const chance = createChance(5, 'weighted');
    const counts = [0, 0, 0, 0];
    for (let index = 0; index < 40_000; index += 1) counts[chance.weighted([1, 0, 2, 1])]! += 1;
    expect(counts[1]).toBe(0);
    expect(counts[2]! / 40_000).toBeCloseTo(0.5, 1);
    expect(chance.weighted([0, 0])).toBe(-1);
    expect(chance.weighted([])).toBe(-1);
  });

  test('exponential and normal have the moments they claim', () => {
    const chance = createChance(9, 'moments');
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const waits = Array.from({ length: 50_000 }, () => chance.exponential(3));
    const heights = Array.from({ length: 50_000 }, () => chance.normal());
    expect(mean(waits)).toBeGreaterThan(2.9);
    expect(mean(waits)).toBeLessThan(3.1);
    expect(Math.abs(mean(heights))).toBeLessThan(0.02);
    expect(mean(heights.map((value) => value * value))).toBeCloseTo(1, 1);
  });
});
