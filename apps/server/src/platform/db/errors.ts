/**
 * The database did not answer before the deadline, or the connection broke while it was committing: the work may be
 * done or not. The client retries with the same idempotency key. HTTP 503, registry code `outcomeUnknown`.
 */
export class OutcomeUnknown extends Error {
  readonly code = 'outcomeUnknown';

  constructor(what: string, cause?: unknown) {
    super(`outcome unknown: ${what}`, { cause });
    this.name = 'OutcomeUnknown';
  }

  /** Nobody answered in time; else the connection broke. */
  get late(): boolean {
    return this.cause === undefined;
  }
}

/**
 * No connection, or it broke before the commit was sent, or the server itself cannot work (full disk, read-only):
 * nothing was written. HTTP 503, code `databaseUnavailable`.
 */
export class DatabaseUnavailable extends Error {
  readonly code = 'databaseUnavailable';

  constructor(what: string, cause?: unknown) {
    super(`database unavailable: ${what}`, { cause });
    this.name = 'DatabaseUnavailable';
  }
}

/** The five-character SQLSTATE of a PostgreSQL error, or null for anything else. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  const { code } = error;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && code !== 'EPIPE' ? code : null;
}

/** Deadlock and serialization failures: the same work may succeed when it runs again. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40P01' || state === '40001';
}

/**
 * True when the connection rather than the statement failed: socket errors, class 08, the server going away (57P0x),
 * and the messages of the driver, which carry no code.
 */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const state = sqlState(error);
  if (state !== null) return state.startsWith('08') || state.startsWith('57P');
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string')
    return ['ECONNRESET', 'EPIPE', 'ECONNREFUSED', 'ENOENT', 'ETIMEDOUT'].includes(code);
  return /connection terminated|not queryable|client was closed|connection error/i.test(error.message);
}

/** The server answered, but it cannot work: out of disk, memory or locks (53), I/O error (58), read-only, cancelled. */
export function isServerTrouble(error: unknown): boolean {
  const state = sqlState(error);
  return state !== null && (/^5[38]/.test(state) || state === '25006' || state === '57014');
}

const ABORTED = '25P02';

/**
 * Statements of one transaction that were sent one behind the other. Waits for all of them and throws the error that
 * came first: what stood behind it fails too, saying only that the transaction is aborted, and may be heard earlier.
 */
export async function together<T>(sent: readonly Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(sent);
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (errors.length > 0) throw errors.find((error) => sqlState(error) !== ABORTED) ?? errors[0];
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<T>).value);
}
