import type { StockActRequest } from '@dacu/contract/api';
import type { Db } from '../../apps/server/src/platform/db/types.ts';
import { sendOnce, type Wish, wishOf } from './burst.ts';
import type { Operator } from './operator.ts';

const STORE = 'st-shanghai';
const HANDS = 4;

/**
 * The desk at work while shoppers buy the same goods: it receives, sets aside, scraps, sends to a store, and asks for
 * more than there is.
 */
export async function makeActs(
  operator: Operator,
  skuIds: readonly string[],
  times: number,
): Promise<Wish[]> {
  const wishes: Wish[] = [];
  for (const skuId of skuIds) {
    const path = `/api/ops/stock/${skuId}`;
    const story = (await operator.client.send('GET', path))!.body as {
      places: { placeId: string; free: number }[];
    };
    const placeId = story.places.find((one) => one.placeId.startsWith('wh-') && one.free > 100)?.placeId;
    if (!placeId) throw new Error(`no warehouse has enough of ${skuId}: ${JSON.stringify(story.places)}`);
    const acts: StockActRequest[] = [
      { kind: 'receive', placeId, quantity: 3, reason: 'a pallet came in' },
      { kind: 'setAside', placeId, change: 2, reason: 'waiting to be looked at' },
      { kind: 'scrap', placeId, quantity: 1, reason: 'fell from the shelf' },
      { kind: 'transfer', placeId, toPlaceId: STORE, quantity: 1, reason: 'to be seen in the store' },
      { kind: 'scrap', placeId, quantity: 900_000, reason: 'more than there is' },
    ];
    for (let time = 0; time < times; time += 1)
      wishes.push(...acts.map((act) => wishOf(operator.client, `${path}/acts`, act)));
  }
  return wishes;
}

/** Works through a pile, a few hands at once, so that whatever breaks meanwhile breaks some of them. */
export async function workThrough(acts: readonly Wish[]): Promise<void> {
  const pile = [...acts];
  const hand = async () => {
    for (let act = pile.shift(); act; act = pile.shift()) await sendOnce(act);
  };
  await Promise.all(Array.from({ length: HANDS }, hand));
}

/**
 * What the books and the answers of the desk say against each other: an act done without having been told so or told so
 * without having been done, refused after it was done, or whose goods moved otherwise than once. A refusal did nothing
 * and binds nobody: the same key asked again later may be granted.
 */
export async function actFaults(books: Db, acts: readonly Wish[]): Promise<string[]> {
  const rows = await books.query<{ key: string; moved: number; meant: number }>(
    `select split_part(a.claim_key, ':', 2) as key, jsonb_array_length(a.changes)::int as meant,
       (select count(*)::int from stock_movement m where m.biz_id = a.act_id) as moved
     from stock_act a`,
  );
  const done = new Map(rows.map((row) => [row.key, row]));
  const faults = acts.flatMap((wish) => {
    const statuses = wish.answers.map(({ status }) => status);
    const strange = wish.answers.find(({ status, body }) => status !== 200 && body.code !== 'stockPromised');
    if (strange || statuses.length === 0) return [`${wish.key} was told ${JSON.stringify(strange)}`];
    const told = statuses.includes(200);
    if (told && statuses.at(-1) !== 200) return [`${wish.key} was told ${statuses.join(', ')}`];
    const row = done.get(wish.key);
    if (told !== (row !== undefined))
      return [`${wish.key} was told ${statuses.join(', ')} and is ${row ? '' : 'not '}in the books`];
    return row && row.moved !== row.meant
      ? [`${wish.key} moved ${row.moved} counts instead of ${row.meant}`]
      : [];
  });
  const known = new Set(acts.map(({ key }) => key));
  return [
    ...faults,
    ...rows.filter(({ key }) => !known.has(key)).map(({ key }) => `nobody was told of ${key}`),
  ];
}
