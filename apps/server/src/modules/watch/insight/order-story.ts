import type { OpsOrderView } from '@dacu/contract/api';
import type { Sql } from '../../../platform/db/types.ts';

export type StoryEvent = OpsOrderView['story'][number];

type OutboxRow = {
  readonly position: number;
  readonly type: string;
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
};

/**
 * All that happened to a purchase, oldest first: every event that stands in the outbox for it, and what was asked of
 * payment providers, which is no event of ours. A new kind of event needs nothing here: amounts, ids and reasons are
 * found by how events name them.
 */
export async function readStory(sql: Sql, purchaseId: string): Promise<StoryEvent[]> {
  const events = await sql.query<OutboxRow>(
    `select position, type, at, data from outbox where aggregate = $1 and position is not null order by position`,
    [purchaseId],
  );
  const charges = await sql.query<{
    paymentId: string;
    provider: string;
    state: string;
    amountFen: number;
    requestedAt: number;
    settledAt: number | null;
  }>(
    `select payment_id as "paymentId", provider, state, amount_fen as "amountFen", requested_at as "requestedAt",
       settled_at as "settledAt" from payment where purchase_id = $1 order by requested_at, payment_id`,
    [purchaseId],
  );
  const names = await operatorNames(sql, events);
  const asked = charges.flatMap(({ paymentId, provider, state, amountFen, requestedAt, settledAt }) => {
    const charge = { amountFen, ref: paymentId, note: provider, operator: null };
    const settled = state === 'failed' ? ('charge.failed' as const) : ('charge.settled' as const);
    return [
      { ...charge, kind: 'charge.asked', at: requestedAt, by: 'shopper' },
      ...(settledAt === null ? [] : [{ ...charge, kind: settled, at: settledAt, by: 'provider' }]),
    ];
  });
  const told = events.map((event) => present(event, names));
  // A charge is asked after the purchase was placed and settled before it is paid, at one instant too.
  return merge(told, asked);
}

const AMOUNTS = [
  'payFen',
  'refundFen',
  'refundedFen',
  'amountFen',
  'depositFen',
  'forfeitFen',
  'fen',
] as const;
const REFS = [
  ...['refundId', 'protectionId', 'returnId', 'caseId', 'parcelId', 'complaintId', 'drawId', 'invoiceId'],
  ...['paymentId', 'orderId'],
] as const;
const NOTES = ['reason', 'topic', 'source', 'state', 'code', 'kind', 'way'] as const;

function present({ type, at, data }: OutboxRow, names: ReadonlyMap<string, string>): StoryEvent {
  const first = <T extends string | number>(keys: readonly string[], is: 'string' | 'number'): T | null => {
    const key = keys.find((each) => typeof data[each] === is);
    return key === undefined ? null : (data[key] as T);
  };
  const operatorId = data.operatorId;
  return {
    kind: type,
    at,
    by: typeof data.by === 'string' ? data.by : null,
    operator: typeof operatorId === 'string' ? (names.get(operatorId) ?? operatorId) : null,
    amountFen: first<number>(AMOUNTS, 'number'),
    ref: first<string>(REFS, 'string'),
    note: first<string>(NOTES, 'string'),
  };
}

async function operatorNames(sql: Sql, events: readonly OutboxRow[]): Promise<Map<string, string>> {
  const ids = events.flatMap(({ data }) => (typeof data.operatorId === 'string' ? [data.operatorId] : []));
  if (ids.length === 0) return new Map();
  const rows = await sql.query<{ id: string; name: string }>(
    'select operator_id as id, name from operator where operator_id = any($1)',
    [[...new Set(ids)]],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Events keep the order of their positions; charges go between them by their instants. */
function merge(events: readonly StoryEvent[], charges: readonly StoryEvent[]): StoryEvent[] {
  const waiting = [...charges].sort((one, other) => one.at - other.at);
  const story: StoryEvent[] = [];
  for (const event of events) {
    const before = (charge: StoryEvent) =>
      charge.at < event.at || (charge.at === event.at && event.kind !== 'purchase.placed');
    while (waiting[0] !== undefined && before(waiting[0])) story.push(waiting.shift()!);
    story.push(event);
  }
  return [...story, ...waiting];
}
