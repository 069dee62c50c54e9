import type { OpsOrderView } from '@dacu/contract/api';
import type { Db, Sql } from '../../../platform/db/types.ts';
import { linesOf, type PurchaseRow } from '../../trade/orders/index.ts';
import { readStory, type StoryEvent } from './order-story.ts';

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
    const source = await readSource(tx, row);
    return present(row, source, await readStory(tx, purchaseId), await readMovements(tx, row));
  });
}

function present(
  row: PurchaseRow,
  source: OpsOrderView['source'],
  story: StoryEvent[],
  movements: OpsOrderView['movements'],
): OpsOrderView {
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
    source,
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
    story,
    movements,
  };
}

async function readSource(sql: Sql, { body }: PurchaseRow): Promise<OpsOrderView['source']> {
  if (body.source === undefined) return null;
  const { placeId, openedAt } = body.source;
  const [place] = await sql.query<{ zh: string; en: string }>(
    'select name_zh as zh, name_en as en from place where place_id = $1',
    [placeId],
  );
  return { placeId, openedAt, name: place ?? { zh: placeId, en: placeId } };
}

async function readMovements(sql: Sql, row: PurchaseRow): Promise<OpsOrderView['movements']> {
  const skus = new Map(linesOf(row.body).map((line) => [line.skuId, line.title]));
  const rows = await sql.query<Omit<OpsOrderView['movements'][number], 'title'>>(
    `select at, sku_id as "skuId", action, reserved, locked, on_hand as "onHand" from stock_movement
     where (biz_type = 'purchase' and biz_id = $1)
       or (biz_type in ('parcel', 'collection') and biz_id in (select parcel_id from parcel where purchase_id = $1))
       or (biz_type = 'return' and biz_id in (select refund->>'refundId' from payment, jsonb_array_elements(refunds) refund where purchase_id = $1))
     order by at, action desc, sku_id`,
    [row.purchaseId],
  );
  return rows.map((movement) => ({ ...movement, title: skus.get(movement.skuId) ?? { zh: '', en: '' } }));
}
