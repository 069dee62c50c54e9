import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { SABOTAGE } from './sabotage.ts';
import { MUTATIONS } from './store-mutations.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const all = [...MUTATIONS, ...SABOTAGE];

test('every change on the lists can still be made: what it looks for stands exactly once in its file', () => {
  const stale = all.filter(
    ({ file, find }) => readFileSync(join(root, file), 'utf8').split(find).length !== 2,
  );
  expect(stale.map(({ name, file }) => `${name}: ${file}`)).toEqual([]);
});

test('every change changes something, and every test that has to notice exists', () => {
  expect(all.filter(({ find, put }) => find === put)).toEqual([]);
  const tests = [...new Set(all.flatMap((mutation) => mutation.tests))];
  expect(tests.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test('no two changes have one name', () => {
  const names = all.map(({ name, file }) => `${file}: ${name}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
