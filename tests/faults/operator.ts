import { randomBytes } from 'node:crypto';
import type { Launched } from './launch.ts';
import { readFrom, type ShopClient, sendTo } from './shop-client.ts';

/** The operator's own, from `openOperator` on. */
export const OPERATOR_PASSWORD = 'a password of eighteen';

export type Operator = {
  /** The operator's browser: sends what a test wants to see answered, whatever the answer. */
  readonly client: ShopClient;
  /** Moves campaign time forward. */
  moveClock(byMs: number): Promise<void>;
  moveClockTo(campaignAt: number): Promise<void>;
  /** Sets units aside in the warehouses until so many of a sku can still be sold. */
  leaveToSell(skuId: string, units: number): Promise<void>;
  /** Publishes the newest edition of a campaign with one change: what `find` matches behind the first `after`. */
  publish(campaignId: string, after: string, find: RegExp, put: string): Promise<void>;
};

/** Signs in with the one-time password that the first start printed. */
export async function openOperator(running: Pick<Launched, 'url' | 'output'>): Promise<Operator> {
  const { url } = running;
  const password = /operator \/ (\S+)/.exec(running.output())?.[1];
  const signedIn = await sendTo(url, {
    method: 'POST',
    path: '/api/ops/session',
    body: { name: 'operator', password },
  });
  if (signedIn.answer?.status !== 200) throw new Error(`no sign-in: ${JSON.stringify(signedIn.answer)}`);
  const cookie = signedIn.cookies.map((line) => line.split(';', 1)[0]).join('; ');
  const post = async (path: string, body: unknown) => {
    const key = randomBytes(8).toString('hex');
    const { answer } = await sendTo(url, { method: 'POST', path, body, cookie, key });
    if (answer?.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer.body;
  };
  await post('/api/ops/password', { password: OPERATOR_PASSWORD });
  const moveClockTo = async (campaignAt: number) => void (await post('/api/ops/clock', { campaignAt }));
  return {
    client: {
      shopperId: 'operator',
      send: async (method, path, body, key) =>
        (await sendTo(url, { method, path, body, cookie, key })).answer,
      read: (path) => readFrom(url, path, cookie),
    },
    async moveClock(byMs) {
      const { answer } = await sendTo(url, { method: 'GET', path: '/api/clock' });
      await moveClockTo(Number(answer!.body.campaignAt) + byMs);
    },
    moveClockTo,
    async leaveToSell(skuId, units) {
      const path = `/api/ops/stock/${skuId}`;
      const { answer } = await sendTo(url, { method: 'GET', path, cookie });
      const story = answer!.body as { sellable: number; places: { placeId: string; free: number }[] };
      let over = story.sellable - units;
      for (const { placeId, free } of story.places.filter((one) => one.placeId.startsWith('wh-'))) {
        const change = Math.min(free, over);
        if (change <= 0) continue;
        over -= change;
        await post(`${path}/acts`, { kind: 'setAside', placeId, change, reason: 'waiting to be looked at' });
      }
      if (over > 0) throw new Error(`${over} units of ${skuId} could not be set aside`);
    },
    async publish(campaignId, after, find, put) {
      const path = `/api/ops/campaigns/${campaignId}`;
      const { answer } = await sendTo(url, { method: 'GET', path, cookie });
      const yaml = String(answer!.body.yaml);
      const at = yaml.indexOf(after);
      if (at < 0 || !find.test(yaml.slice(at))) throw new Error(`no ${find} behind ${after}`);
      await post(`${path}/editions`, { yaml: yaml.slice(0, at) + yaml.slice(at).replace(find, put) });
    },
  };
}
