import { PARAMETERS, SHOPPER_KINDS } from '@dacu/engine/simulate';
import { expect, test } from 'vitest';
import { checkRehearsalDocs, renderRehearsalDocs } from './rehearsal-docs.ts';

test('the page of the rehearsal model says what the code does, parameter by parameter', () => {
  expect(checkRehearsalDocs().details).toBe('');
});

test('every parameter has its row, with its value', () => {
  const page = renderRehearsalDocs();
  for (const [name, value] of Object.entries(PARAMETERS)) {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
    expect(row, name).toBeDefined();
    if (typeof value === 'number') expect(row).toContain(`| ${value} |`);
  }
  for (const kind of SHOPPER_KINDS) expect(page).toContain(kind.id);
});
