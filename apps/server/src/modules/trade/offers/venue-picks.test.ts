import { expect, test } from 'vitest';
import { createPicks } from './venue-picks.ts';

const skus: never[] = [];
const named = [['p1', 'p2'], ['p3']];

test('ranked once until stock, catalogue or sections change', async () => {
  let changes = 0;
  let made = 0;
  const pick = createPicks({ stockChanges: () => changes });
  const ask = (from = skus, sections: readonly string[][] = named) =>
    pick(0, from, sections, async () => {
      made += 1;
      return [];
    });
  await ask();
  await ask(skus, [...named]);
  expect(made).toBe(1);
  changes += 1;
  await ask();
  expect(made).toBe(2);
  await ask([]);
  expect(made).toBe(3);
  await ask([], [named[0]!]);
  await ask([], [['p1', 'p2'], ['p3']]);
  expect(made).toBe(5);
});

test('where others change stock unseen it is ranked each time', async () => {
  let made = 0;
  for (const ports of [{ stockChanges: null }, {}]) {
    const pick = createPicks(ports);
    for (let time = 0; time < 2; time += 1)
      await pick(0, skus, named, async () => {
        made += 1;
        return [];
      });
  }
  expect(made).toBe(4);
});
