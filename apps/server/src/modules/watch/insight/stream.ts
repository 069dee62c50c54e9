import type { BoardFrame } from '@dacu/contract/api';
import { type EventStream, frameText } from '../../../platform/http/sse.ts';
import type { LiveBoard } from './live-board.ts';

/**
 * Sends frames to every open screen: looks once a beat while anybody watches, sends when something changed, and tells a
 * new screen at once how things stand. The event id is the outbox position of the frame.
 */
export type BoardStream = {
  join(stream: EventStream): Promise<void>;
  /** Something was applied: look now rather than at the next beat. */
  nudge(): void;
  stop(): Promise<void>;
};

const BEAT_MS = 500;
/** However much happens, a screen gets no more than this many frames a second. */
const FRAME_GAP_MS = 250;

export function createBoardStream(deps: {
  readonly board: LiveBoard;
  readonly wallNow: () => number;
  readonly failed: (error: unknown) => void;
}): BoardStream {
  const streams = new Set<EventStream>();
  let timer: NodeJS.Timeout | undefined;
  let sent: BoardFrame | null = null;
  let sentAt = 0;
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    const frame = await deps.board.frame();
    if (frame === null || frame === sent) return;
    sent = frame;
    sentAt = deps.wallNow();
    const text = frameText({ event: 'board', id: frame.position, data: frame });
    for (const stream of streams) stream.send(text);
  }

  function tick(): void {
    if (looking !== null || streams.size === 0) return;
    looking = look()
      .catch(deps.failed)
      .finally(() => {
        looking = null;
      });
  }

  function leave(stream: EventStream): void {
    streams.delete(stream);
    if (streams.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    async join(stream) {
      const frame = await deps.board.frame();
      if (frame !== null) stream.send(frameText({ event: 'board', id: frame.position, data: frame }));
      streams.add(stream);
      timer ??= setInterval(tick, BEAT_MS).unref();
      void stream.closed.then(() => leave(stream));
    },
    nudge() {
      if (deps.wallNow() - sentAt >= FRAME_GAP_MS) tick();
    },
    async stop() {
      for (const stream of streams) stream.close();
      clearInterval(timer);
      timer = undefined;
      await looking;
    },
  };
}
