import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
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
    // `wx`: of two that start at once, one writes and both read the same.
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
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

function refusal(file: string, what: string): StartRefused {
  return new StartRefused(
    'masterKey',
    `The master key file ${file} ${what}: put back the key that this data was sealed with; a new one is made with: openssl rand -hex 32 > ${file}`,
  );
}
