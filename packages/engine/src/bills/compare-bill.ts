/** A line of the bill: money that came, or money that went back. */
export type BillLine =
  | { readonly kind: 'charge'; readonly paymentId: string; readonly fen: number }
  | { readonly kind: 'refund'; readonly paymentId: string; readonly refundId: string; readonly fen: number };

/** A payment as our books have it. */
export type OurCharge = {
  readonly paymentId: string;
  readonly fen: number;
  /** Money is here, or was and went back. */
  readonly paid: boolean;
  /** Expected on this day's bill; false where it is looked at only because the bill names it. */
  readonly dueToday: boolean;
  readonly refunds: readonly {
    readonly refundId: string;
    readonly fen: number;
    readonly dueToday: boolean;
  }[];
};

export const DIFFERENCE_KINDS = [
  /** They took money for a payment that we do not know. */
  'missingAtOurs',
  /** We hold a payment for paid that their bill does not have. */
  'missingAtTheirs',
  'amountDiffers',
  /** They were paid; ours waits or was given up. */
  'stateDiffers',
  /** They sent money back that we know nothing of. */
  'refundMissingAtOurs',
  /** We told them to send money back, and they have not. */
  'refundMissingAtTheirs',
  'refundDiffers',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

export type BillDifference = {
  readonly kind: DifferenceKind;
  readonly paymentId: string;
  readonly refundId: string | null;
  /** Null on the side that does not have it. */
  readonly oursFen: number | null;
  readonly theirsFen: number | null;
};

/** How many, and how much together. */
export type Tally = { readonly count: number; readonly fen: number };
export type BillComparison = {
  readonly differences: readonly BillDifference[];
  readonly charges: { readonly ours: Tally; readonly theirs: Tally; readonly agreed: Tally };
  readonly refunds: { readonly ours: Tally; readonly theirs: Tally; readonly agreed: Tally };
};

type Pair = {
  readonly difference: BillDifference | null;
  readonly oursFen: number | null;
  readonly theirsFen: number | null;
};

/**
 * Compares a bill with our books. `ours` are the payments that the bill names, and those that are expected on it. A line
 * that stands twice is a difference of its own: the second has nothing left on our side to agree with.
 */
export function compareBill(lines: readonly BillLine[], ours: readonly OurCharge[]): BillComparison {
  const known = new Map(ours.map((charge) => [charge.paymentId, charge]));
  const seen = new Set<string>();
  const charges: Pair[] = [];
  const refunds: Pair[] = [];
  for (const line of lines) {
    const key = line.kind === 'charge' ? line.paymentId : `${line.paymentId} ${line.refundId}`;
    const first = !seen.has(key);
    seen.add(key);
    const charge = first ? known.get(line.paymentId) : undefined;
    if (line.kind === 'charge') charges.push(chargePair(line, charge));
    else refunds.push(refundPair(line, charge));
  }
  for (const charge of ours) {
    if (charge.dueToday && charge.paid && !seen.has(charge.paymentId))
      charges.push(oursAlone('missingAtTheirs', charge.paymentId, null, charge.fen));
    for (const { refundId, fen, dueToday } of charge.refunds)
      if (dueToday && !seen.has(`${charge.paymentId} ${refundId}`))
        refunds.push(oursAlone('refundMissingAtTheirs', charge.paymentId, refundId, fen));
  }
  return {
    differences: [...charges, ...refunds].flatMap(({ difference }) => difference ?? []),
    charges: tallies(charges),
    refunds: tallies(refunds),
  };
}

function chargePair(line: BillLine, charge: OurCharge | undefined): Pair {
  const { paymentId, fen: theirsFen } = line;
  if (charge === undefined) return theirsAlone('missingAtOurs', paymentId, null, theirsFen);
  if (!charge.paid) return theirsAlone('stateDiffers', paymentId, null, theirsFen);
  return bothHave('amountDiffers', paymentId, null, charge.fen, theirsFen);
}

function refundPair(line: BillLine & { kind: 'refund' }, charge: OurCharge | undefined): Pair {
  const { paymentId, refundId, fen: theirsFen } = line;
  const refund = charge?.refunds.find((one) => one.refundId === refundId);
  return refund === undefined
    ? theirsAlone('refundMissingAtOurs', paymentId, refundId, theirsFen)
    : bothHave('refundDiffers', paymentId, refundId, refund.fen, theirsFen);
}

function bothHave(
  kind: DifferenceKind,
  paymentId: string,
  refundId: string | null,
  oursFen: number,
  theirsFen: number,
): Pair {
  const difference = oursFen === theirsFen ? null : { kind, paymentId, refundId, oursFen, theirsFen };
  return { difference, oursFen, theirsFen };
}

function theirsAlone(
  kind: DifferenceKind,
  paymentId: string,
  refundId: string | null,
  theirsFen: number,
): Pair {
  return { difference: { kind, paymentId, refundId, oursFen: null, theirsFen }, oursFen: null, theirsFen };
}

function oursAlone(kind: DifferenceKind, paymentId: string, refundId: string | null, oursFen: number): Pair {
  return { difference: { kind, paymentId, refundId, oursFen, theirsFen: null }, oursFen, theirsFen: null };
}

function tallies(pairs: readonly Pair[]) {
  const of = (amounts: readonly (number | null)[]): Tally => {
    const there = amounts.filter((fen) => fen !== null);
    return { count: there.length, fen: there.reduce((sum, fen) => sum + fen, 0) };
  };
  return {
    ours: of(pairs.map((pair) => pair.oursFen)),
    theirs: of(pairs.map((pair) => pair.theirsFen)),
    agreed: of(pairs.filter((pair) => pair.difference === null).map((pair) => pair.oursFen)),
  };
}
