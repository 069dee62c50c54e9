import type { AuditDeposit, AuditEvent, AuditPayment, AuditPayout, AuditPurchase } from './audit-rows.ts';
import type { AuditBook, Expect } from './auditor.ts';

type Presale = NonNullable<AuditPurchase['presale']>;
type Booked = Presale & Pick<AuditPurchase, 'purchaseId' | 'state' | 'paidAt'>;
/** What the outbox says of the end of a pre-sale, and of what its seller owes on top. */
type Told = { readonly ends: AuditEvent['data'][]; readonly sentFen: number[] };
/** Of one deposit: kept by nobody yet, what its end gave back and kept, and what its seller owes on top. */
type Fate = { readonly backFen: number; readonly keptFen: number; readonly extraFen: number };

const ENDED = new Set(['purchase.forfeited', 'purchase.depositReturned']);

/** A fifth of the contract at most has the effect of a deposit (Civil Code article 586). */
const legalOf = ({ depositFen, bookedFen }: Presale): number =>
  Math.min(depositFen, Math.floor(bookedFen / 5));

/**
 * Every fen of a paid deposit is in one state: it waits for the balance, is counted into it, was refunded, was kept (by a
 * buyer's default, the legal part and no more), or came back double (by the seller's). Of a double return both halves are
 * told: the first as a refund, the second as one row for the shopper of the deposit, one transfer and one event; until
 * the bank has it, somebody is to send it. What ends after full payment is a return; its second half is the share of the
 * units that were not delivered.
 */
export function depositsSettled(expect: Expect): AuditBook {
  const booked = new Map<string, Booked>();
  const deposits = new Map<string, AuditDeposit>();
  const payouts = new Map<string, AuditPayout>();
  const payments = new Map<string, AuditPayment>();
  const told = new Map<string, Told>();
  const refunds = new Map<string, number>();
  const toldOf = (purchaseId: string): Told => told.get(purchaseId) ?? { ends: [], sentFen: [] };
  return {
    purchase({ purchaseId, state, paidAt, presale }) {
      expect(
        presale !== undefined || (state !== 'depositPaid' && state !== 'forfeited'),
        () => `${purchaseId} is ${state} without a deposit`,
      );
      if (presale) booked.set(purchaseId, { ...presale, purchaseId, state, paidAt });
    },
    deposit: (row) => void deposits.set(row.purchaseId, row),
    payout: (row) => void payouts.set(row.purchaseId, row),
    payment(row) {
      if (row.stage === 'deposit') payments.set(row.paymentId, row);
    },
    event({ type, data }) {
      if (type === 'purchase.refunded') refunds.set(String(data.refundId), Number(data.refundFen));
      if (!ENDED.has(type) && type !== 'purchase.sellerDefaulted' && type !== 'purchase.extraPaid') return;
      const purchaseId = String(data.purchaseId);
      const { ends, sentFen } = toldOf(purchaseId);
      told.set(
        purchaseId,
        type === 'purchase.extraPaid'
          ? { ends, sentFen: [...sentFen, Number(data.fen)] }
          : { ends: [...ends, data], sentFen },
      );
    },
    finish() {
      for (const row of booked.values()) {
        const { purchaseId, depositPaid } = row;
        const said = toldOf(purchaseId);
        expect(
          depositPaid ? matches(row, deposits.get(purchaseId)) : !deposits.has(purchaseId),
          () => `${purchaseId}: its deposit is booked and written down differently`,
        );
        const fate = fateOf(row, said, refunds);
        expect(fate !== null, () => `${purchaseId} is ${row.state}, which its end does not explain`);
        if (fate === null) continue;
        checkDeposit(expect, row, payments.get(row.paymentId ?? ''), fate);
        checkExtra(expect, row, { payout: payouts.get(purchaseId), said, fate });
      }
      for (const { purchaseId } of [...deposits.values(), ...payouts.values()])
        expect(booked.has(purchaseId), () => `${purchaseId} has a deposit or a payout and is no pre-sale`);
    },
  };
}

function matches(row: Booked, deposit: AuditDeposit | undefined): boolean {
  return (
    deposit !== undefined &&
    deposit.shopperId === row.shopperId &&
    deposit.paymentId === row.paymentId &&
    deposit.quantity === row.quantity &&
    deposit.depositFen === row.depositFen &&
    deposit.bookedFen === row.bookedFen
  );
}

/** What is to become of a deposit by how its pre-sale ended; null where state, end and events do not fit together. */
function fateOf(row: Booked, { ends }: Told, refunds: ReadonlyMap<string, number>): Fate | null {
  const { state, ending, depositFen, depositPaid, quantity } = row;
  const legalFen = legalOf(row);
  const [end] = ends;
  if (row.paidAt !== null) {
    // It has become price: what comes back of it comes back as a return.
    if (ending !== null || !depositPaid || ends.length > 1) return null;
    if (end === undefined) return { backFen: 0, keptFen: 0, extraFen: 0 };
    const units = Number(end.units);
    const back = refunds.get(String(end.refundId));
    if (!(units >= 1 && units <= quantity) || back !== Number(end.refundFen)) return null;
    return { backFen: 0, keptFen: 0, extraFen: Math.floor((legalFen * units) / quantity) };
  }
  if (ending === null)
    return ends.length === 0 && (depositPaid ? state === 'depositPaid' : state !== 'depositPaid')
      ? { backFen: 0, keptFen: 0, extraFen: 0 }
      : null;
  const buyers = ending.kind === 'balanceUnpaid' || ending.kind === 'buyerCancels';
  const keeps = state === 'forfeited';
  const fate = {
    backFen: keeps ? depositFen - legalFen : depositFen,
    keptFen: keeps ? legalFen : 0,
    extraFen: ending.kind === 'sellerDefault' ? legalFen : 0,
  };
  const fits =
    depositPaid &&
    ends.length === 1 &&
    (keeps ? buyers : state === 'refunded' && ending.kind !== 'balanceUnpaid') &&
    end!.kind === ending.kind &&
    [ending, end!].every(
      (one) =>
        Number(one.refundFen) === fate.backFen &&
        Number(one.forfeitedFen) === fate.keptFen &&
        Number(one.extraFen) === fate.extraFen,
    );
  return fits ? fate : null;
}

/** The payment of the deposit, by name: it took the deposit, and gave back what its end says. */
function checkDeposit(
  expect: Expect,
  { purchaseId, depositPaid, depositFen, paidAt, bookedFen, quantity }: Booked,
  payment: AuditPayment | undefined,
  { backFen, keptFen }: Fate,
): void {
  if (!depositPaid) return;
  expect(
    payment?.purchaseId === purchaseId &&
      payment.amountFen === depositFen &&
      depositFen <= bookedFen &&
      quantity > 0 &&
      (payment.state === 'succeeded' || payment.state === 'refunded') &&
      (paidAt !== null
        ? payment.refundedFen >= 0 && payment.refundedFen <= depositFen
        : payment.refundedFen === backFen),
    () =>
      `${purchaseId}: of a deposit of ${depositFen} fen ${payment?.refundedFen} of ${payment?.amountFen} came back, expected ${backFen} with ${keptFen} kept`,
  );
}

/** The second half of a double return. */
function checkExtra(
  expect: Expect,
  { purchaseId, shopperId, ending }: Booked,
  {
    payout,
    said: { ends, sentFen },
    fate: { extraFen },
  }: { readonly payout: AuditPayout | undefined; readonly said: Told; readonly fate: Fate },
): void {
  const toldFen = ends.reduce((sum, end) => sum + Number(end.extraFen), 0);
  expect(
    (payout?.fen ?? 0) === extraFen && toldFen === extraFen && (payout?.shopperId ?? shopperId) === shopperId,
    () =>
      `${purchaseId} (${ending?.kind ?? 'paid in full'}): ${extraFen} fen are owed on top; told ${toldFen}, written down ${payout?.fen ?? 0}${payout ? ` for ${payout.shopperId}` : ''}`,
  );
  const { owedAt, paidAt, waits, sent } = payout ?? { owedAt: 0, paidAt: null, waits: false, sent: null };
  const isPaid = payout !== undefined && paidAt !== null;
  expect(
    isPaid ? paidAt >= owedAt && sentFen.length === 1 && sentFen[0] === extraFen : sentFen.length === 0,
    () =>
      `${purchaseId}: ${extraFen} fen on top ${isPaid ? 'paid' : 'not paid'}, told as ${sentFen.join(' + ') || 'nothing'}`,
  );
  if (payout === undefined) return;
  expect(isPaid || waits, () => `${purchaseId} is owed ${payout.fen} fen on top, and nobody is to send them`);
  // Of a bank that we cannot read nothing is known. It may have it and we not know: then it is asked once more.
  if (sent === null) return;
  const banked = sent.length === 1 && sent[0]!.fen === payout.fen && sent[0]!.shopperId === shopperId;
  expect(
    banked || (!isPaid && sent.length === 0),
    () =>
      `${purchaseId}: ${payout.fen} fen on top ${isPaid ? 'count as sent' : 'wait'}, the bank sent ${sent.map(({ fen }) => fen).join(' + ') || 'nothing'}`,
  );
}
