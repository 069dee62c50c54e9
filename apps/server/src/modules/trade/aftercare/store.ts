import type { Sql, Tx } from '../../../platform/db/types.ts';
import { rowTable } from '../../../platform/lane/row-table.ts';
import type { ReturnRow } from './return-row.ts';

/** All SQL of aftercare. */

export const returnClaimTable = rowTable<ReturnRow>({
  name: 'returnClaim',
  table: 'return_request',
  columns: [
    { field: 'claimKey', column: 'claim_key', type: 'text' },
    { field: 'returnId', column: 'return_id', type: 'text' },
    { field: 'bodyHash', column: 'body_hash', type: 'text' },
    { field: 'purchaseId', column: 'purchase_id', type: 'text' },
    { field: 'refundFen', column: 'refund_fen', type: 'bigint' },
    { field: 'reason', column: 'reason', type: 'text' },
    { field: 'lines', column: 'lines', type: 'jsonb' },
    { field: 'beside', column: 'beside', type: 'jsonb' },
    { field: 'at', column: 'at', type: 'bigint' },
  ],
});

export async function insertComplaint(
  tx: Tx,
  row: {
    complaintId: string;
    purchaseId: string;
    shopperId: string;
    topic: string;
    sealedWords: string;
    at: number;
  },
): Promise<void> {
  await tx.query(
    `insert into complaint (complaint_id, purchase_id, shopper_id, topic, state, sealed_words, opened_at)
     values ($1, $2, $3, $4, 'open', $5, $6)`,
    [row.complaintId, row.purchaseId, row.shopperId, row.topic, row.sealedWords, row.at],
  );
}

export async function readReturns(sql: Sql, purchaseId: string): Promise<ReturnRow[]> {
  return sql.query<ReturnRow>(
    `select claim_key as "claimKey", return_id as "returnId", body_hash as "bodyHash", purchase_id as "purchaseId",
       refund_fen as "refundFen", reason, lines, beside, at
     from return_request where purchase_id = $1 order by at, return_id`,
    [purchaseId],
  );
}

export async function readComplaints(
  sql: Sql,
  purchaseId: string,
): Promise<{ complaintId: string; at: number; topic: string; state: 'open' }[]> {
  return sql.query(
    `select complaint_id as "complaintId", opened_at as at, topic, state from complaint
     where purchase_id = $1 order by opened_at, complaint_id`,
    [purchaseId],
  );
}
