import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decideConfig } from '../../apps/server/src/config/config.ts';
import { createPersonalData } from '../../apps/server/src/modules/base/members/personal-data.ts';
import { realClocks } from '../../apps/server/src/platform/clocks.ts';
import type { Db } from '../../apps/server/src/platform/db/types.ts';
import { homeOf } from '../../apps/server/src/platform/embedded/home.ts';
import { createIds } from '../../apps/server/src/platform/ids.ts';
import { silentLog } from '../../apps/server/src/platform/log.ts';
import { startServer } from '../../apps/server/src/start-server.ts';
import { loadCampaigns } from '../../tools/first-run/load-campaigns.ts';
import { CUT_IN_PLAN } from './budget.ts';
import type { BenchCluster } from './cluster.ts';

/** Five seconds into the daily half-price flash sale of 18 June 2024. */
export const SALE_AT = '2024-06-18T00:00:05+08:00';
export const REGION = '310000';
/** No run sells out by accident. */
const STOCK = 100_000_000;
const CHUNK = 10_000;
/** The campaign that the bench publishes an edition of its own of, and what is another in it. */
const PLAN = 'campaigns/2024-year-of-sales.yaml';
export const ITEMS = 100;
const OTHER = [
  ['    pool: { tags: [flash] }\n', '    pool: { excludeTags: [virtual, gold, presale, blind-box] }\n'],
  ['    itemsPerSlot: 8\n', `    itemsPerSlot: ${ITEMS}\n`],
  // As long as the slot: however long a bench runs, no order of it ends unpaid.
  ['    hold: 5min\n', '    hold: 2h\n'],
  ['  - id: nianhuo-price\n', `${CUT_IN_PLAN}  - id: nianhuo-price\n`],
] as const;

export type Item = { readonly activityId: string; readonly skuId: string };

export type Sale = {
  /** What is on offer in the open slot; the first one is the hot item. */
  readonly items: readonly Item[];
  readonly masterKeyFile: string;
  /** One shopper a line: session token and number. */
  readonly shoppersFile: string;
  readonly shoppers: number;
};

/**
 * The 2024 plan and its catalogue, published as a first start does, but with a hundred items in a slot; the items of the
 * open slot with stock enough, and shoppers who have bought before: account, session, key of their personal data. Every
 * shopper orders once.
 */
export async function openSale(root: string, cluster: BenchCluster, shoppers: number): Promise<Sale> {
  const masterKey = randomBytes(32);
  const masterKeyFile = join(cluster.dir, 'master.key');
  writeFileSync(masterKeyFile, `${masterKey.toString('hex')}\n`, { mode: 0o600 });
  const config = decideConfig({
    DATABASE_URL: cluster.url,
    DACU_MASTER_KEY_FILE: masterKeyFile,
    DACU_DEMO_AT: SALE_AT,
    DACU_ROLES: 'worker',
  });
  const server = await startServer({
    config,
    log: silentLog,
    root,
    home: homeOf(root, cluster.dir),
    builtApps: async () => [],
    async prepare(context) {
      const { plan, clocks } = context;
      // What it costs is measured here, not whether the law allows it.
      const input = { yaml: planOfBench(root), by: 'bench', at: clocks.campaign.now(), rehearsal: true };
      const published = await plan.publish(input);
      if (published.kind !== 'published') throw new Error(JSON.stringify(published));
      await loadCampaigns(context, root, () => {});
    },
    onLost: () => {},
  });
  await server.stop();
  const items = await cluster.db.query<Item>(
    `select activity_id as "activityId", sku_id as "skuId" from activity
     where starts_at <= $1 and ends_at > $1 order by activity_id`,
    [Date.parse(SALE_AT)],
  );
  if (items.length !== ITEMS) throw new Error(`${items.length} items are on offer, not ${ITEMS}`);
  const shoppersFile = join(cluster.dir, 'shoppers');
  writeFileSync(shoppersFile, await seedShoppers(cluster.db, masterKey, shoppers));
  return { items, masterKeyFile, shoppersFile, shoppers };
}

function planOfBench(root: string): string {
  let yaml = readFileSync(join(root, PLAN), 'utf8');
  for (const [written, instead] of OTHER) {
    if (yaml.split(written).length !== 2) throw new Error(`${PLAN} does not say once:${written}`);
    yaml = yaml.replace(written, instead);
  }
  return yaml;
}

async function seedShoppers(db: Db, masterKey: Uint8Array, count: number): Promise<string> {
  const ids = createIds({ now: Date.now, randomBytes });
  const clocks = realClocks();
  const personal = createPersonalData({ db, clocks, ids, databaseKind: 'simulated', masterKey });
  const lines: string[] = [];
  for (let first = 0; first < count; first += CHUNK) {
    const some = Array.from({ length: Math.min(CHUNK, count - first) }, () => ({
      shopperId: ids.next('sh'),
      personId: ids.next('pe'),
      token: randomBytes(32).toString('base64url'),
    }));
    await Promise.all(some.map(({ personId }) => personal.seal(personId, '')));
    await db.query(
      `insert into shopper (shopper_id, person_id, member_tier, simulated, created_at, first_paid_at, last_paid_at)
       select id, person, 'basic', true, $3, $3, $3 from unnest($1::text[], $2::text[]) as r(id, person)`,
      [some.map((one) => one.shopperId), some.map((one) => one.personId), Date.parse(SALE_AT) - 86_400_000],
    );
    await db.query(
      `insert into shopper_session (token_hash, shopper_id, expires_at_wall)
       select hash, id, $3 from unnest($1::bytea[], $2::text[]) as r(hash, id)`,
      [
        some.map((one) => createHash('sha256').update(one.token).digest()),
        some.map((one) => one.shopperId),
        clocks.wall.now() + 86_400_000,
      ],
    );
    lines.push(...some.map((one) => one.token));
  }
  // Not in the order of their births: whoever comes at midnight does not come sorted.
  for (let i = lines.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [lines[i], lines[j]] = [lines[j]!, lines[i]!];
  }
  return `${lines.join('\n')}\n`;
}

const EMPTIED = [
  'purchase',
  'limit_use',
  'outbox',
  'due',
  'shop_order',
  'order_line',
  'order_allocation',
  'hold',
  'stock_movement',
];

/** As before the first order: nothing sold, nothing used; `stock` units on offer. */
export async function resetSale(db: Db, sale: Sale, stock = STOCK): Promise<void> {
  await db.query(`truncate ${EMPTIED.join(', ')}`);
  const [activityIds, skuIds] = idsOf(sale);
  await db.query('update activity set stock_total = $2, held = 0, sold = 0 where activity_id = any($1)', [
    activityIds,
    stock,
  ]);
  await db.query('update stock set on_hand = $2, reserved = 0, locked = 0, sold = 0 where sku_id = any($1)', [
    skuIds,
    STOCK,
  ]);
  await db.query('vacuum analyze activity, stock').catch(() => {});
  await db.query('checkpoint');
}

export function idsOf({ items }: Sale): [string[], string[]] {
  return [items.map((item) => item.activityId), items.map((item) => item.skuId)];
}
