import type { Tx } from '../../../platform/db/types.ts';
import { rowTable } from '../../../platform/lane/row-table.ts';
import type { ReturnRow } from './return-lines.ts';

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
