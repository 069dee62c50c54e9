import { expect, test } from 'vitest';
import { createSoldOutMemory } from './sold-out-memory.ts';

function setUp(nodeId = 'n1') {
  const time = { ms: 1_000 };
  const memory = createSoldOutMemory({ nodeId, secret: Buffer.from('secret'), wall: { now: () => time.ms } });
  return { time, memory };
}

test('a key issued after the node learnt is refused', () => {
  const { memory } = setUp();
  memory.learnt('a', 'e1');
  expect(memory.refuses('a', 'e1', memory.issueKey())).toBe(true);
});

test('a key issued before the node learnt always reaches the lane: its order may be committed already', () => {
  const { memory } = setUp();
  const early = memory.issueKey();
  memory.learnt('a', 'e1');
  expect(memory.refuses('a', 'e1', early)).toBe(false);
});

test('learning again makes keys issued in between early', () => {
  const { memory } = setUp();
  memory.learnt('a', 'e1');
  const between = memory.issueKey();
  memory.learnt('a', 'e1');
  expect(memory.refuses('a', 'e1', between)).toBe(false);
});

test('it forgets after one second, and never remembers longer than that', () => {
  const { time, memory } = setUp();
  memory.learnt('a', 'e1');
  const key = memory.issueKey();
  time.ms += 999;
  expect(memory.refuses('a', 'e1', key)).toBe(true);
  time.ms += 1;
  expect(memory.refuses('a', 'e1', key)).toBe(false);
  const long = createSoldOutMemory({
    nodeId: 'n1',
    secret: Buffer.from('secret'),
    wall: { now: () => time.ms },
    rememberMs: 60_000,
  });
  long.learnt('a', 'e1');
  const later = long.issueKey();
  time.ms += 1_000;
  expect(long.refuses('a', 'e1', later)).toBe(false);
});

test('stock given back is for sale at once', () => {
  const { memory } = setUp();
  memory.learnt('a', 'e1');
  memory.givenBack('a');
  expect(memory.refuses('a', 'e1', memory.issueKey())).toBe(false);
});

test('it says nothing about anything else', () => {
  const { memory } = setUp();
  memory.learnt('a', 'e1');
  expect(memory.refuses('b', 'e1', memory.issueKey())).toBe(false);
});

test('other terms are another question: an edition may have put up more', () => {
  const { memory } = setUp();
  memory.learnt('a', 'e1');
  const key = memory.issueKey();
  expect(memory.refuses('a', 'e2', key)).toBe(false);
});

test('however many things it learns, it keeps a bounded number of them, the newest', () => {
  const { memory } = setUp();
  for (let n = 0; n <= 10_000; n += 1) memory.learnt(`thing-${n}`, 'e1');
  const key = memory.issueKey();
  expect([memory.refuses('thing-0', 'e1', key), memory.refuses('thing-10000', 'e1', key)]).toEqual([
    false,
    true,
  ]);
});

test("another node's key, and one that was made up, reach the lane", () => {
  const { memory } = setUp('n1');
  const other = setUp('n2').memory;
  memory.learnt('a', 'e1');
  const key = memory.issueKey();
  expect(memory.refuses('a', 'e1', other.issueKey())).toBe(false);
  expect(memory.refuses('a', 'e1', 'whatever')).toBe(false);
  expect(memory.refuses('a', 'e1', key.replace('n1.1.', 'n1.zz.'))).toBe(false);
});

test('a wall clock that steps back makes nobody refused wrongly', () => {
  const { time, memory } = setUp();
  const early = memory.issueKey();
  memory.learnt('a', 'e1');
  time.ms -= 500;
  expect(memory.refuses('a', 'e1', early)).toBe(false);
  expect(memory.refuses('a', 'e1', memory.issueKey())).toBe(false);
});
