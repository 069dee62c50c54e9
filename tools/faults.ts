/**
 * `npm run faults [-- --large] [FILE…]`: whole servers, broken while shoppers buy, and what came of it. With `--large`
 * more shoppers come and outages last longer than CI has time for; a name or a part of one runs those files only.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { large: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const done = spawnSync(process.execPath, [vitest, 'run', '--project', 'faults', ...positionals], {
  cwd: root,
  env: { ...process.env, DACU_FAULTS: values.large ? 'large' : 'ci' },
  stdio: 'inherit',
});
process.exit(done.status ?? 1);
