/** What may be asked of a rehearsal. Apart from the schemas, so that a screen can know it without them. */

/** How strong demand is assumed to be. */
export const SCENARIOS = ['weak', 'base', 'strong'] as const;
export type Scenario = (typeof SCENARIOS)[number];
export const REHEARSAL_VISITS = { min: 1, max: 200_000 } as const;
export const REHEARSAL_SEED_MAX = 2_147_483_647;
