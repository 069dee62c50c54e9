/**
 * Whole fen, exact: no float ever holds a fraction of a fen, every product that could leave the safe range goes
 * through BigInt, every split sums back to what was split, and every rounding is named where it happens.
 */
export { assertFen, FULL_BP, mulDiv, percentOf, sumFen } from './fen.ts';
export { formatFen, formatFenBrief, parseYuan } from './format-fen.ts';
export { splitDiscount, splitFen } from './split-fen.ts';
export { shareOfUnits, splitUnits } from './split-units.ts';
