import { expect, test } from 'vitest';
import { createSoldOutMemory } from './sold-out-memory.ts';

function setUp(nodeId = 'n1') {
  const time = { ms: 1_000 };
  const memory = createSoldOutMemory({ nodeId, secret: Buffer.from('secret'), wall: { now: () => time.ms } });
  return { time, memory };
}

test('a key issued after the node learnt is refused', () => {
  const { memory } = setUp();
  memory.learnt('a');
  expect(memory.refuses('a', memory.issueKey())).toBe(true);
});

test('a key issued before the node learnt always reaches the lane: its order may be committed already', () => {
  const { memory } = setUp();
  const early = memory.issueKey();
  memory.learnt('a');
  expect(memory.refuses('a', early)).toBe(false);
});

test('learning again makes keys issued in between early', () => {
  const { memory } = setUp();
  memory.learnt('a');
  const between = memory.issueKey();
  memory.learnt('a');
  expect(memory.refuses('a', between)).toBe(false);
});

test('it forgets after one second, and never remembers longer than that', () => {
  const { time, memory } = setUp();
  memory.learnt('a');
  const key = memory.issueKey();
  time.ms += 999;
  expect(memory.refuses('a', key)).toBe(true);
  time.ms += 1;
  expect(memory.refuses('a', key)).toBe(false);
  const long = createSoldOutMemory({
    nodeId: 'n1',
    secret: Buffer.from('secret'),
    wall: { now: () => time.ms },
    rememberMs: 60_000,
  });
  long.learnt('a');
  const later = long.issueKey();
  time.ms += 1_000;
  expect(long.refuses('a', later)).toBe(false);
});

test('stock given back is for sale at once', () => {
  const { memory } = setUp();
  memory.learnt('a');
  memory.givenBack('a');
  expect(memory.refuses('a', memory.issueKey())).toBe(false);
});

test('it says nothing about anything else', () => {
  const { memory } = setUp();
  memory.learnt('a');
  expect(memory.refuses('b', memory.issueKey())).toBe(false);
});

test("another node's key, and one that was made up, reach the lane", () => {
  const { memory } = setUp('n1');
  const other = setUp('n2').memory;
  memory.learnt('a');
  const key = memory.issueKey();
  expect(memory.refuses('a', other.issueKey())).toBe(false);
  expect(memory.refuses('a', 'whatever')).toBe(false);
  expect(memory.refuses('a', key.replace('n1.1.', 'n1.zz.'))).toBe(false);
});

test('a wall clock that steps back makes nobody refused wrongly', () => {
  const { time, memory } = setUp();
  const early = memory.issueKey();
  memory.learnt('a');
  time.ms -= 500;
  expect(memory.refuses('a', early)).toBe(false);
  expect(memory.refuses('a', memory.issueKey())).toBe(false);
});
