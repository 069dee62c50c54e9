import { expect, it } from 'vitest';
import { createReachability } from './reachability.ts';

/** A world whose network, server and timers are moved by hand. */
function world() {
  let online = true;
  let answers = false;
  let network = () => {};
  const waits: { ms: number; run: () => void }[] = [];
  const reach = createReachability({
    isOnline: () => online,
    onNetwork: (listener) => {
      network = listener;
    },
    ask: () => (answers ? Promise.resolve() : Promise.reject(new Error('nobody'))),
    wait: (ms, run) => {
      const wait = { ms, run };
      waits.push(wait);
      return () => waits.splice(waits.indexOf(wait), 1);
    },
  });
  const changes: string[] = [];
  reach.subscribe(() => changes.push(reach.now()));
  return {
    reach,
    changes,
    waits,
    goes: (next: boolean) => {
      online = next;
      network();
    },
    serves: (next: boolean) => {
      answers = next;
    },
    async tick() {
      const [wait] = waits.splice(0, 1);
      wait?.run();
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

it('comes and goes with the browser’s network', () => {
  const { goes, changes } = world();
  goes(false);
  goes(true);
  expect(changes).toEqual(['offline', 'online']);
});

it('a lost call says unreachable, asks by itself with growing patience, and the first answer ends it', async () => {
  const { reach, changes, waits, tick, serves } = world();
  reach.heard('lost');
  reach.heard('lost');
  expect(changes).toEqual(['unreachable']);
  expect(waits).toHaveLength(1);
  const first = waits[0]!.ms;
  await tick();
  expect(waits[0]!.ms).toBeGreaterThan(first);
  serves(true);
  await tick();
  expect(changes).toEqual(['unreachable', 'online']);
  expect(waits).toHaveLength(0);
});

it('asks nobody while there is no network', async () => {
  const { reach, waits, goes } = world();
  reach.heard('lost');
  goes(false);
  expect(waits).toHaveLength(0);
  expect(reach.now()).toBe('offline');
});
