/**
 * One transaction an order, as a careful textbook has it: the same rows in the same tables, statements prepared, the hot
 * rows locked last and for as short as can be. It knows no session, no limit of requests, no price and no seal: what it
 * writes as the order's body is one of ours, copied.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import pg from 'pg';
import { ANSWER_HEADERS } from './answer-headers.ts';

const { PORT, DATABASE_URL, ACTIVITY, SKU, BODY_FILE, ANSWER_FILE } = process.env as Record<string, string>;
const orderBody = readFileSync(BODY_FILE!, 'utf8');
const answer = readFileSync(ANSWER_FILE!, 'utf8');
/** More connections queue for the row's lock and are slower (32: 2,700 orders a second; 64: 2,100). */
const pool = new pg.Pool({ connectionString: DATABASE_URL!, max: 32 });

const STATEMENTS = {
  purchase: `insert into purchase (purchase_id, claim_key, body_hash, shopper_id, kind, state, placed_at, hold_until, pay_fen, body)
    values ($1, $2, 'hash', $3, 'flash', 'held', $4, $5, 13950, $6) on conflict (claim_key) do nothing`,
  uses: `insert into limit_use (limit_key, held) select key, 1 from unnest($1::text[]) as key order by key
    on conflict (limit_key) do update set held = limit_use.held + 1 where limit_use.held + limit_use.used < 1`,
  event: `insert into outbox (type, aggregate, at, data) values ('purchase.placed', $1, $2, $3)`,
  due: `insert into due (kind, key, at, next_at, payload) values ('purchase.expire', $1, $2, $2, $3)`,
  stock: 'update stock set reserved = reserved + 1 where sku_id = $1 and on_hand - reserved - locked >= 1',
  activity: 'update activity set held = held + 1 where activity_id = $1 and held + sold < stock_total',
};

async function place(token: string, key: string, phone: string, line: string): Promise<boolean> {
  const client = await pool.connect();
  const run = async (name: keyof typeof STATEMENTS, values: unknown[]) =>
    (await client.query({ name, text: STATEMENTS[name], values })).rowCount ?? 0;
  try {
    const purchaseId = `pu_${randomUUID()}`;
    const at = Date.now();
    await client.query('begin');
    const wrote =
      (await run('purchase', [purchaseId, `${token}:${key}`, token, at, at + 300_000, orderBody])) === 1 &&
      (await run('uses', [[`account:${token}`, `phone:${phone}`, `address:${line}`].map(limitKey)])) === 3 &&
      (await run('event', [purchaseId, at, JSON.stringify({ purchaseId, shopperId: token })])) === 1 &&
      (await run('due', [purchaseId, at + 300_000, JSON.stringify({ purchaseId })])) === 1 &&
      (await run('stock', [SKU])) === 1 &&
      (await run('activity', [ACTIVITY])) === 1;
    await client.query(wrote ? 'commit' : 'rollback');
    return wrote;
  } finally {
    client.release();
  }
}

const limitKey = (who: string) => `${ACTIVITY}|${who}`;

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { address } = JSON.parse(Buffer.concat(chunks).toString());
    const token = request.headers.cookie!.slice('dacu_shopper='.length);
    const send = (status: number, body: string) => {
      response.writeHead(status, [...ANSWER_HEADERS, 'content-length', String(Buffer.byteLength(body))]);
      response.end(body);
    };
    place(token, String(request.headers['idempotency-key']), address.phone, address.line).then(
      (placed) => (placed ? send(201, answer) : send(409, '{}')),
      () => send(503, '{}'),
    );
  });
}).listen(Number(PORT), '127.0.0.1');
