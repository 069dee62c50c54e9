import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from '../metrics.ts';

/** One frame: `id` is what the browser sends back as Last-Event-ID, here always the outbox position it speaks of. */
export type Frame = { readonly event: string; readonly id?: string | number; readonly data: unknown };

/**
 * A frame made into text once, however many streams get it.
 * JSON has no raw line feeds, so one `data:` line is enough.
 */
export function frameText(frame: Frame): string {
  const id = frame.id === undefined ? '' : `id: ${frame.id}\n`;
  return `${id}event: ${frame.event}\ndata: ${JSON.stringify(frame.data)}\n\n`;
}

export type EventStream = {
  /** Position after which this browser wants to go on; null on its first connection. */
  readonly lastEventId: string | null;
  /** False when the stream is over or its reader was dropped for being slow. */
  send(text: string): boolean;
  close(): void;
  readonly closed: Promise<void>;
};

export type StreamOptions = { readonly heartbeatMs: number; readonly bufferedBytesMax: number };

const STREAM_DEFAULTS: StreamOptions = { heartbeatMs: 15_000, bufferedBytesMax: 512 * 1024 };
/** Browsers wait this long before they come back. */
const RETRY_MS = 2_000;

/**
 * Opens Server-Sent Events on a request. A comment every `heartbeatMs` keeps proxies from closing a quiet stream.
 * A reader that lets more than `bufferedBytesMax` pile up is dropped: it reconnects with Last-Event-ID and gets the
 * state of then, instead of making the server remember everything it missed.
 */
export function openEventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  metrics: Metrics,
  options: Partial<StreamOptions> = {},
): EventStream {
  const { heartbeatMs, bufferedBytesMax } = { ...STREAM_DEFAULTS, ...options };
  reply.hijack();
  const raw = reply.raw;
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  raw.write(`retry: ${RETRY_MS}\n\n`);
  metrics.streams.inc();

  let open = true;
  const over = Promise.withResolvers<void>();
  const heartbeat = setInterval(() => write(': \n\n'), heartbeatMs);

  function end(): void {
    if (!open) return;
    open = false;
    clearInterval(heartbeat);
    metrics.streams.dec();
    over.resolve();
  }

  function write(text: string): boolean {
    if (!open) return false;
    raw.write(text);
    if (raw.writableLength <= bufferedBytesMax) return true;
    metrics.streamsDropped.inc();
    end();
    raw.destroy();
    return false;
  }

  const given = request.headers['last-event-id'];
  const stream: EventStream = {
    lastEventId: typeof given === 'string' && given !== '' ? given : null,
    send: write,
    close() {
      if (open) raw.end();
      end();
    },
    closed: over.promise,
  };
  const streams = request.server.eventStreams;
  streams.add(stream);
  void over.promise.then(() => streams.delete(stream));
  raw.on('close', end);
  raw.on('error', end);
  return stream;
}
