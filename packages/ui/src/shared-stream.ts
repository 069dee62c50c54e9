/**
 * One event stream for a browser, shared by its tabs. Whoever holds the Web Lock `name` keeps the EventSource and
 * passes each frame on by BroadcastChannel; when that tab closes, the lock goes to the next, which connects.
 * A tab that joins asks for the latest frame of each type, so it need not wait for the next change.
 * Without Web Locks (or BroadcastChannel) every tab keeps a stream of its own: dearer, never wrong.
 */
export type StreamFrame = {
  readonly type: string;
  readonly data: string;
  /** SSE event id; for board frames the outbox position. */
  readonly lastEventId: string;
};
export type StreamState = 'connecting' | 'open' | 'lost';

type SharedStreamOptions = {
  readonly url: string;
  readonly types: readonly string[];
  readonly onFrame: (frame: StreamFrame) => void;
  readonly onState?: (state: StreamState) => void;
};
type Message =
  | { readonly kind: 'frame'; readonly frame: StreamFrame }
  | { readonly kind: 'state'; readonly state: StreamState }
  | { readonly kind: 'hello' };

const RECONNECT_MS = 3_000;

/** Opens the shared stream; the answer closes it for this tab. */
export function openSharedStream(options: SharedStreamOptions): () => void {
  const name = `dacu-stream:${options.url}`;
  const stop = new AbortController();
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') {
    return connect(options, options.onFrame, options.onState ?? (() => {}), stop.signal, stop);
  }
  const channel = new BroadcastChannel(name);
  const latest = new Map<string, StreamFrame>();
  let leading = false;
  let state: StreamState = 'connecting';

  const tell = (next: StreamState) => {
    state = next;
    options.onState?.(next);
  };
  channel.onmessage = (event: MessageEvent<Message>) => {
    const message = event.data;
    if (message.kind === 'hello' && leading) {
      for (const frame of latest.values()) channel.postMessage({ kind: 'frame', frame } satisfies Message);
      channel.postMessage({ kind: 'state', state } satisfies Message);
    } else if (message.kind === 'frame' && !leading) {
      options.onFrame(message.frame);
      // A follower remembers too: it may lead the next moment.
      latest.set(message.frame.type, message.frame);
    } else if (message.kind === 'state' && !leading) tell(message.state);
  };
  tell('connecting');
  channel.postMessage({ kind: 'hello' } satisfies Message);

  navigator.locks
    .request(name, { signal: stop.signal }, () => {
      leading = true;
      return new Promise<void>((release) => {
        connect(
          options,
          (frame) => {
            latest.set(frame.type, frame);
            options.onFrame(frame);
            channel.postMessage({ kind: 'frame', frame } satisfies Message);
          },
          (next) => {
            tell(next);
            channel.postMessage({ kind: 'state', state: next } satisfies Message);
          },
          stop.signal,
          stop,
        );
        stop.signal.addEventListener('abort', () => release());
      });
    })
    .catch((error: unknown) => {
      // Closing while still waiting for the lock aborts the wait; that is how followers leave.
      if (!stop.signal.aborted) throw error;
    });
  return () => {
    stop.abort();
    channel.close();
  };
}

/** An EventSource that comes back after the browser has given it up (a 503 while the server restarts ends it for good). */
function connect(
  options: SharedStreamOptions,
  onFrame: (frame: StreamFrame) => void,
  onState: (state: StreamState) => void,
  signal: AbortSignal,
  stop: AbortController,
): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    if (signal.aborted) return;
    onState('connecting');
    source = new EventSource(options.url, { withCredentials: true });
    source.onopen = () => onState('open');
    source.onerror = () => {
      onState('lost');
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, RECONNECT_MS);
    };
    for (const type of options.types) {
      source.addEventListener(type, (event) => {
        onFrame({ type, data: event.data as string, lastEventId: event.lastEventId });
      });
    }
  };
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    source?.close();
  });
  open();
  return () => stop.abort();
}
