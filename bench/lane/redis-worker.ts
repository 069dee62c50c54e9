/**
 * Who reads the queue of the script in Redis: orders as they come, up to five hundred in one transaction, the same rows in
 * the same tables as ours, every counted row moved once. What it acknowledges is in the database; a shopper was answered long before.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { openDb } from '../../apps/server/src/platform/db/open-db.ts';
import { openRedis } from './redis-protocol.ts';

const { DATABASE_URL, REDIS_PORT, ACTIVITY, SKU, AT, BODY_FILE } = process.env as Record<string, string>;
const orderBody = readFileSync(BODY_FILE!, 'utf8');
const at = Number(AT);
const HOLD_MS = 300_000;
const db = openDb({
  connection: { url: DATABASE_URL! },
  connectionsMax: 1,
  prepared: true,
  deadlineMs: 30_000,
});
const ask = openRedis(Number(REDIS_PORT));
const GROUP = ['workers', 'one'];

type Entry = readonly [id: string, fields: readonly string[]];

async function write(entries: readonly Entry[]): Promise<void> {
  const orders = entries.map(([id, fields]) => {
    const [, who, , order] = fields as [string, string, string, string];
    const { phone, line } = (JSON.parse(order) as { address: { phone: string; line: string } }).address;
    return { id: `pu_${randomUUID()}`, claim: `${who}:${id}`, who, phone, line };
  });
  const ids = orders.map(({ id }) => id);
  const who = orders.map(({ who }) => who);
  await db.transaction(async (tx) => {
    await tx.query(
      `insert into purchase (purchase_id, claim_key, body_hash, shopper_id, kind, state, placed_at, hold_until, pay_fen, body)
       select id, claim, 'hash', who, 'flash', 'held', $4, $5, 13950, $6::jsonb
       from unnest($1::text[], $2::text[], $3::text[]) as r(id, claim, who)`,
      [ids, orders.map(({ claim }) => claim), who, at, at + HOLD_MS, orderBody],
    );
    await tx.query(
      `insert into limit_use (limit_key, held)
       select $4 || '|' || key, 1 from unnest($1::text[], $2::text[], $3::text[]) as r(who, phone, line),
         unnest(array['account:' || who, 'phone:' || phone, 'address:' || line]) as key`,
      [who, orders.map(({ phone }) => phone), orders.map(({ line }) => line), ACTIVITY],
    );
    await tx.query(
      `insert into outbox (type, aggregate, at, data)
       select 'purchase.placed', id, $3, jsonb_build_object('purchaseId', id, 'shopperId', who)
       from unnest($1::text[], $2::text[]) as r(id, who)`,
      [ids, who, at],
    );
    await tx.query(
      `insert into due (kind, key, at, next_at, payload) values ('purchase.expire', $1, $2, $2, $3)`,
      [ids[0], at + HOLD_MS, JSON.stringify({ purchaseIds: ids })],
    );
    await tx.query('update stock set reserved = reserved + $2 where sku_id = $1', [SKU, orders.length]);
    await tx.query('update activity set held = held + $2 where activity_id = $1', [ACTIVITY, orders.length]);
  });
}

await ask('XGROUP', 'CREATE', 'orders', GROUP[0]!, '0', 'MKSTREAM');
process.send?.('ready');
for (;;) {
  const reply = await ask(
    ...['XREADGROUP', 'GROUP', ...GROUP, 'COUNT', '500', 'BLOCK', '500', 'STREAMS', 'orders', '>'],
  );
  if (reply === null) continue;
  if (typeof reply === 'string') {
    // The queue was emptied for the next run, and its readers with it.
    await ask('XGROUP', 'CREATE', 'orders', GROUP[0]!, '0', 'MKSTREAM');
    continue;
  }
  const [[, entries]] = reply as unknown as [[string, readonly Entry[]]];
  await write(entries);
  await ask('XACK', 'orders', GROUP[0]!, ...entries.map(([id]) => id));
}
