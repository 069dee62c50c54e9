import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settled } from './books.ts';
import type { BenchCluster } from './cluster.ts';
import { load, type Offer } from './load.ts';
import type { Plan } from './measure.ts';
import type { Options } from './options.ts';
import { ECHO, ONE_TRANSACTION, REDIS, type Run } from './report.ts';
import { ITEMS, resetSale, type Sale } from './sale.ts';
import { type Subject, startEcho, startOneTransaction, startOurs, startRedisLua } from './subjects.ts';

/** What every part of the bench works with. */
export type Stage = {
  readonly cluster: BenchCluster;
  readonly sale: Sale;
  readonly offers: readonly Offer[];
  /** The same items, and what one costs while the shared budget is open. */
  readonly cutOffers: readonly Offer[];
  readonly options: Options;
  measure(plan: Plan): Promise<Run>;
  /** Whatever was started is stopped at the end at the latest. */
  started<S extends Subject>(subject: S): S;
};

const [DISK_MS, DISK_MS_QUICK] = [[1, 4], [1]];
/** Ten thousand million yuan. */
const AMPLE_FEN = 1_000_000_000_000;

/** One node beside its peers, interleaved: each round asks everybody once. */
export async function measureOneNode(stage: Stage, ours: Subject): Promise<void> {
  const { cluster, sale, options, measure, started } = stage;
  const { wants, connections, quick } = options;
  await warmUp(stage, [ours], { connections: 64, seconds: options.warmSeconds });
  const echo = wants('echo') ? started(await startEcho()) : null;
  const files = await copyOrder(cluster);
  const peer = wants('one-transaction', 'slow-disk')
    ? started(await startOneTransaction(cluster, sale, files))
    : null;
  const redis = wants('redis') ? await startRedisLua(cluster.dir) : null;
  if (redis) started(redis);

  const hot = stage.offers.slice(0, 1);
  const own = { subject: ours, offers: hot, orders: true } as const;
  const one = (connections: number, diskMs = 0): Plan => ({
    ...{ what: ONE_TRANSACTION, subject: peer!, offers: hot, orders: true },
    ...{ connections, diskMs },
  });
  for (let round = 0; round < options.rounds; round++) {
    for (const c of connections([64, 256, 512, 1_024], [256])) {
      if (echo) await measure({ what: ECHO, subject: echo, offers: hot, connections: c });
      if (wants('dacu')) await measure({ what: 'ours', ...own, connections: c });
      if (wants('warm'))
        await measure({ what: `ours, ${ITEMS} warm`, ...own, offers: stage.offers, connections: c });
      if (redis)
        await measure({
          ...{ what: REDIS, subject: redis, offers: hot, connections: c, reset: redis.reset },
        });
    }
    for (const c of redis ? connections([256], [256]) : []) {
      await redis!.reset();
      const read = started(await redis!.readBy(cluster, sale, files));
      const queue = { what: `${REDIS}, its queue read`, offers: hot, orders: true, queued: true } as const;
      await measure({ ...queue, subject: read, connections: c, reset: redis!.reset });
      await read.stop();
    }
    if (wants('one-transaction')) for (const c of connections([64, 256], [64])) await measure(one(c));
    if (wants('sold-out')) {
      const soldOut = { ...own, stock: 0 };
      for (const c of connections([64, 256, 1_024], [256])) {
        await measure({ what: 'ours, sold out', ...soldOut, connections: c });
        await measure({ what: `ours, ${ITEMS} sold out`, ...soldOut, connections: c, offers: stage.offers });
        await measure({ what: 'ours, sold out, next try', ...soldOut, connections: c, again: true });
      }
    }
    if (wants('slow-disk'))
      for (const diskMs of quick ? DISK_MS_QUICK! : DISK_MS!) {
        for (const c of connections([256, 1_024], [1_024]))
          await measure({ what: 'ours', ...own, connections: c, diskMs });
        await measure(one(64, diskMs));
      }
  }
}

/** One node that is also the worker: what it writes is read by the projections of the same process. */
export async function measureProjections(stage: Stage): Promise<void> {
  const { cluster, sale, options, measure, started } = stage;
  await resetSale(cluster.db, sale);
  const whole = started(await startOurs(cluster, sale, 'web,worker'));
  await warmUp(stage, [whole], { connections: 64, seconds: 4 });
  const own = { subject: whole, offers: stage.offers.slice(0, 1), orders: true, projections: true } as const;
  for (let round = 0; round < options.rounds; round++)
    for (const connections of options.connections([256], [256]))
      await measure({ what: 'ours, projections beside it', ...own, connections });
  await whole.stop();
}

/**
 * One, two and three nodes on one database: on one item, where they wait for each other, and on many; without and with a
 * budget that all of them spend from, so large that it lasts and so small that it ends in the middle.
 */
export async function measureNodes(stage: Stage): Promise<void> {
  const { cluster, sale, options, started } = stage;
  await resetSale(cluster.db, sale);
  const nodes: Subject[] = [];
  for (let n = 0; n < 3; n++) nodes.push(started(await startOurs(cluster, sale, 'web', true)));
  await warmUp(stage, nodes, { connections: 96, seconds: 8, offers: stage.offers });
  for (let round = 0; round < options.rounds; round++)
    for (const count of [1, 2, 3]) {
      const some = nodes.slice(0, count);
      if (options.wants('nodes')) await measureTogether(stage, some);
      if (options.wants('budget')) await measureBudget(stage, some);
    }
}

const nodesOf = ([subject, ...beside]: readonly Subject[]) =>
  ({ subject: subject!, beside, orders: true }) as const;
const toldOf = ({ length }: readonly Subject[]) => `ours, ${length} node${length > 1 ? 's' : ''}`;

async function measureTogether(
  { offers, options, measure }: Stage,
  nodes: readonly Subject[],
): Promise<void> {
  const [many, told] = [nodesOf(nodes), toldOf(nodes)];
  for (const connections of options.connections([256], [256])) {
    await measure({ what: `${told}, hot`, ...many, connections, offers: offers.slice(0, 1) });
    await measure({ what: `${told}, 8 warm`, ...many, connections, offers: offers.slice(0, 8) });
  }
  for (const connections of options.connections([64, 256, 1_024], [256]))
    await measure({ what: `${told}, ${ITEMS} warm`, ...many, connections, offers });
}

async function measureBudget(
  { cutOffers, options, measure }: Stage,
  nodes: readonly Subject[],
): Promise<void> {
  const [many, told] = [nodesOf(nodes), toldOf(nodes)];
  const kinds = [
    { of: 'hot', offers: cutOffers.slice(0, 1) },
    { of: `${ITEMS} warm`, offers: cutOffers },
  ];
  for (const connections of options.connections([256], [256]))
    for (const { of, offers } of kinds) {
      const place = { ...many, connections, offers };
      const lasts = { capFen: AMPLE_FEN, ends: false };
      const { budget } = await measure({ what: `${told}, ${of}, budget`, ...place, budget: lasts });
      // Not a multiple of anything, and so little that it ends although the machine is slower now.
      const ends = { capFen: Math.floor(budget!.spentFen / 4) + 1, ends: true };
      await measure({ what: `${told}, ${of}, budget ends`, ...place, budget: ends });
    }
}

/** A cold process is slow; nothing of what it takes is measured. */
async function warmUp(
  { cluster, sale, offers }: Stage,
  nodes: readonly Subject[],
  how: { readonly connections: number; readonly seconds: number; readonly offers?: readonly Offer[] },
): Promise<void> {
  await resetSale(cluster.db, sale);
  const ports = nodes.map(({ port }) => port);
  await load({ ports, sale, offers: offers.slice(0, 1), ...how, run: `warm${ports[0]}` });
  await settled(cluster.db);
}

/** An order of ours as the peer copies it, and an answer as long as ours. */
async function copyOrder({ db, dir }: BenchCluster): Promise<{ body: string; answer: string }> {
  const files = { body: join(dir, 'body.json'), answer: join(dir, 'answer.json') };
  const [row] = await db.query<{ body: string }>('select body::text as body from purchase limit 1');
  writeFileSync(files.body, row!.body);
  writeFileSync(files.answer, JSON.stringify({ order: 'x'.repeat(1_025) }));
  return files;
}
