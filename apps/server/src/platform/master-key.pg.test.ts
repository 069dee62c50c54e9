import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from './db/test-database.ts';
import { holdMasterKey, loadMasterKey } from './master-key.ts';

const dir = mkdtempSync(join(tmpdir(), 'dacu-key-'));
let base: TestDatabase;
beforeAll(async () => {
  base = await openTestDatabase();
});
afterAll(async () => {
  await base.close();
  rmSync(dir, { recursive: true });
});

test('nodes that start at once on one folder make one key and all read it whole', async () => {
  const module = new URL('./master-key.ts', import.meta.url).href;
  for (let round = 0; round < 5; round++) {
    const file = join(dir, `round ${round}`, 'master.key');
    const keys = await Promise.all(
      Array.from({ length: 4 }, () => {
        const code = `const { parentPort } = require('node:worker_threads');
          import(${JSON.stringify(module)}).then(({ loadMasterKey }) =>
            parentPort.postMessage(Buffer.from(loadMasterKey(${JSON.stringify(file)}, true)).toString('hex')));`;
        const worker = new Worker(code, { eval: true });
        return new Promise<string>((resolve, reject) => {
          worker.once('message', resolve);
          worker.once('error', reject);
        });
      }),
    );
    expect(new Set(keys).size).toBe(1);
    expect(statSync(file).mode & 0o077).toBe(0);
  }
}, 60_000);

test('a node with another key than the database was first used with is refused', async () => {
  const file = join(dir, 'ours.key');
  const ours = loadMasterKey(file, true);
  await holdMasterKey(base.db, ours, file);
  await holdMasterKey(base.db, ours, file);
  const other = join(dir, 'other.key');
  writeFileSync(other, randomBytes(32).toString('hex'), { mode: 0o600 });
  await expect(holdMasterKey(base.db, loadMasterKey(other, false), other)).rejects.toThrow(
    /other\.key is not the one of this database: put back the key/,
  );
});
