import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { BenchCluster } from '../lane/cluster.ts';
import { type Subject, start } from '../lane/subjects.ts';
import type { MedusaSeed } from './medusa/seed.ts';
import type { Item, Tier } from './plain-sale.ts';
import { COUPON, type Shopper, sendJson } from './shopper.ts';

const here = join(import.meta.dirname, 'medusa');
const peer = join(import.meta.dirname, '../peers/medusa');

/** A Medusa project in a folder of its own, migrated, seeded and started by Medusa's own commands, in production mode. */
export async function startMedusa(
  cluster: BenchCluster,
  sale: { readonly items: readonly Item[]; readonly tiers: readonly Tier[] },
): Promise<{ readonly subject: Subject; readonly seed: MedusaSeed }> {
  const project = join(cluster.dir, 'medusa');
  mkdirSync(join(project, 'src/workflows'), { recursive: true });
  for (const name of ['node_modules', 'package.json']) symlinkSync(join(peer, name), join(project, name));
  // It looks for files of JavaScript only.
  const ours = (name: string) => `require(${JSON.stringify(join(here, name))})`;
  writeFileSync(join(project, 'medusa-config.js'), `module.exports = ${ours('medusa-config.ts')}.default;\n`);
  writeFileSync(join(project, 'src/workflows/spent-in-shop.js'), `${ours('spent-in-shop.ts')};\n`);
  const [saleFile, seedFile] = [join(project, 'sale.json'), join(project, 'seed.json')];
  writeFileSync(saleFile, JSON.stringify(sale));
  await cluster.db.query('create database medusa');
  const { password, searchParams } = new URL(cluster.url);
  const env = {
    NODE_ENV: 'production',
    // Part of it takes the socket's folder as a host only.
    MEDUSA_DATABASE_URL: `postgres://postgres:${password}@${encodeURIComponent(searchParams.get('host')!)}/medusa`,
    MEDUSA_SECRET: 'of the bench alone',
    MEDUSA_DISABLE_TELEMETRY: 'true',
    LOG_LEVEL: 'error',
    SALE_FILE: saleFile,
    SEED_FILE: seedFile,
    HOST: '127.0.0.1',
  };
  const load = createRequire(join(peer, 'package.json'));
  const cli = join(dirname(load.resolve('@medusajs/cli/package.json')), 'cli.js');
  const command = (...args: string[]) => {
    const done = spawnSync(process.execPath, [cli, ...args], {
      ...{ cwd: project, env: { ...process.env, ...env }, encoding: 'utf8' },
    });
    if (done.status !== 0) throw new Error(`medusa ${args.join(' ')}:\n${done.stdout}\n${done.stderr}`);
  };
  command('db:migrate', '--execute-all-links');
  command('exec', join(here, 'seed.ts'));
  const subject = await start(cli, env, 'answers', { args: ['start'], cwd: project });
  return { subject, seed: JSON.parse(readFileSync(seedFile, 'utf8')) as MedusaSeed };
}

export function openMedusaShopper(port: number, { key, regionId, variantIds }: MedusaSeed): Shopper {
  const headers = { 'x-publishable-api-key': key };
  const post = async <T>(path: string, body: object): Promise<T> =>
    (await sendJson(`http://127.0.0.1:${port}/store/${path}`, 'POST', headers, body)).body as T;
  const get = async <T>(path: string): Promise<T> =>
    (await sendJson(`http://127.0.0.1:${port}/store/${path}`, 'GET', headers)).body as T;
  type Answer = { cart: { id: string; discount_total: number } };
  let cartId = '';
  return {
    async takeCoupons() {
      await post(`carts/${cartId}/promotions`, { promo_codes: [COUPON.code] });
    },
    async checkOut(nth) {
      const address = {
        ...{ first_name: 'Wei', last_name: 'Zhang', phone: `139${String(nth).padStart(8, '0')}` },
        ...{
          address_1: `Century Avenue ${nth}`,
          city: 'Shanghai',
          country_code: 'cn',
          postal_code: '200000',
        },
      };
      await post(`carts/${cartId}`, {
        ...{ email: `shopper${nth}@example.com`, shipping_address: address, billing_address: address },
      });
      const { shipping_options: ways } = await get<{ shipping_options: { id: string }[] }>(
        `shipping-options?cart_id=${cartId}`,
      );
      await post(`carts/${cartId}/shipping-methods`, { option_id: ways[0]!.id });
      const { payment_collection: payment } = await post<{ payment_collection: { id: string } }>(
        'payment-collections',
        { cart_id: cartId },
      );
      await post(`payment-collections/${payment.id}/payment-sessions`, { provider_id: 'pp_system_default' });
      const done = await post<{ type: string; order: { total: number; payment_status?: string } }>(
        `carts/${cartId}/complete`,
        {},
      );
      if (done.type !== 'order') throw new Error(JSON.stringify(done));
      cartId = '';
      return Math.round(done.order.total * 100);
    },
    async put(skuId, quantity) {
      const item = { variant_id: variantIds[skuId], quantity };
      const { cart } =
        cartId === ''
          ? await post<Answer>('carts', { region_id: regionId, items: [item] })
          : await post<Answer>(`carts/${cartId}/line-items`, item);
      cartId = cart.id;
      return Math.round(cart.discount_total * 100);
    },
  };
}
