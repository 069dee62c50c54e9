import { createChance } from '@dacu/engine/simulate';
import { expect, test } from 'vitest';
import { createEventQueue } from './event-queue.ts';

test('comes out by instant, then actor, then the order it was put in, however it went in', () => {
  const chance = createChance(3, 'queue');
  const queue = createEventQueue<number>();
  const put: { at: number; actor: string; work: number }[] = [];
  for (let work = 0; work < 2_000; work += 1) {
    const entry = { at: chance.below(40), actor: `actor-${chance.below(5)}`, work };
    put.push(entry);
    queue.push(entry.at, entry.actor, work);
  }
  const sorted = [...put].sort(
    (a, b) => a.at - b.at || (a.actor < b.actor ? -1 : a.actor > b.actor ? 1 : 0) || a.work - b.work,
  );
  const out: number[] = [];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) out.push(next.work);
  expect(out).toEqual(sorted.map((entry) => entry.work));
  expect(queue.size).toBe(0);
  expect(queue.pop()).toBeUndefined();
});

test('what is put in while it is emptied takes its place', () => {
  const queue = createEventQueue<string>();
  queue.push(10, 'a', 'ten');
  queue.push(5, 'a', 'five');
  expect(queue.pop()?.work).toBe('five');
  queue.push(7, 'a', 'seven');
  expect(queue.peek()?.work).toBe('seven');
  expect([queue.pop()?.work, queue.pop()?.work]).toEqual(['seven', 'ten']);
});
