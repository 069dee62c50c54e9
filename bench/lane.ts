/**
 * How many durable flash orders a second do one, two and three nodes take through HTTP, for one hot item, for eight and for
 * a hundred warm ones, and how many refusals when everything is sold?
 *
 *   node bench/lane.ts [--json] [--rounds=3] [--seconds=5] [--connections=64,256,512,1024] [--shoppers=200000]
 *   node bench/lane.ts --quick --rounds=1                    one place of each kind
 *   node bench/lane.ts --only=dacu,echo --connections=256    one round of these parts, for who works on the lane
 *
 * Ours is the server as it ships: session, limits of requests, limits of purchase, price and seal in the path, 201 only
 * after commit. Beside it in the same run, interleaved: a bare echo with the same headers, one transaction an order, and
 * Redis with a script. Load (wrk), servers and PostgreSQL share the machine. After every run the rows of every table of
 * the database are counted. The slot holds a hundred items: the 2024 plan with a few words of the bench's own.
 * Needs wrk and, for one of the peers, redis-server: `apt-get install wrk redis-server`.
 */
import { join } from 'node:path';
import { putBudget } from './lane/budget.ts';
import { openCluster } from './lane/cluster.ts';
import { createMeasure } from './lane/measure.ts';
import { readOptions } from './lane/options.ts';
import { measureNodes, measureOneNode, measureProjections, type Stage } from './lane/parts.ts';
import { memoryMb } from './lane/processes.ts';
import { budgetTable, type Run, rowsOf, table } from './lane/report.ts';
import { openSale } from './lane/sale.ts';
import { askPrices, installed, type Subject, startOurs } from './lane/subjects.ts';

const options = readOptions(process.argv);
const { rounds, seconds, wants } = options;
const say = (words: string) => console.error(words);
if (!installed('wrk')) {
  console.error('wrk makes the load and is not installed: apt-get install wrk');
  process.exit(1);
}
if (wants('redis') && !installed('redis-server'))
  say('redis-server is not installed (apt-get install redis-server): its row stays empty.');

const cluster = await openCluster();
const subjects: Subject[] = [];
const runs: Run[] = [];
try {
  say(`${cluster.told}\nSeeding ${options.shoppers} shoppers …`);
  const sale = await openSale(join(import.meta.dirname, '..'), cluster, options.shoppers);
  const measureOnce = createMeasure({ cluster, sale, seconds });
  const started: Stage['started'] = (subject) => {
    subjects.push(subject);
    return subject;
  };
  const ours = started(await startOurs(cluster, sale, 'web'));
  const cutOffers = await askPrices(ours, sale);
  await putBudget(cluster.db, 0);
  const stage: Stage = {
    ...{ cluster, sale, options, started, cutOffers },
    offers: await askPrices(ours, sale),
    async measure(plan) {
      const run = await measureOnce(plan);
      runs.push(run);
      const { what, connections, diskMs, perSecond } = run;
      say(`${what} c${connections} ${diskMs ? `+${diskMs} ms ` : ''}${Math.round(perSecond)}/s`);
      return run;
    },
  };
  if (cutOffers.some(({ payFen }, nth) => payFen >= stage.offers[nth]!.payFen))
    throw new Error('an item does not get cheaper by the promotion with the shared budget');
  if (wants('echo', 'dacu', 'warm', 'one-transaction', 'redis', 'sold-out', 'slow-disk'))
    await measureOneNode(stage, ours);
  const memory = memoryMb(ours.pid);
  await ours.stop();
  if (wants('projections')) await measureProjections(stage);
  if (wants('nodes', 'budget')) await measureNodes(stage);

  const rows = rowsOf(runs);
  const peak = memory === null ? '' : `\n\nPeak memory of our process over all runs: ${memory} MB.`;
  if (options.json)
    console.log(JSON.stringify({ postgres: cluster.told, rounds, seconds, memoryMb: memory, rows, runs }));
  else console.log([table(rows) + peak, budgetTable(runs)].filter((part) => part !== '').join('\n\n'));
} finally {
  for (const subject of subjects.reverse()) await subject.stop();
  await cluster.close();
}
