import type { PointsReturned } from '../orders/index.ts';

/** A row of `return_request`: the claim, the return and its answer in one. */
export type ReturnRow = {
  readonly claimKey: string;
  readonly returnId: string;
  readonly bodyHash: string;
  readonly purchaseId: string;
  readonly refundFen: number;
  readonly reason: string;
  readonly lines: readonly ReturnedLine[];
  /** What moved beside the goods and their money; null in returns from before there was any of it. */
  readonly beside: ReturnedBeside | null;
  readonly at: number;
};

export type ReturnedLine = {
  readonly lineId: string;
  readonly skuId: string;
  readonly quantity: number;
  /** Services of the units included. */
  readonly refundFen: number;
  /** Price protection that had been paid on the units, so that `refundFen` is less by it; left out where there was none. */
  readonly protectedFen?: number;
  /** Kept for what the inspection found, so that `refundFen` is less by it; left out where there was nothing. */
  readonly deductedFen?: number;
  /** What the units had been paid with beside money, in fen; left out where there was nothing of it. */
  readonly tenders?: Partial<Tenders>;
};

/** Red packets, points and subsidies that units carried: told to the shopper, never part of `refundFen` (domain §1.7.3). */
export type Tenders = {
  readonly redPacketFen: number;
  readonly pointsFen: number;
  readonly subsidyFen: number;
};

export type ReturnedBeside = {
  readonly points: PointsReturned;
  /** Kept of the refund for gifts that stay with the shopper. */
  readonly giftsFen: number;
};

/** Over the lines of one return. */
export function sumTenders(lines: readonly ReturnedLine[]): Tenders {
  const sum = (tender: keyof Tenders) =>
    lines.reduce((total, { tenders }) => total + (tenders?.[tender] ?? 0), 0);
  return { redPacketFen: sum('redPacketFen'), pointsFen: sum('pointsFen'), subsidyFen: sum('subsidyFen') };
}
