import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { arrayLiteral } from './array-literal.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** What PostgreSQL cannot hold in a text at all. */
const storable = fc
  .string({ unit: 'binary', maxLength: 12 })
  .filter((text) => !text.includes('\0') && text.isWellFormed());
const awkward = fc.constantFrom(
  '',
  'null',
  'NULL',
  '{}',
  '"',
  '\\',
  '\\"',
  'a,b',
  ' ',
  '\n',
  '\\n',
  '张伟',
  '😀',
  "'",
  '\u2028',
);

test('PostgreSQL reads back the texts that were written, whatever is in them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(storable, awkward, fc.constant(null)), { maxLength: 8 }),
      async (texts) => {
        const literal = arrayLiteral(texts);
        fc.pre(literal !== null);
        const [row] = await database.db.query<{ texts: unknown }>('select $1::text[] as texts', [literal]);
        expect(row!.texts).toEqual(texts);
      },
    ),
    { numRuns: 300 },
  );
});

test('numbers and booleans keep their values', async () => {
  const [row] = await database.db.query<{ numbers: unknown; yes: unknown }>(
    'select $1::float8[] as numbers, $2::boolean[] as yes',
    [arrayLiteral([0, -1, 1.5, 9_007_199_254_740_991, 1e21, null]), arrayLiteral([true, false, null])],
  );
  expect(row).toEqual({ numbers: [0, -1, 1.5, 9_007_199_254_740_991, 1e21, null], yes: [true, false, null] });
});

test('what is not plainly the same in both notations is left to the driver', () => {
  for (const values of [
    ['\n'],
    ['\u0001'],
    [undefined],
    [new Date(0)],
    [[1]],
    [Number.NaN],
    [Buffer.of(1)],
    [1n],
  ])
    expect(arrayLiteral(values)).toBeNull();
  expect(arrayLiteral(['a "quoted" word'])).toBe('{"a \\"quoted\\" word"}');
});
