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
 * intent goes out under the same key, so the answer of the first try comes back instead of a second order.
 */
export function createAttempts(storage: KeyStorage) {
  return async <Answer>(
    intent: string,
    body: unknown,
    send: (key: string) => Promise<Answer>,
  ): Promise<Answer> => {
    const name = `dacu.attempt:${intent}`;
    const fingerprint = JSON.stringify(body);
    const key = keptKey(storage, name, fingerprint) ?? newKey();
    storage.setItem(name, JSON.stringify({ key, fingerprint }));
    try {
      const answer = await send(key);
      storage.removeItem(name);
      return answer;
    } catch (error) {
      const open = error instanceof ApiFailure && error.outcomeUnknown;
      // A refusal is definite, and the server repeats it under its key: the next try needs a new one.
      if (!open) storage.removeItem(name);
      throw error;
    }
  };
}

function keptKey(storage: KeyStorage, name: string, fingerprint: string): string | null {
  try {
    const kept = JSON.parse(storage.getItem(name) ?? 'null') as { key: string; fingerprint: string } | null;
    return kept?.fingerprint === fingerprint ? kept.key : null;
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
