import { ApiFailure } from './api-failure.ts';

/** What `sessionStorage` offers; a Map-backed one serves where there is none. */
export type KeyStorage = {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
};

/** A key of 128 random bits. `crypto.randomUUID` would need HTTPS; this also works on a phone that tests over HTTP. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/**
 * Runs what must happen once. The key belongs to the intent (what is asked and its exact body) and is kept, through
 * reloads too, until the server has given a definite answer: after a lost connection, a timeout or a 503 the same
 * intent goes out under the same key, so the answer of the first try comes back instead of a second order; `again`
 * then says that it is not the first.
 *
 * A refusal may hand out the key of the next try (`nextKey`, see `soldOut`): under it a server can refuse an impatient
 * shopper at once, because it knows when it issued it.
 */
export function createAttempts(storage: KeyStorage) {
  return async <Answer>(
    intent: string,
    body: unknown,
    send: (key: string, again: boolean) => Promise<Answer>,
  ): Promise<Answer> => {
    const name = `dacu.attempt:${intent}`;
    const fingerprint = JSON.stringify(body);
    const kept = readKept(storage, name);
    const again = kept?.fingerprint === fingerprint;
    const key = again || kept?.fingerprint === null ? kept.key : newKey();
    storage.setItem(name, JSON.stringify({ key, fingerprint } satisfies Kept));
    try {
      const answer = await send(key, again);
      storage.removeItem(name);
      return answer;
    } catch (error) {
      const open = error instanceof ApiFailure && error.outcomeUnknown;
      if (open) throw error;
      // A refusal is definite: the next try needs a key of its own.
      const next = error instanceof ApiFailure ? error.problem?.nextKey : undefined;
      if (typeof next === 'string')
        storage.setItem(name, JSON.stringify({ key: next, fingerprint: null } satisfies Kept));
      else storage.removeItem(name);
      throw error;
    }
  };
}

/** The body that went out under the key; null while nothing has. */
type Kept = { readonly key: string; readonly fingerprint: string | null };

function readKept(storage: KeyStorage, name: string): Kept | null {
  try {
    return JSON.parse(storage.getItem(name) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}

export function memoryStorage(): KeyStorage {
  const kept = new Map<string, string>();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => {
      kept.set(name, value);
    },
    removeItem: (name) => {
      kept.delete(name);
    },
  };
}
