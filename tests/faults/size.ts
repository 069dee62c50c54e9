/** How much is asked of the servers: what fits into CI, or the larger run of `npm run faults -- --large`. */
const LARGE = process.env.DACU_FAULTS === 'large';

export const SIZE = LARGE
  ? { shoppersARound: 600, frozenMs: 20_000, outageMs: 30_000 }
  : { shoppersARound: 72, frozenMs: 10_000, outageMs: 6_000 };

/** A limit for a test, with room for what is larger. */
export const withinMs = (ms: number): number => (LARGE ? ms * 8 : ms);
