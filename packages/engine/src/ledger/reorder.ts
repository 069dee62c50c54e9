/**
 * When to order again (domain §8, V65 and V66). Demand is so many units a day with a standard deviation; goods take so
 * many days to come, with a deviation of their own.
 */
export type ReorderInput = {
  readonly demandPerDay: number;
  readonly demandSd: number;
  readonly leadDays: number;
  readonly leadSdDays: number;
  readonly serviceLevelBp: ServiceLevelBp;
};

/** How often demand is met while goods are on their way, and the normal deviate that stands for it. */
const Z_BY_SERVICE_LEVEL = { 9000: 1.2816, 9500: 1.6449, 9750: 1.96, 9900: 2.3263 } as const;
export type ServiceLevelBp = keyof typeof Z_BY_SERVICE_LEVEL;
export const SERVICE_LEVELS_BP = [9_000, 9_500, 9_750, 9_900] as const;

/** `ceil(z·√(L·σd² + d²·σL²))` units. */
export function safetyStock(input: ReorderInput): number {
  const { demandPerDay, demandSd, leadDays, leadSdDays, serviceLevelBp } = input;
  const variance = leadDays * demandSd ** 2 + demandPerDay ** 2 * leadSdDays ** 2;
  return Math.ceil(Z_BY_SERVICE_LEVEL[serviceLevelBp] * Math.sqrt(variance));
}

/** The stock at which to order: what is sold while goods come, and the safety stock. */
export function reorderPoint(input: ReorderInput): number {
  return Math.ceil(input.demandPerDay * input.leadDays) + safetyStock(input);
}
