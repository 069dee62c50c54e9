/**
 * How many days a parcel is on its way from province to province. The figures are ours: the seven customary regions of the
 * country, a day more for each step between them, two more for the far west and the island, as carriers advertise for
 * their ordinary service. They are a promise of this program, no carrier's tariff.
 */

type Region = 'north' | 'northeast' | 'east' | 'centre' | 'south' | 'southwest' | 'northwest';

/** By the first two digits of GB/T 2260. */
const REGION_OF: Readonly<Record<string, Region>> = {
  ...{ 11: 'north', 12: 'north', 13: 'north', 14: 'north', 15: 'north' },
  ...{ 21: 'northeast', 22: 'northeast', 23: 'northeast' },
  ...{ 31: 'east', 32: 'east', 33: 'east', 34: 'east', 35: 'east', 36: 'east', 37: 'east', 71: 'east' },
  ...{ 41: 'centre', 42: 'centre', 43: 'centre' },
  ...{ 44: 'south', 45: 'south', 46: 'south', 81: 'south', 82: 'south' },
  ...{ 50: 'southwest', 51: 'southwest', 52: 'southwest', 53: 'southwest', 54: 'southwest' },
  ...{ 61: 'northwest', 62: 'northwest', 63: 'northwest', 64: 'northwest', 65: 'northwest' },
};

export const PROVINCES: readonly string[] = Object.keys(REGION_OF).map((digits) => `${digits}0000`);

/** Regions that border each other; everything else is farther. */
const BESIDE: Readonly<Record<Region, readonly Region[]>> = {
  north: ['northeast', 'east', 'centre', 'northwest'],
  northeast: ['north'],
  east: ['north', 'centre', 'south'],
  centre: ['north', 'east', 'south', 'southwest', 'northwest'],
  south: ['east', 'centre', 'southwest'],
  southwest: ['centre', 'south', 'northwest'],
  northwest: ['north', 'centre', 'southwest'],
};

/** 西藏, 青海, 宁夏, 新疆, 内蒙古, 海南: reached later from everywhere but at home. */
const FAR = new Set(['54', '63', '64', '65', '15', '46']);
const FAR_DAYS = 2;
const UNKNOWN_DAYS = 7;

/** What a carrier needs more or less than the ordinary service; ours, like the table. */
export const CARRIERS = { sf: -1, jd: 0, sandbox: 0 } as const;
export type CarrierId = keyof typeof CARRIERS;

/** Days between two provinces by GB/T 2260; 1 at least. A province that is not known counts as the farthest. */
export function laneDays(from: string, to: string, carrierId: string = 'sandbox'): number {
  const faster = carrierId in CARRIERS ? CARRIERS[carrierId as CarrierId] : 0;
  return Math.max(1, ordinaryDays(from.slice(0, 2), to.slice(0, 2)) + faster);
}

function ordinaryDays(from: string, to: string): number {
  const start = REGION_OF[from];
  const end = REGION_OF[to];
  if (start === undefined || end === undefined) return UNKNOWN_DAYS;
  if (from === to) return 1;
  const near = start === end ? 2 : BESIDE[start].includes(end) ? 3 : 4;
  return near + (FAR.has(from) || FAR.has(to) ? FAR_DAYS : 0);
}

/** Where a parcel comes to a station rather than to the door, unless the plan names its own remote provinces. */
export function isRemote(province: string, named: readonly string[]): boolean {
  return named.length > 0
    ? named.includes(province)
    : FAR.has(province.slice(0, 2)) && province.slice(0, 2) !== '46';
}
