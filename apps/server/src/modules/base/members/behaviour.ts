import type { MembersDeps } from './index.ts';
import * as store from './store.ts';

export type BehaviourKind =
  | 'visit'
  | 'venue'
  | 'search'
  | 'view'
  | 'favourite'
  | 'cartAdd'
  | 'cartRemove'
  | 'checkout'
  | 'order'
  | 'pay';

export type Behaviour = {
  /** Campaign time. */
  readonly at: number;
  readonly shopperId: string;
  readonly visitId: string;
  readonly kind: BehaviourKind;
  readonly channel: string;
  readonly productId?: string;
  readonly skuId?: string;
};

export type BehaviourLog = {
  /** Takes note and returns at once. Past the bound the newest are dropped and counted in `dropped`. */
  record(behaviour: Behaviour): void;
  /** Resolves when everything recorded so far is written, in the order it was recorded. */
  flush(): Promise<void>;
  readonly dropped: number;
  start(): void;
  stop(): Promise<void>;
};

const FLUSH_EVERY_MS = 500;
const FLUSH_AT_ROWS = 1_000;
const BUFFER_ROWS_MAX = 20_000;

export function createBehaviourLog({ db }: MembersDeps): BehaviourLog {
  let buffer: store.BehaviourRow[] = [];
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let dropped = 0;

  function flush(): Promise<void> {
    const rows = buffer;
    if (rows.length === 0) return writing;
    buffer = [];
    writing = writing.then(async () => {
      for (let from = 0; from < rows.length; from += FLUSH_AT_ROWS)
        await store.insertBehaviours(db, rows.slice(from, from + FLUSH_AT_ROWS));
    });
    return writing;
  }

  /** A failed write loses its rows and says so in the count; the next one starts clean. */
  function flushAside(): void {
    const rows = buffer.length;
    flush().catch(() => {
      dropped += rows;
      writing = Promise.resolve();
    });
  }

  return {
    record(behaviour) {
      if (buffer.length >= BUFFER_ROWS_MAX) {
        dropped += 1;
        return;
      }
      buffer.push({ productId: null, skuId: null, ...behaviour });
      if (buffer.length === FLUSH_AT_ROWS) flushAside();
    },
    flush,
    get dropped() {
      return dropped;
    },
    start() {
      timer ??= setInterval(flushAside, FLUSH_EVERY_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await flush();
    },
  };
}
