export type AlertGrade = 'blue' | 'yellow' | 'red' | 'black';

/** Lower bounds of sellable / allotment in basis points; worst first. */
const FLOORS = [
  { grade: 'black', floorBp: 0 },
  { grade: 'red', floorBp: 1 },
  { grade: 'yellow', floorBp: 2_000 },
  { grade: 'blue', floorBp: 5_000 },
] as const;
const HYSTERESIS_BP = 500;

/**
 * The alert grade of the 2024 plan (domain §8, V64): exactly 50 % is blue, exactly 20 % yellow. A worse grade takes
 * hold at once; a better one only when the ratio is 5 points above the line, so a grade does not flicker.
 */
export function alertGrade(sellable: number, allotment: number, previous: AlertGrade = 'blue'): AlertGrade {
  const plain = gradeAt(sellable, allotment, 0);
  if (rank(plain) <= rank(previous)) return plain;
  const cleared = gradeAt(sellable, allotment, HYSTERESIS_BP);
  return rank(cleared) >= rank(previous) ? cleared : previous;
}

function gradeAt(sellable: number, allotment: number, marginBp: number): AlertGrade {
  if (sellable <= 0 || allotment <= 0) return 'black';
  const ratio = BigInt(sellable) * 10_000n;
  const reaches = ({ floorBp }: { floorBp: number }) =>
    ratio >= BigInt(floorBp <= 1 ? 0 : floorBp + marginBp) * BigInt(allotment);
  return FLOORS.findLast(reaches)?.grade ?? 'red';
}

function rank(grade: AlertGrade): number {
  return FLOORS.findIndex((entry) => entry.grade === grade);
}
