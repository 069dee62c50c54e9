import { describe, expect, it } from 'vitest';
import { type AlertGrade, alertGrade } from './alert-grade.ts';

describe('alert grades of the 2024 plan (V64)', () => {
  it.each<[number, AlertGrade]>([
    [500, 'blue'],
    [499, 'yellow'],
    [200, 'yellow'],
    [199, 'red'],
    [1, 'red'],
    [0, 'black'],
  ])('%i of 1000 falls to %s', (sellable, grade) => {
    expect(alertGrade(sellable, 1000, 'blue')).toBe(grade);
  });

  it.each<[AlertGrade, number, AlertGrade]>([
    ['red', 240, 'red'],
    ['red', 250, 'yellow'],
    ['yellow', 549, 'yellow'],
    ['yellow', 550, 'blue'],
    ['black', 1, 'red'],
    ['black', 240, 'red'],
    ['black', 600, 'blue'],
  ])('from %s back at %i it is %s', (previous, sellable, grade) => {
    expect(alertGrade(sellable, 1000, previous)).toBe(grade);
  });
});
