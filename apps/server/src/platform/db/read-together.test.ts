import { expect, test } from 'vitest';
import { readTogether } from './read-together.ts';

/** Answers when told to; remembers what it was asked. */
function slowTable() {
  const queries: { keys: readonly string[]; answer(error?: Error): void }[] = [];
  const read = readTogether<string>((keys) => {
    return new Promise((resolve, reject) => {
      const rows = new Map(keys.filter((key) => key !== 'nobody').map((key) => [key, `row ${key}`]));
      queries.push({ keys, answer: (error) => (error ? reject(error) : resolve(rows)) });
    });
  }, 3);
  return { queries, read };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('neighbours share one query, and each key is asked once', async () => {
  const { queries, read } = slowTable();
  const asked = Promise.all([read('a'), read('b'), read('a'), read('nobody')]);
  await turn();
  expect(queries.map((query) => query.keys)).toEqual([['a', 'b', 'nobody']]);
  queries[0]!.answer();
  expect(await asked).toEqual(['row a', 'row b', 'row a', undefined]);
});

test('what is asked meanwhile waits for the next query, never more than the most at once', async () => {
  const { queries, read } = slowTable();
  const first = read('a');
  await turn();
  const later = Promise.all(['b', 'c', 'd', 'e', 'a'].map(read));
  queries[0]!.answer();
  expect(await first).toBe('row a');
  await turn();
  queries[1]!.answer();
  await turn();
  queries[2]!.answer();
  expect(await later).toEqual(['row b', 'row c', 'row d', 'row e', 'row a']);
  expect(queries.map((query) => query.keys)).toEqual([['a'], ['b', 'c', 'd'], ['e', 'a']]);
});

test('a failed query fails those who asked in it, and nobody after', async () => {
  const { queries, read } = slowTable();
  const failing = read('a');
  await turn();
  queries[0]!.answer(new Error('gone'));
  await expect(failing).rejects.toThrow('gone');
  const again = read('a');
  await turn();
  queries[1]!.answer();
  expect(await again).toBe('row a');
});
