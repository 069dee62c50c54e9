import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { requireAccount } from './home.ts';

const dir = mkdtempSync(join(tmpdir(), 'dacu passwd '));
afterAll(() => rmSync(dir, { recursive: true }));

function passwd(text: string): string {
  const file = join(dir, 'passwd');
  writeFileSync(file, text);
  return file;
}

const ROOT = 'root:x:0:0:root:/root:/bin/sh\n';
const SENTENCE =
  /^This machine has no account with number 65534 \(nobody\), .* add it, start as a plain user, or set DATABASE_URL\.$/;

test('root on a machine without the account nobody is told so, with three ways on', () => {
  expect(() => requireAccount(65534, passwd(ROOT))).toThrow(SENTENCE);
  // Another account of that name has another number.
  expect(() => requireAccount(65534, passwd(`${ROOT}nobody:x:99:99:::\n`))).toThrow(SENTENCE);
  // A container may have no list of accounts at all.
  expect(() => requireAccount(65534, join(dir, 'missing'))).toThrow(SENTENCE);
});

test('the account is known by its number, whatever its name', () => {
  const nobody = 'nfsnobody:x:65534:65534:Kernel Overflow User:/:/usr/sbin/nologin\n';
  expect(() => requireAccount(65534, passwd(ROOT + nobody))).not.toThrow();
});
