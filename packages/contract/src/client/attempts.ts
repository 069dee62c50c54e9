import { ApiFailure } from './api-failure.ts';

/** What `localStorage` offers; a Map-backed one serves where there is none. */
export type KeyStorage = {
  readonly length: number;
  key(index: number): string | null;
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
};

/** A request that went out and has had no definite answer. */
export type OpenAttempt = {
  readonly key: string;
  readonly intent: string;
  /** What was sent, word for word. */
  readonly body: unknown;
  /** When it went out first, on the device's clock. */
  readonly at: number;
  /** Which page life sent it, as its sender named itself. */
  readonly by: string;
};

/** A key of 128 random bits. `crypto.randomUUID` would need HTTPS; this also works on a phone that tests over HTTP. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/**
 * Runs what must happen once. The key belongs to the intent (what is asked and its exact body) and is kept, for as long
 * as the storage keeps anything, until the server has given a definite answer: after a lost connection, a timeout or a
 * 503 the same intent goes out under the same key, so the answer of the first try comes back instead of a second order;
 * `again` then says that it is not the first. Each open attempt has an entry of its own, so that two tabs with two
 * different orders never take each other's key away.
 *
 * A refusal may hand out the key of the next try (`nextKey`, see `soldOut`): under it a server can refuse an impatient
 * shopper at once, because it knows when it issued it.
 */
export function createAttempts(
  storage: KeyStorage,
  sender: { now?: () => number; by?: string; nextKeys?: KeyStorage } = {},
) {
  const { now = Date.now, by = '', nextKeys = storage } = sender;
  return async <Answer>(
    intent: string,
    body: unknown,
    send: (key: string, again: boolean) => Promise<Answer>,
  ): Promise<Answer> => {
    const kept = openAttempt(storage, intent, body);
    const key = kept?.key ?? takeNext(nextKeys, intent) ?? newKey();
    if (!kept) write(storage, { key, intent, body, at: now(), by });
    try {
      const answer = await send(key, kept !== null);
      forgetAttempt(storage, key);
      return answer;
    } catch (error) {
      if (!(error instanceof ApiFailure)) {
        forgetAttempt(storage, key);
        throw error;
      }
      if (error.outcomeUnknown || (kept && !judged(error))) throw error;
      // A refusal is definite: the next try needs a key of its own.
      forgetAttempt(storage, key);
      const next = error.problem?.nextKey;
      if (typeof next === 'string') nextKeys.setItem(NEXT + intent, next);
      throw error;
    }
  };
}

/** All that have had no definite answer, the oldest first. */
export function openAttempts(storage: KeyStorage): OpenAttempt[] {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  return names
    .filter((name) => name.startsWith(SENT))
    .map((name) => read(storage, name))
    .filter((attempt) => attempt !== null)
    .sort((a, b) => a.at - b.at);
}

/** The one with exactly this body, if it is still open. */
export function openAttempt(storage: KeyStorage, intent: string, body: unknown): OpenAttempt | null {
  const words = JSON.stringify(body);
  return (
    openAttempts(storage).find((each) => each.intent === intent && JSON.stringify(each.body) === words) ??
    null
  );
}

export function forgetAttempt(storage: KeyStorage, key: string): void {
  storage.removeItem(SENT + key);
}

const SENT = 'dacu.sent:';
const NEXT = 'dacu.nextKey:';

/** Turned away at the door, before anybody looked whether the first try had been let in: says nothing about that one. */
const DOOR: readonly number[] = [401, 403, 429];
function judged(error: ApiFailure): boolean {
  return !DOOR.includes(error.status);
}

function write(storage: KeyStorage, attempt: OpenAttempt): void {
  storage.setItem(SENT + attempt.key, JSON.stringify(attempt));
}

function read(storage: KeyStorage, name: string): OpenAttempt | null {
  try {
    const found = JSON.parse(storage.getItem(name) ?? 'null') as Partial<OpenAttempt> | null;
    if (typeof found?.key !== 'string' || typeof found.intent !== 'string') return null;
    return { by: '', at: 0, body: null, ...found } as OpenAttempt;
  } catch {
    return null;
  }
}

function takeNext(storage: KeyStorage, intent: string): string | null {
  const next = storage.getItem(NEXT + intent);
  if (next !== null) storage.removeItem(NEXT + intent);
  return next;
}

export function memoryStorage(): KeyStorage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => {
      kept.set(name, value);
    },
    removeItem: (name) => {
      kept.delete(name);
    },
  };
}
