import { connect } from 'node:net';
import Fastify from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { createMetrics } from '../metrics.ts';
import { type EventStream, frameText, openEventStream } from './sse.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(options: { heartbeatMs?: number; bufferedBytesMax?: number } = {}) {
  const metrics = createMetrics({ processFigures: false });
  const app = Fastify({ forceCloseConnections: true });
  app.decorate('eventStreams', new Set<{ close(): void }>());
  const opened = Promise.withResolvers<EventStream>();
  app.get('/stream', (request, reply) => {
    opened.resolve(openEventStream(request, reply, metrics, options));
  });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  closing.push(() => app.close());
  return { address, opened: opened.promise, metrics };
}

test('frames arrive in order with their positions, and a reconnecting reader says where it was', async () => {
  const { address, opened } = await serve();
  const answer = await fetch(`${address}/stream`, { headers: { 'last-event-id': '41' } });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const stream = await opened;
  expect(stream.lastEventId).toBe('41');
  stream.send(frameText({ event: 'board', id: 42, data: { words: 'a\nb' } }));
  stream.send(frameText({ event: 'board', id: 43, data: 2 }));
  stream.close();
  expect(await answer.text()).toBe(
    'retry: 2000\n\nid: 42\nevent: board\ndata: {"words":"a\\nb"}\n\nid: 43\nevent: board\ndata: 2\n\n',
  );
});

test('a quiet stream has a heartbeat', async () => {
  const { address, opened } = await serve({ heartbeatMs: 10 });
  const answer = await fetch(`${address}/stream`);
  const stream = await opened;
  setTimeout(() => stream.close(), 80);
  expect((await answer.text()).split(': \n\n').length).toBeGreaterThan(2);
});

test('a reader who does not read is dropped at the bound instead of filling memory', async () => {
  const { address, opened, metrics } = await serve({ bufferedBytesMax: 256 * 1024 });
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  socket.on('error', () => {});
  closing.push(() => socket.destroy());
  socket.write('GET /stream HTTP/1.1\r\nhost: x\r\n\r\n');
  socket.pause();
  const stream = await opened;
  const block = frameText({ event: 'board', data: 'x'.repeat(64 * 1024) });
  let sent = 0;
  while (stream.send(block) && sent < 2_000) {
    sent += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await stream.closed;
  expect(sent).toBeLessThan(2_000);
  expect((await metrics.streamsDropped.get()).values[0]?.value).toBe(1);
  expect((await metrics.streams.get()).values[0]?.value).toBe(0);
});

test('a reader who goes away ends the stream', async () => {
  const { address, opened, metrics } = await serve();
  const abort = new AbortController();
  await fetch(`${address}/stream`, { signal: abort.signal });
  const stream = await opened;
  abort.abort();
  await stream.closed;
  expect(stream.send('x')).toBe(false);
  expect((await metrics.streams.get()).values[0]?.value).toBe(0);
});
