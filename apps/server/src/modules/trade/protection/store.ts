import type { FunderFen } from '@dacu/engine/pricing';
import type { Sql } from '../../../platform/db/types.ts';
import { rowTable } from '../../../platform/lane/row-table.ts';
import { PURCHASE_COLUMNS, type PurchaseRow } from '../orders/index.ts';

/** All SQL of price protection. */

/** One payment on a line: what was compared, for the units kept then, and what had been paid on them before. */
export type LinePayment = {
  readonly protectionId: string;
  readonly at: number;
  readonly fen: number;
  readonly keptQuantity: number;
  readonly paidFen: number;
  readonly nowFen: number;
  readonly heldFen: number;
  readonly promotionId: string;
  readonly funderFen: readonly FunderFen[];
};
/** A row of `price_protection`, one for each order line that was ever paid something. */
export type ProtectionRow = {
  readonly protectionKey: string;
  readonly purchaseId: string;
  readonly lineId: string;
  readonly skuId: string;
  readonly shopId: string;
  readonly paidFen: number;
  readonly heldFen: number;
  readonly payments: readonly LinePayment[];
};
/** A row of `protection_claim`: one payment over all its lines, and the answer to its key. */
export type ProtectionClaimRow = {
  readonly claimKey: string;
  readonly protectionId: string;
  readonly bodyHash: string;
  readonly purchaseId: string;
  readonly campaignId: string;
  readonly source: 'claim' | 'automatic';
  readonly fen: number;
  readonly lines: readonly { readonly lineId: string; readonly fen: number }[];
  readonly at: number;
};

export const protectionTable = rowTable<ProtectionRow>({
  name: 'protection',
  table: 'price_protection',
  columns: [
    { field: 'protectionKey', column: 'protection_key', type: 'text' },
    { field: 'purchaseId', column: 'purchase_id', type: 'text' },
    { field: 'lineId', column: 'line_id', type: 'text' },
    { field: 'skuId', column: 'sku_id', type: 'text' },
    { field: 'shopId', column: 'shop_id', type: 'text' },
    { field: 'paidFen', column: 'paid_fen', type: 'bigint' },
    { field: 'heldFen', column: 'held_fen', type: 'bigint' },
    { field: 'payments', column: 'payments', type: 'jsonb' },
  ],
});

export const protectionClaimTable = rowTable<ProtectionClaimRow>({
  name: 'protectionClaim',
  table: 'protection_claim',
  columns: [
    { field: 'claimKey', column: 'claim_key', type: 'text' },
    { field: 'protectionId', column: 'protection_id', type: 'text' },
    { field: 'bodyHash', column: 'body_hash', type: 'text' },
    { field: 'purchaseId', column: 'purchase_id', type: 'text' },
    { field: 'campaignId', column: 'campaign_id', type: 'text' },
    { field: 'source', column: 'source', type: 'text' },
    { field: 'fen', column: 'fen', type: 'bigint' },
    { field: 'lines', column: 'lines', type: 'jsonb' },
    { field: 'at', column: 'at', type: 'bigint' },
  ],
});

export async function readProtections(sql: Sql, purchaseId: string): Promise<Map<string, ProtectionRow>> {
  const rows = await sql.query<ProtectionRow>(
    `select ${protectionTable.selected} from price_protection where purchase_id = $1`,
    [purchaseId],
  );
  return new Map(rows.map((row) => [row.lineId, row]));
}

/** Oldest first. */
export async function readClaims(sql: Sql, purchaseId: string): Promise<ProtectionClaimRow[]> {
  return sql.query<ProtectionClaimRow>(
    `select ${protectionClaimTable.selected} from protection_claim where purchase_id = $1 order by at, protection_id`,
    [purchaseId],
  );
}

export type PaymentsPage = {
  readonly count: number;
  readonly sumFen: number;
  readonly rows: readonly (ProtectionClaimRow & { readonly number: string })[];
  readonly nextCursor: string | null;
};

/** Newest first, a page and what there is of them in all. */
export async function listPayments(
  sql: Sql,
  { campaignId, cursor, limit }: { campaignId: string; cursor: string | null; limit: number },
): Promise<PaymentsPage> {
  const after = /^(\d{1,15}):(pp_[0-9a-z]{26})$/.exec(cursor ?? '');
  const [sums, rows] = await Promise.all([
    sql.query<{ count: number; sumFen: number }>(
      `select count(*)::int as count, coalesce(sum(fen), 0)::bigint as "sumFen"
       from protection_claim where campaign_id = $1`,
      [campaignId],
    ),
    sql.query<ProtectionClaimRow & { number: string }>(
      `select c.*, p.body->>'number' as number from (select ${protectionClaimTable.selected} from protection_claim
         where campaign_id = $1 and ($2::bigint is null or (at, protection_id) < ($2, $3::text))
         order by at desc, protection_id desc limit $4) c join purchase p on p.purchase_id = c."purchaseId"
       order by c.at desc, c."protectionId" desc`,
      [campaignId, after === null ? null : Number(after[1]), after?.[2] ?? null, limit + 1],
    ),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last ? `${last.at}:${last.protectionId}` : null;
  return { ...sums[0]!, rows: shown, nextCursor };
}

/** Paid purchases of a campaign with something of theirs left, by id. */
export async function readPaidPurchases(
  sql: Sql,
  { campaignId, after, limit }: { campaignId: string; after: string; limit: number },
): Promise<PurchaseRow[]> {
  return sql.query<PurchaseRow>(
    `select ${PURCHASE_COLUMNS} from purchase
     where state = 'paid' and body->>'campaignId' = $1 and purchase_id > $2 order by purchase_id limit $3`,
    [campaignId, after, limit],
  );
}

/** Editions under which something of a campaign was bought that is paid, or may still be. */
export async function readLiveEditions(sql: Sql, campaignId: string): Promise<string[]> {
  const rows = await sql.query<{ editionId: string }>(
    `select distinct body->>'editionId' as "editionId" from purchase
     where state in ('held', 'paid') and body->>'campaignId' = $1 order by 1`,
    [campaignId],
  );
  return rows.map(({ editionId }) => editionId);
}
