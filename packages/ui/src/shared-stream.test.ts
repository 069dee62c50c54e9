import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openSharedStream, type StreamFrame, type StreamState } from './shared-stream.ts';

/** An EventSource whose server is the test. */
class Source extends EventTarget {
  static readonly CLOSED = 2;
  static open: Source[] = [];
  readyState = 1;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
    Source.open.push(this);
  }
  send(type: string, data: string, lastEventId = '') {
    this.dispatchEvent(Object.assign(new Event(type), { data, lastEventId }));
  }
  close() {
    this.readyState = Source.CLOSED;
    Source.open.splice(Source.open.indexOf(this), 1);
  }
}

/** A lock as a browser has it: one holder, the others in line, and leaving the line aborts. */
function createLocks() {
  const line: (() => void)[] = [];
  let held = false;
  const next = () => {
    const first = line.shift();
    held = first !== undefined;
    first?.();
  };
  return {
    request(_name: string, { signal }: { signal: AbortSignal }, work: () => Promise<void>): Promise<void> {
      return new Promise((resolve, reject) => {
        const take = () => void work().then(resolve, reject).finally(next);
        if (!held) {
          held = true;
          take();
          return;
        }
        line.push(take);
        signal.addEventListener('abort', () => {
          const at = line.indexOf(take);
          if (at < 0) return;
          line.splice(at, 1);
          reject(signal.reason);
        });
      });
    },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 30));
const closers: (() => void)[] = [];

function tab() {
  const frames: StreamFrame[] = [];
  const states: StreamState[] = [];
  const close = openSharedStream({
    url: '/stream',
    types: ['board', 'note'],
    onFrame: (frame) => frames.push(frame),
    onState: (state) => states.push(state),
  });
  closers.push(close);
  return { frames, states, close, data: () => frames.map((frame) => frame.data) };
}

beforeEach(() => {
  Source.open = [];
  vi.stubGlobal('EventSource', Source);
});
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await settled();
  vi.unstubAllGlobals();
});

it('two tabs hold one stream, and both hear every frame', async () => {
  vi.stubGlobal('navigator', { locks: createLocks() });
  const one = tab();
  const two = tab();
  await settled();
  expect(Source.open).toHaveLength(1);
  Source.open[0]!.send('board', 'a', '7');
  await settled();
  expect(one.frames).toEqual([{ type: 'board', data: 'a', lastEventId: '7' }]);
  expect(two.frames).toEqual(one.frames);
});

it('a tab that joins hears the latest frame of each type without waiting for the next', async () => {
  vi.stubGlobal('navigator', { locks: createLocks() });
  tab();
  await settled();
  for (const [type, data] of [
    ['board', 'old'],
    ['board', 'new'],
    ['note', 'n'],
  ] as const)
    Source.open[0]!.send(type, data);
  const late = tab();
  await settled();
  expect(late.data().sort()).toEqual(['n', 'new']);
});

it('when the tab with the stream closes, another connects and goes on', async () => {
  vi.stubGlobal('navigator', { locks: createLocks() });
  const one = tab();
  const two = tab();
  await settled();
  one.close();
  await settled();
  expect(Source.open).toHaveLength(1);
  Source.open[0]!.send('board', 'b');
  await settled();
  expect(two.data()).toEqual(['b']);
  expect(one.data()).toEqual([]);
});

it('comes back after the browser has given the stream up, and says so', async () => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { locks: createLocks() });
  const one = tab();
  await vi.advanceTimersByTimeAsync(0);
  const source = Source.open[0]!;
  source.onopen?.();
  source.readyState = Source.CLOSED;
  source.onerror?.();
  expect(one.states.at(-1)).toBe('lost');
  Source.open = [];
  await vi.advanceTimersByTimeAsync(3_000);
  expect(Source.open).toHaveLength(1);
  vi.useRealTimers();
});

it('without Web Locks every tab keeps a stream of its own', async () => {
  vi.stubGlobal('navigator', {});
  const one = tab();
  tab();
  expect(Source.open).toHaveLength(2);
  Source.open[0]!.send('board', 'a');
  expect(one.data()).toEqual(['a']);
  one.close();
  expect(Source.open).toHaveLength(1);
});
