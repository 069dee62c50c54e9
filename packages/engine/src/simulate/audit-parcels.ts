import type { AuditSent } from './audit-rows.ts';
import type { AuditBook, AuditInput, Expect } from './auditor.ts';

type Parcel = AuditSent['parcels'][number];
type Units = readonly { readonly lineId: string; readonly quantity: number }[];

/** What a parcel came to: it waits, it left, or it was ended and its units are to be looked for elsewhere. */
function whereIs({ way, state, shippedAt, deliveredAt }: Parcel): 'waits' | 'left' | 'ended' | 'unpacked' {
  if (state === 'cancelled') return 'unpacked';
  if (state === 'lost' || state === 'returned') return 'ended';
  // Goods that stand ready in a store have not left it.
  return (way === 'pickup' ? deliveredAt : shippedAt) === null ? 'waits' : 'left';
}

const unitsOf = (rows: readonly { readonly units: Units }[], lineId: string): number =>
  rows
    .flatMap(({ units }) => units.filter((unit) => unit.lineId === lineId))
    .reduce((sum, { quantity }) => sum + quantity, 0);

/**
 * A paid unit is in one parcel, or came back before it left, or waits to be set aside; none is in two, and none leaves after
 * it was refunded. What was refunded after it had left was refunded by a case, and each such case refunded once. A store
 * hands goods over for one code, used once and by somebody. Units that are refunded while their parcel waits stay in it
 * until it is to leave. While a sale runs the newest payments may not have been heard of.
 */
export function unitsPlaced(expect: Expect, { running = false }: AuditInput): AuditBook {
  return {
    sent(row) {
      const { purchaseId, counted, parcels, lines } = row;
      expect(running || counted !== null, () => `${purchaseId} is paid and nobody is to send it`);
      for (const parcel of parcels) {
        const known = parcel.units.every(({ lineId, quantity }) => {
          const line = lines.find((one) => one.lineId === lineId);
          return line?.orderId === parcel.orderId && quantity > 0;
        });
        expect(known, () => `${parcel.parcelId} holds units that are not of its order`);
        if (parcel.way === 'pickup')
          expect(codesFit(parcel), () => `${parcel.parcelId} is ${parcel.state} with codes ${told(parcel)}`);
      }
      checkCases(expect, row);
      if (counted !== null) for (const line of lines) checkLine(expect, row, line, counted);
    },
  };
}

const told = ({ codes }: Parcel): string =>
  codes.map(({ state, clerkId }) => `${state} ${clerkId ?? ''}`).join(', ');

/** Handed over: one code was used, by somebody. Ready: one opens it. Otherwise none does. */
function codesFit({ state, deliveredAt, shippedAt, codes }: Parcel): boolean {
  const used = codes.filter((code) => code.state === 'used');
  const open = codes.filter((code) => code.state === 'open');
  if (deliveredAt !== null) return used.length === 1 && used[0]!.clerkId !== null && open.length === 0;
  const ready = state !== 'cancelled' && shippedAt !== null;
  return used.length === 0 && open.length === (ready ? 1 : 0);
}

function checkCases(expect: Expect, { purchaseId, cases, caseRefunds }: AuditSent): void {
  for (const { caseId } of cases.filter(({ state }) => state === 'refunded'))
    expect(
      caseRefunds.filter((refund) => refund.caseId === caseId).length === 1,
      () => `${caseId} of ${purchaseId} is refunded and has not one refund`,
    );
  for (const { caseId } of caseRefunds)
    expect(
      cases.some((one) => one.caseId === caseId && one.state === 'refunded'),
      () => `${purchaseId} was refunded by ${caseId}, which did not end so`,
    );
}

function checkLine(
  expect: Expect,
  row: AuditSent,
  { lineId, quantity, returnedQuantity }: AuditSent['lines'][number],
  counted: NonNullable<AuditSent['counted']>,
): void {
  const of = (where: ReturnType<typeof whereIs>) =>
    unitsOf(
      row.parcels.filter((parcel) => whereIs(parcel) === where),
      lineId,
    );
  const [left, waiting, ended] = [of('left'), of('waits'), of('ended')];
  const byCases = unitsOf(
    row.caseRefunds.map(({ lines }) => ({ units: lines })),
    lineId,
  );
  const outside = row.refundedOutside[lineId] ?? 0;
  // A case may have refunded what was lost; once its parcel is called back that counts as returned before it left.
  const before = returnedQuantity - outside;
  const [name, said] = [
    `${row.purchaseId}/${lineId}`,
    `${quantity} paid: ${left} left, ${waiting} in parcels that wait, ${returnedQuantity} refunded (${byCases} by cases, ${outside} after they had left)`,
  ];
  expect(left + waiting <= quantity, () => `${name} is in more than one parcel: ${said}`);
  expect(left + before <= quantity, () => `${name} left after it was refunded: ${said}`);
  expect(
    outside >= 0 && outside <= byCases && byCases - outside <= ended && byCases <= left + ended,
    () => `${name} was refunded after it had left and not by a case: ${said}`,
  );
  expect(
    left + waiting + before >= quantity || counted.waits,
    () => `${name} is nowhere: ${said}, and nothing waits to be sent`,
  );
  const line = counted.lines.find((one) => one.lineId === lineId);
  const arrived = unitsOf(
    row.parcels.filter((parcel) => parcel.deliveredAt !== null && whereIs(parcel) === 'left'),
    lineId,
  );
  expect(
    line?.parcelled === left + waiting && line.shipped === left && line.delivered === arrived,
    () =>
      `${name} counts ${line?.parcelled} in parcels, ${line?.shipped} shipped, ${line?.delivered} delivered; its parcels say ${left + waiting}, ${left}, ${arrived}`,
  );
}
