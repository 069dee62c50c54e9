import type { Fault } from './case-terms.ts';

/** Who pays for the parcel back. */
export type FreightPayer = 'seller' | 'insurer' | 'buyer' | 'nobody';
export type ReturnFreight = {
  readonly payer: FreightPayer;
  /** What the label covers; above it the sender pays the carrier. */
  readonly coveredFen: number;
};

/** What a freight insurance pays for one parcel: the first kilogram to most provinces. */
export const INSURED_FREIGHT_FEN_MAX = 1_200;
/** A prepaid label of the seller: any parcel that a carrier takes at the door. */
const LABEL_FREIGHT_FEN_MAX = 5_000;

/**
 * Whose cost the way back is (Consumer Protection Law article 25: the buyer's without a reason, unless agreed otherwise;
 * the seller's where the goods were at fault). Free returns bind the seller; an insurance pays for one parcel of an order.
 */
export function returnFreight(input: {
  readonly goodsBack: boolean;
  readonly fault: Fault;
  readonly freeReturns: boolean;
  /** Bought or given with the order, and not used yet. */
  readonly insured: boolean;
}): ReturnFreight {
  if (!input.goodsBack) return { payer: 'nobody', coveredFen: 0 };
  if (input.fault === 'seller' || input.freeReturns)
    return { payer: 'seller', coveredFen: LABEL_FREIGHT_FEN_MAX };
  if (input.insured) return { payer: 'insurer', coveredFen: INSURED_FREIGHT_FEN_MAX };
  return { payer: 'buyer', coveredFen: 0 };
}
