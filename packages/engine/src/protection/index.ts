/**
 * Price protection, 价保 (domain §6): what was bought and became cheaper within the time that the plan promises is paid
 * back. `protectionOf` says which promise holds for a line and until when, `protectedDifference` what it is worth now,
 * `withdrawProtection` what of it leaves with returned units.
 *
 * Holds always: protection and refunds of a line together never exceed what was paid for it, in any sequence; of one
 * fall in price each fen is paid once; a lower price now never pays less.
 */
export { type ParityTerms, type PriceGap, priceGap } from './parity.ts';
export {
  type Difference,
  type NoDifference,
  type ProtectedLine,
  protectedDifference,
  publicFen,
  withdrawProtection,
} from './protected-difference.ts';
export {
  type NoPromise,
  type Promised,
  type ProtectionTerms,
  protectionOf,
  sweepAfter,
} from './terms.ts';
