import { createHash } from 'node:crypto';
import type {
  CasedUnits,
  CaseEvent,
  CaseKind,
  CaseReason,
  CaseState,
  Fault,
  Found,
  ReturnFreight,
} from '@dacu/engine/aftercare';
import type { Actor } from '@dacu/engine/order-life';

/** A row of `return_case`: one request over units of one shop's order, with everything that happened to it. */
export type CaseRow = {
  readonly caseId: string;
  readonly claimKey: string;
  readonly bodyHash: string;
  readonly purchaseId: string;
  readonly orderId: string;
  readonly shopId: string;
  readonly shopperId: string;
  readonly kind: CaseKind;
  readonly reason: CaseReason;
  readonly fault: Fault;
  readonly state: CaseState;
  readonly lines: readonly CasedLine[];
  readonly keptGifts: readonly string[];
  /** What the shopper wrote, under the shopper's key. */
  readonly sealedWords: string | null;
  readonly freight: ReturnFreight;
  /** As shown when it was asked for; null for an exchange. */
  readonly expectedFen: number | null;
  readonly refundFen: number | null;
  readonly requestedAt: number;
  /** Since when it is in its state. */
  readonly since: number;
  readonly receivedAt: number | null;
  readonly deadlineAt: number | null;
  /** Goods for an exchange are reserved. */
  readonly held: boolean;
  readonly tracking: { readonly carrier: string; readonly number: string } | null;
  readonly found: readonly Found[] | null;
  readonly replacementId: string | null;
  /** What the shopper shows, in that order. */
  readonly photos: readonly string[];
  readonly steps: readonly CaseStep[];
};

export type CasedLine = { readonly lineId: string; readonly skuId: string; readonly quantity: number };

/** `key` and `bodyHash` are of the request that took it, so that a repeat finds its answer. */
export type CaseStep = {
  readonly on: 'request' | CaseEvent;
  readonly to: CaseState;
  readonly at: number;
  readonly by: Actor;
  readonly operatorId?: string;
  readonly operator?: string;
  readonly note?: string;
  readonly key?: string;
  readonly bodyHash?: string;
};

/** A row of `return_book`: what cases did with the units of a purchase, so that no unit is in two of them. */
export type BookRow = {
  readonly purchaseId: string;
  readonly units: Readonly<Record<string, CasedUnits>>;
  /** Orders whose freight insurance has paid a parcel, or has promised to. */
  readonly insured: readonly string[];
};

/** The same for a repeated request, so that the row itself is what a repeat finds. */
export function caseIdOf(claimKey: string): string {
  const digest = createHash('sha256').update(claimKey).digest('hex').slice(0, 32);
  return `rc_${BigInt(`0x${digest}`).toString(32).padStart(26, '0')}`;
}

/** A case refunds once: its return bears its name. */
export const returnIdOf = (caseId: string): string => `re_${caseId.slice(3)}`;
