import pg from 'pg';

const LISTEN_RETRY_MS = 500;

/**
 * Hears what is notified on a channel over a connection of its own. When that breaks it opens another one, which begins
 * with an empty word: what was said meanwhile is lost. Resolves to the way to stop.
 */
export async function listen(
  config: pg.ClientConfig,
  channel: string,
  heard: (payload: string) => void,
): Promise<() => Promise<void>> {
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const next = new pg.Client({ ...config, statement_timeout: 0, idle_in_transaction_session_timeout: 0 });
    next.on('error', () => {});
    next.on('notification', (note) => heard(note.payload ?? ''));
    next.on('end', () => {
      if (!stopped && client === next) again();
    });
    await next.connect();
    client = next;
    await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    if (stopped) await next.end();
  }

  function again(): void {
    timer = setTimeout(() => {
      // What was said while nobody listened is lost: one call makes the hearer look for itself.
      connect().then(() => heard(''), again);
    }, LISTEN_RETRY_MS);
  }

  await connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client?.end().catch(() => {});
  };
}
