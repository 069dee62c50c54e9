import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS } from '@dacu/contract/errors';
import { type CheckResult, root } from './run-command.ts';

const DOC = join(root, 'docs/errors.md');

/** docs/errors.md as it must read: one row for each code of the registry. */
export function renderErrorDocs(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, entry]) =>
      `| \`${code}\` | ${entry.status} | ${entry.shopper.zh} · ${entry.shopper.en} | ${entry.operator.zh} · ${entry.operator.en} |`,
  );
  return [
    '# Refusals · 错误码',
    '',
    'Every refusal that leaves the server, as RFC 9457 problem+json with these codes. Made from `packages/contract/src/errors/registry.ts`;',
    '`npm run check` fails when they differ, `node tools/checks/error-docs.ts --write` brings this page up to date.',
    '',
    '| code | status | what the shopper reads | what the operator reads |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

export function checkErrorDocs(): CheckResult {
  const wanted = renderErrorDocs();
  const found = existsSync(DOC) ? readFileSync(DOC, 'utf8') : '';
  const ok = found === wanted;
  return {
    ok,
    summary: `${Object.keys(ERRORS).length} codes`,
    details: ok
      ? ''
      : 'docs/errors.md differs from the registry; run node tools/checks/error-docs.ts --write',
  };
}

if (process.argv[1] === import.meta.filename && process.argv.includes('--write'))
  writeFileSync(DOC, renderErrorDocs());
