import type { PhotoRoom } from './modules/trade/aftercare/index.ts';
import type { Clocks } from './platform/clocks.ts';
import type { Db } from './platform/db/types.ts';
import type { Metrics } from './platform/metrics.ts';

/** The lane's transactions, measured from their beginning to their commit. */
export function timed(db: Db, metrics: Metrics): Db {
  return {
    ...db,
    async transaction(work, options) {
      const done = metrics.laneBatchSeconds.startTimer();
      try {
        return await db.transaction(work, options);
      } finally {
        done();
      }
    },
  };
}

/** Read when somebody scrapes: what waits, for how long, and what uploads hold. */
export function measureQueues(db: Db, clocks: Clocks, metrics: Metrics, photoRoom: PhotoRoom): void {
  const one = async (sql: string, params: readonly unknown[] = []) =>
    (await db.query<{ value: number }>(sql, params))[0]?.value ?? 0;
  metrics.gauge('outbox_waiting', 'Committed events without a position', () =>
    one('select count(*) as value from outbox where position is null'),
  );
  metrics.gauge('outbox_consumer_lag', 'Positions that the slowest consumer is behind', () =>
    one(
      `select coalesce(max(outbox_position.position - consumer.position), 0) as value
         from outbox_position left join consumer on true`,
    ),
  );
  metrics.gauge('due_overdue', 'Due work whose instant has passed', () =>
    one(`select count(*) as value from due where state = 'waiting' and next_at <= $1`, [
      clocks.campaign.now(),
    ]),
  );
  metrics.gauge('due_failed', 'Due work that was given up and waits for a person', () =>
    one(`select count(*) as value from due where state = 'failed'`),
  );
  metrics.gauge('photo_upload_bytes', 'Memory that uploads of photos have taken', photoRoom.heldBytes);
}
