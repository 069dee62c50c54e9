import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decideConfig } from '../../apps/server/src/config/config.ts';
import { homeOf } from '../../apps/server/src/platform/embedded/home.ts';
import { silentLog } from '../../apps/server/src/platform/log.ts';
import { startServer } from '../../apps/server/src/start-server.ts';
import type { BenchCluster } from '../lane/cluster.ts';
import { REGION } from '../lane/sale.ts';
import { type Subject, start } from '../lane/subjects.ts';
import { PLAIN_AT, planOf, type Tier } from './plain-sale.ts';
import { COUPON, type Shopper, sendJson, shopCouponId } from './shopper.ts';

const CATALOGUE = ['shops.csv', 'products.csv', 'prices.csv'];
/** Nothing sells out by accident. */
const RECEIVED = 100_000;

/** The whole catalogue under a plan of tiers, the server as it ships. */
export async function startOurShop(
  root: string,
  cluster: BenchCluster,
  tiers: readonly Tier[],
  { roles = 'web', ...options }: { readonly roles?: string; readonly shopCoupons?: boolean } = {},
): Promise<Subject> {
  const masterKeyFile = join(cluster.dir, 'master.key');
  writeFileSync(masterKeyFile, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  const env = {
    DATABASE_URL: cluster.url,
    DACU_MASTER_KEY_FILE: masterKeyFile,
    DACU_DEMO_AT: PLAIN_AT,
    DACU_RATE_PER_MINUTE: '0',
  };
  const server = await startServer({
    config: decideConfig({ ...env, DACU_ROLES: 'worker' }),
    log: silentLog,
    root,
    home: homeOf(root, cluster.dir),
    builtApps: async () => [],
    async prepare({ catalog, plan, stock, clocks }) {
      const at = clocks.campaign.now();
      const imported = await catalog.importCatalogue({
        files: CATALOGUE.map((name) => ({
          name,
          bytes: readFileSync(join(root, 'campaigns/catalogue', name)),
        })),
        at,
        dryRun: false,
        async receiveStock(tx, rows) {
          await stock.receive(tx, {
            receiptId: 'bench',
            at,
            rows: rows.map((row) => ({ ...row, quantity: RECEIVED })),
          });
        },
      });
      if (!imported.imported) throw new Error('the catalogue could not be imported');
      // What it costs is measured here, not whether the law allows it.
      const published = await plan.publish({
        yaml: planOf(tiers, options),
        by: 'bench',
        at,
        rehearsal: true,
      });
      if (published.kind !== 'published') throw new Error(JSON.stringify(published));
    },
    onLost: () => {},
  });
  await server.stop();
  return start(join(root, 'apps/server/src/main.ts'), {
    ...env,
    DACU_DATA_DIR: cluster.dir,
    DACU_ROLES: roles,
    HOST: '127.0.0.1',
    DACU_LOG_LEVEL: 'error',
  });
}

export async function openOurShopper(port: number): Promise<Shopper> {
  const origin = `http://127.0.0.1:${port}`;
  const visit = await sendJson(`${origin}/api/visits`, 'POST', { origin }, {});
  const cookie = visit.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const post = (path: string, body: object, key: string) =>
    sendJson(`${origin}${path}`, 'POST', { origin, cookie, 'idempotency-key': key }, body);
  const inCart = new Map<string, number>();
  return {
    async takeCoupons(shopIds) {
      for (const promotionId of [COUPON.id, ...shopIds.map(shopCouponId)])
        await post('/api/coupons', { promotionId }, promotionId);
    },
    async checkOut(nth) {
      const lines = [...inCart].map(([skuId, quantity]) => ({ skuId, quantity }));
      const priced = await post('/api/quotes', { lines, region: REGION }, 'quote');
      const { payFen, freightFen } = priced.body as { payFen: number; freightFen: number };
      const address = {
        ...{ recipient: '张伟', phone: `139${String(nth).padStart(8, '0')}`, region: REGION },
        line: `浦东新区世纪大道${nth}号`,
      };
      const placed = await post('/api/purchases', { lines, expectedPayFen: payFen, address }, 'order');
      const { purchaseId } = placed.body as { purchaseId: string };
      const asked = await post(`/api/purchases/${purchaseId}/payments`, { method: 'sandbox' }, 'payment');
      await post((asked.body as { approveUrl: string }).approveUrl, { outcome: 'succeeded' }, 'approval');
      inCart.clear();
      return payFen - freightFen;
    },
    async put(skuId, quantity) {
      inCart.set(skuId, quantity);
      const { body } = await sendJson(
        `${origin}/api/cart/lines/${skuId}`,
        'PUT',
        { origin, cookie },
        { quantity },
      );
      const { quote, unavailable } = body as {
        quote: { listFen: number; goodsFen: number };
        unavailable: object[];
      };
      if (unavailable.length > 0) throw new Error(JSON.stringify(unavailable));
      return quote.listFen - quote.goodsFen;
    },
  };
}
