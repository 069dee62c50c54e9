import type { FastifyInstance } from 'fastify';
import type { Db } from '../../../platform/db/types.ts';
import { addRefusals } from './store.ts';

/** Counts refusals for want of stock, by item: the demand that a campaign could not serve. */
export type RefusalLog = {
  /** Watches answers of the app; adds nothing to them. */
  watch(app: FastifyInstance): void;
  note(kind: 'flash' | 'sku', id: string): void;
  flush(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
};

const FLUSH_EVERY_MS = 1_000;
const FLASH_ORDER_ROUTE = '/api/flash/:activityId/orders';
/** Distinct items kept between two writes; past it new ones are not counted. */
const ITEMS_MAX = 10_000;

export function createRefusalLog(deps: { db: Db; now: () => number }): RefusalLog {
  let counts = new Map<string, { kind: 'flash' | 'sku'; id: string; refused: number; at: number }>();
  let timer: NodeJS.Timeout | undefined;

  function note(kind: 'flash' | 'sku', id: string): void {
    const key = `${kind} ${id}`;
    const known = counts.get(key);
    if (known === undefined && counts.size >= ITEMS_MAX) return;
    counts.set(key, { kind, id, refused: (known?.refused ?? 0) + 1, at: deps.now() });
  }

  async function flush(): Promise<void> {
    const rows = [...counts.values()].sort((a, b) =>
      a.kind === b.kind ? (a.id < b.id ? -1 : 1) : a.kind < b.kind ? -1 : 1,
    );
    if (rows.length === 0) return;
    counts = new Map();
    await addRefusals(deps.db, rows);
  }

  return {
    note,
    flush,
    watch(app) {
      app.addHook('onSend', async (request, reply, payload) => {
        if (reply.statusCode !== 409 || typeof payload !== 'string') return;
        const refusal = readRefusal(payload);
        if (refusal === null) return;
        if (request.routeOptions.url === FLASH_ORDER_ROUTE && refusal.code === 'soldOut') {
          note('flash', (request.params as { activityId: string }).activityId);
        }
        if (refusal.code === 'outOfStock') for (const skuId of refusal.skuIds) note('sku', skuId);
      });
    },
    start() {
      // Telemetry: a failed write loses its counts, the next one starts clean.
      timer ??= setInterval(() => void flush().catch(() => {}), FLUSH_EVERY_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await flush();
    },
  };
}

/** The code of a problem document and the items it names; null for anything else. */
export function readRefusal(payload: string): { code: string; skuIds: string[] } | null {
  if (!payload.includes('"soldOut"') && !payload.includes('"outOfStock"')) return null;
  try {
    const document = JSON.parse(payload) as { code?: unknown; short?: unknown };
    if (typeof document.code !== 'string') return null;
    const short: unknown[] = Array.isArray(document.short) ? document.short : [];
    const skuIds = short.map((line) => (line as { skuId?: unknown } | null)?.skuId);
    return { code: document.code, skuIds: skuIds.filter((skuId) => typeof skuId === 'string') };
  } catch {
    return null;
  }
}
