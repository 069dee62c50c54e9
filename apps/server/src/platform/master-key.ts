import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Sql } from './db/types.ts';
import { StartRefused } from './embedded/start-refused.ts';

const HEX_KEY = /^[0-9a-f]{64}$/i;

/**
 * The key under which personal data is sealed, from its file. A demonstration makes one beside its data the first
 * time; `generate` is false where the file was named by the operator, whose key must never be replaced by a new one.
 */
export function loadMasterKey(file: string, generate: boolean): Uint8Array {
  if (!existsSync(file)) {
    if (!generate) throw refusal(file, 'is missing');
    mkdirSync(dirname(file), { recursive: true });
    makeKey(file);
  }
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch {
    throw refusal(file, 'cannot be read by this account');
  }
  if (!HEX_KEY.test(text)) throw refusal(file, 'does not hold 64 hex digits');
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw refusal(file, 'can be read by others (chmod 600 it)');
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

/** Of two that start at once, one puts its key there, whole, and both read the same. */
function makeKey(file: string): void {
  const own = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(own, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(own, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(own);
  }
}

/**
 * Refuses a key other than the one that this database was first used with; the first key that comes is noted. Several
 * nodes on one database must have one key, and so must a copy that was restored.
 */
export async function holdMasterKey(sql: Sql, key: Uint8Array, file: string): Promise<void> {
  const mac = createHmac('sha256', key).update('dacu master key check').digest();
  await sql.query('insert into master_key_check (mac) values ($1) on conflict do nothing', [mac]);
  const [kept] = await sql.query<{ mac: Buffer }>('select mac from master_key_check');
  if (kept !== undefined && !kept.mac.equals(mac)) throw refusal(file, 'is not the one of this database');
}

function refusal(file: string, what: string): StartRefused {
  return new StartRefused(
    'masterKey',
    `The master key file ${file} ${what}: put back the key that this data was sealed with; a new one is made with: openssl rand -hex 32 > ${file}`,
  );
}
