import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openDb } from './open-db.ts';
import { requireDatabase, whyNot } from './require-database.ts';
import type { Db } from './types.ts';

const PASSWORD = 'hunter2-of-the-database';
const run = randomBytes(4).toString('hex');
const seller = `seller_${run}`;
const names = ['good', 'guest', 'latin', 'closed'].map((name) => `${name}_${run}`);
const [good, guest, latin, closed] = names as [string, string, string, string];
let admin: Db;

beforeAll(async () => {
  admin = openDb({ connection: inject('postgres').admin, connectionsMax: 1, deadlineMs: 60_000 });
  for (const sql of [
    `create role ${seller} login password '${PASSWORD}'`,
    `create database ${good} owner ${seller}`,
    // Since version 15 nobody but its owner may make tables in a new database.
    `create database ${guest}`,
    `create database ${latin} owner ${seller} template template0 encoding 'LATIN1' locale 'C' locale_provider libc`,
    `create database ${closed}`,
    `revoke connect on database ${closed} from public`,
  ])
    await admin.query(sql);
}, 60_000);

afterAll(async () => {
  for (const name of names) await admin.query(`drop database ${name} with (force)`);
  await admin.query(`drop role ${seller}`);
  await admin.close();
});

function urlOf(database: string, change: { password?: string; user?: string } = {}): string {
  const { admin: at } = inject('postgres');
  const url = new URL('url' in at ? at.url : 'postgres://localhost');
  url.username = change.user ?? seller;
  url.password = change.password ?? PASSWORD;
  url.pathname = `/${database}`;
  if (!('url' in at)) url.search = `?host=${encodeURIComponent(at.host)}&port=${at.port}`;
  return url.href;
}

async function sentence(url: string): Promise<string> {
  const refused = await requireDatabase(url).then(
    () => null,
    (error: Error) => error,
  );
  expect(refused).toMatchObject({ name: 'StartRefused', reason: 'database' });
  expect(refused!.message).not.toContain(PASSWORD);
  expect(refused!.message).not.toContain('\n');
  return refused!.message;
}

test('a database that a start can use is told with version, place and name, without the password', async () => {
  const told = await requireDatabase(urlOf(good));
  expect(told).toMatch(/^PostgreSQL \d+/);
  expect(told).toContain(`database ${good} (DATABASE_URL)`);
  expect(told).not.toContain(PASSWORD);
});

test.each([
  [
    'the wrong password',
    () => urlOf(good, { password: 'wrong' }),
    /does not take the password of seller_\w+: mend/,
  ],
  ['nobody of that name', () => urlOf(good, { user: 'stranger' }), /does not take the password of stranger/],
  [
    'an unknown database',
    () => urlOf('nowhere'),
    /has no database nowhere: make it \(createdb -O seller_\w+ nowhere\)/,
  ],
  ['no right to make tables', () => urlOf(guest), /grant create on schema public to seller_/],
  ['no right to connect', () => urlOf(closed), /seller_\w+ may not connect to the database closed_/],
  ['another encoding', () => urlOf(latin), /holds LATIN1 and Dacu needs UTF8: make one with createdb/],
  [
    'an unknown host',
    () => 'postgres://dacu:x@nowhere.invalid/dacu',
    /nowhere\.invalid:5432.* is not known here/,
  ],
  ['no such socket', () => 'postgres://dacu:x@localhost/dacu?host=/nowhere', /Nothing answers at \/nowhere/],
])('%s is told in one sentence, with what to do', async (_, url, words) => {
  expect(await sentence(url())).toMatch(words);
});

test('a port where nobody listens, and one where somebody else does, are told apart', async () => {
  const other = createServer((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  expect(await sentence(`postgres://dacu:x@127.0.0.1:${port}/dacu`)).toMatch(
    /cannot be used \(.+\): mend DATABASE_URL/,
  );
  await new Promise((resolve) => other.close(resolve));
  expect(await sentence(`postgres://dacu:x@127.0.0.1:${port}/dacu`)).toMatch(
    new RegExp(`Nothing answers at 127\\.0\\.0\\.1:${port}`),
  );
});

test.each([
  ['28000', 'no pg_hba.conf entry', /pg_hba\.conf there/],
  ['53300', 'too many clients', /raise max_connections there, or lower DATABASE_CONNECTIONS/],
  ['57P03', 'the database system is starting up', /try again in a moment/],
  ['EHOSTUNREACH', 'connect EHOSTUNREACH', /the firewall between/],
  ['', 'timeout expired', /did not answer within 5 s/],
])('%s “%s” has its own sentence', (code, message, words) => {
  const place = { at: 'db:5432', user: 'dacu', database: 'sale' };
  expect(whyNot(place, Object.assign(new Error(message), { code }))).toMatch(words);
});
