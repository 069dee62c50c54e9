import type { OpsOrderView } from '@dacu/contract/api';
import type { Db, Sql } from '../../../platform/db/types.ts';
import { linesOf, type PurchaseRow } from '../../trade/orders/index.ts';

type Event = OpsOrderView['events'][number];

/** Everything the books hold about one purchase: what was frozen, what happened to it, how stock moved for it. */
export async function readOrderFile(db: Db, purchaseId: string): Promise<OpsOrderView | null> {
  return db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const [row] = await tx.query<PurchaseRow>(
      `select purchase_id as "purchaseId", shopper_id as "shopperId", kind, state, placed_at as "placedAt",
         hold_until as "holdUntil", paid_at as "paidAt", closed_at as "closedAt", closed_reason as "closedReason",
         pay_fen as "payFen", refunded_fen as "refundedFen", returned, body
       from purchase where purchase_id = $1`,
      [purchaseId],
    );
    if (row === undefined) return null;
    return present(row, await readEvents(tx, row), await readMovements(tx, row));
  });
}

function present(row: PurchaseRow, events: Event[], movements: OpsOrderView['movements']): OpsOrderView {
  const { body } = row;
  return {
    purchaseId: row.purchaseId,
    number: body.number,
    kind: row.kind,
    state: row.state,
    shopperId: row.shopperId,
    channel: body.channel,
    campaignId: body.campaignId,
    editionId: body.editionId,
    editionNo: body.editionNo,
    activityId: body.flash?.activityId ?? null,
    placedAt: row.placedAt,
    holdUntil: row.holdUntil,
    paidAt: row.paidAt,
    closedAt: row.closedAt,
    closedReason: row.closedReason,
    listFen: body.listFen,
    goodsFen: body.goodsFen,
    freightFen: body.freightFen,
    payFen: row.payFen,
    refundedFen: row.refundedFen,
    address: body.address,
    orders: body.orders.map(({ orderId, shopId, shopName, goodsFen, freightFen, lines }) => ({
      orderId,
      shopId,
      shopName,
      goodsFen,
      freightFen,
      lines: lines.map((line) => ({
        lineId: line.lineId,
        skuId: line.skuId,
        productId: line.productId,
        title: line.title,
        skuTitle: line.skuTitle,
        quantity: line.quantity,
        returnedQuantity: row.returned[line.lineId] ?? 0,
        listFen: line.listFen,
        netFen: line.netFen,
        allocations: line.allocations.map(({ promotionId, title, layer, fen, funderFen }) => ({
          promotionId,
          title,
          layer,
          fen,
          funders: funderFen.map((share) => ({ funder: share.funder, fen: share.fen })),
        })),
      })),
    })),
    events,
    movements,
  };
}

/**
 * What happened, oldest first. Read from the tables that have an index by purchase: the outbox has none, because every
 * hot order would pay for it.
 */
async function readEvents(sql: Sql, row: PurchaseRow): Promise<Event[]> {
  const { purchaseId } = row;
  const found = await sql.query<Event>(
    `select 'chargeAsked' as kind, requested_at as at, amount_fen as "amountFen", payment_id as ref, state as note
       from payment where purchase_id = $1
     union all select case state when 'failed' then 'chargeFailed' else 'chargeSettled' end, settled_at, amount_fen, payment_id, null
       from payment where purchase_id = $1 and settled_at is not null
     union all select 'moneyBack', (refund->>'at')::bigint, (refund->>'fen')::bigint, refund->>'refundId', refund->>'reason'
       from payment, jsonb_array_elements(refunds) refund where purchase_id = $1 and refund->>'reason' <> 'return'
     union all select 'returned', at, refund_fen, return_id, reason from return_request where purchase_id = $1
     union all select 'complained', opened_at, null, complaint_id, topic from complaint where purchase_id = $1`,
    [purchaseId],
  );
  const own: Event[] = [
    { kind: 'placed', at: row.placedAt, amountFen: row.payFen, ref: purchaseId, note: row.kind },
  ];
  if (row.paidAt !== null)
    own.push({ kind: 'paid', at: row.paidAt, amountFen: row.payFen, ref: purchaseId, note: null });
  if (row.closedAt !== null) {
    own.push({ kind: 'closed', at: row.closedAt, amountFen: null, ref: purchaseId, note: row.closedReason });
  }
  const order = (event: Event) => KINDS.indexOf(event.kind);
  return [...own, ...found].sort((one, other) => one.at - other.at || order(one) - order(other));
}

/** What comes first when instants are the same: asking before settling, settling before being paid. */
const KINDS: readonly Event['kind'][] = [
  'placed',
  'chargeAsked',
  'chargeFailed',
  'chargeSettled',
  'paid',
  'closed',
  'complained',
  'returned',
  'moneyBack',
];

async function readMovements(sql: Sql, row: PurchaseRow): Promise<OpsOrderView['movements']> {
  const skus = new Map(linesOf(row.body).map((line) => [line.skuId, line.title]));
  const rows = await sql.query<Omit<OpsOrderView['movements'][number], 'title'>>(
    `select at, sku_id as "skuId", action, reserved, locked, on_hand as "onHand" from stock_movement
     where (biz_type = 'purchase' and biz_id = $1)
       or (biz_type = 'return' and biz_id in (select refund->>'refundId' from payment, jsonb_array_elements(refunds) refund where purchase_id = $1))
     order by at, action desc, sku_id`,
    [row.purchaseId],
  );
  return rows.map((movement) => ({ ...movement, title: skus.get(movement.skuId) ?? { zh: '', en: '' } }));
}
