import { type StockRow, sellable } from './stock.ts';

/** Alert grades of the 2024 plan, from calm to sold out (domain §8). */
export const STOCK_GRADES = ['blue', 'yellow', 'red', 'black'] as const;
export type StockGrade = (typeof STOCK_GRADES)[number];

/** The share of the allotment from which each grade is left behind; black ends with the first unit. */
const BLUE_FROM_PERCENT = 50;
const YELLOW_FROM_PERCENT = 20;
/** A grade gets worse at once, and better only this far beyond its line, so that it does not flicker. */
const HYSTERESIS_POINTS = 5;

/**
 * Grade of a sku by sellable units over the campaign's allotment: blue from 50 %, yellow below, red below 20 %, black at
 * nothing. Given the grade before, a better one needs 5 points more than its line (red → yellow from 25 %). Without an
 * allotment there is no share to measure: blue until nothing is left. Whole-number comparisons throughout (V64).
 */
export function stockGrade(row: StockRow, before?: StockGrade): StockGrade {
  const now = rawGrade(row, 0);
  if (before === undefined || STOCK_GRADES.indexOf(now) >= STOCK_GRADES.indexOf(before)) return now;
  // Better than before: as far as the stricter lines allow, and no worse than it was.
  const strict = rawGrade(row, HYSTERESIS_POINTS);
  return STOCK_GRADES.indexOf(strict) < STOCK_GRADES.indexOf(before) ? strict : before;
}

function rawGrade(row: StockRow, pointsMore: number): StockGrade {
  const left = sellable(row);
  if (left === 0) return 'black';
  if (row.allotment === 0) return 'blue';
  const reaches = (percent: number) => left * 100 >= row.allotment * percent;
  if (pointsMore > 0 && !reaches(pointsMore)) return 'black';
  if (reaches(BLUE_FROM_PERCENT + pointsMore)) return 'blue';
  return reaches(YELLOW_FROM_PERCENT + pointsMore) ? 'yellow' : 'red';
}
