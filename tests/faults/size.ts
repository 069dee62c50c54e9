/** How much is asked of the servers: what fits into CI, or the larger run of `npm run faults -- --large`. */
const LARGE = process.env.DACU_FAULTS === 'large';

export const SIZE = LARGE
  ? { large: true, shoppersARound: 600, frozenMs: 20_000, outageMs: 30_000 }
  : { large: false, shoppersARound: 90, frozenMs: 10_000, outageMs: 6_000 };
