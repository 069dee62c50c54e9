import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What a node counts about itself, in Prometheus text at /metrics. Names carry their unit last. */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics(options: { readonly processFigures: boolean }) {
  const registry = new Registry();
  const registers = [registry];
  if (options.processFigures) collectDefaultMetrics({ register: registry, prefix: 'dacu_' });
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'dacu_http_request_seconds',
      help: 'Time to answer, by route pattern, method and status',
      labelNames: ['route', 'method', 'status'] as const,
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    httpRefused: new Counter({
      name: 'dacu_http_refused_total',
      help: 'Refusals by registry code',
      labelNames: ['code'] as const,
      registers,
    }),
    streams: new Gauge({ name: 'dacu_streams_open', help: 'Open event streams', registers }),
    streamsDropped: new Counter({
      name: 'dacu_streams_dropped_total',
      help: 'Event streams ended because the reader was too slow',
      registers,
    }),
    laneBatchCommands: new Histogram({
      name: 'dacu_lane_batch_commands',
      help: 'Commands that rode in one transaction',
      buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000],
      registers,
    }),
    laneBatchSeconds: new Histogram({
      name: 'dacu_lane_batch_seconds',
      help: 'Time from opening to committing a batch',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    laneRetries: new Counter({
      name: 'dacu_lane_retries_total',
      help: 'Batches run again, by reason',
      labelNames: ['reason'] as const,
      registers,
    }),
    databaseUp: new Gauge({
      name: 'dacu_database_up',
      help: '1 while the database answers',
      registers,
    }),
    /** A figure read at scrape time: queue lengths, lags. A reader that fails leaves its figure out. */
    gauge(name: string, help: string, read: () => number | Promise<number>): void {
      new Gauge({
        name: `dacu_${name}`,
        help,
        registers,
        async collect() {
          try {
            this.set(await read());
          } catch {
            this.remove();
          }
        },
      });
    },
  };
}
