import {
  ApiFailure,
  type Call,
  createAttempts,
  createHttp,
  createShopClient,
  forgetAttempt,
  type Http,
  type KeyStorage,
  memoryStorage,
  newKey,
  openAttempt,
  openAttempts,
} from '@dacu/contract/client';
import { createOpenOrders } from './open-orders.ts';
import { createReachability } from './reachability.ts';

/** Paths that answer the same to everybody; they need not wait until the visit has opened. */
const PUBLIC = /^\/api\/(clock|visits|venue|flash|categories|products|search-words)(\?|$)/;

const inner = createHttp({
  check: import.meta.env.DEV
    ? (answer, body) => void import('@dacu/contract/client/checks').then((m) => m.checkAnswer(answer, body))
    : undefined,
});

function wait(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

export const reachability = createReachability({
  isOnline: () => navigator.onLine,
  onNetwork: (listener) => {
    window.addEventListener('online', listener);
    window.addEventListener('offline', listener);
  },
  ask: () => inner({ path: '/api/clock', answer: 'clockView', timeoutMs: 5_000 }),
  wait,
});

/** Every call tells whether we can be reached. A timeout is slow, not away: it says nothing. */
const raw: Http = async <Answer>(call: Call): Promise<Answer> => {
  try {
    const answer = await inner<Answer>(call);
    reachability.heard('answered');
    return answer;
  } catch (error) {
    if (error instanceof ApiFailure && error.kind !== 'timeout')
      reachability.heard(error.kind === 'offline' ? 'lost' : 'answered');
    throw error;
  }
};

const CHANNEL = 'dacu.channel';
let visit: Promise<unknown> | null = null;

/** Opens the visit of this page once; a guest account comes with the first. */
export function ensureVisit(): Promise<unknown> {
  visit ??= raw({
    method: 'POST',
    path: '/api/visits',
    body: { channel: arrivalChannel() },
    answer: 'visitView',
  }).catch((error: unknown) => {
    visit = null;
    throw error;
  });
  return visit;
}

/** Where the shopper came from: the label in a store or the campaign link says so, else the page that led here, else they came by themselves. */
function arrivalChannel(): string {
  const params = new URLSearchParams(window.location.search);
  const named = params.has('from') ? 'offline' : (params.get('utm_source') ?? session.getItem(CHANNEL));
  if (named && named.length <= 40) {
    // A reload is the same arrival: what was promised to who came that way holds as long as the tab.
    session.setItem(CHANNEL, named);
    return named;
  }
  const from = document.referrer === '' ? '' : new URL(document.referrer).hostname;
  const known = ['weibo', 'douyin', 'xiaohongshu', 'kuaishou', 'bilibili'];
  return known.find((channel) => from.includes(channel)) ?? (from.includes('weixin') ? 'wechat' : 'direct');
}

/** A call of this browser's account, which the first visit opens. */
export async function withVisit<Answer>(call: Call): Promise<Answer> {
  if (PUBLIC.test(call.path)) return raw<Answer>(call);
  await ensureVisit();
  try {
    return await raw<Answer>(call);
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.code !== 'notSignedIn') throw error;
    // The session ran out while the page stood open.
    visit = null;
    await ensureVisit();
    return raw<Answer>(call);
  }
}

function storageOf(name: 'localStorage' | 'sessionStorage'): KeyStorage {
  try {
    const storage = window[name];
    // Full or forbidden: then it holds until the page goes.
    storage.setItem('dacu.probe', '');
    storage.removeItem('dacu.probe');
    return storage;
  } catch {
    return memoryStorage();
  }
}
const session = storageOf('sessionStorage');
/** Orders outlive the tab that sent them; whatever else must happen once belongs to the page where it was pressed. */
const device = storageOf('localStorage');

function tabName(): string {
  const name = session.getItem('dacu.tab') ?? newKey();
  session.setItem('dacu.tab', name);
  return name;
}
const tab = tabName();
const ofOrders = createAttempts(device, { by: tab, nextKeys: session });
const ofPages = createAttempts(session);
const isOrder = (intent: string) => intent === 'purchase' || intent.startsWith('flash:');

export const api = createShopClient(withVisit, (intent, body, send) =>
  (isOrder(intent) ? ofOrders : ofPages)(intent, body, send),
);
/** Is this very order still without an answer? */
export const isOpenOrder = (intent: string, body: unknown): boolean =>
  openAttempt(device, intent, body) !== null;
export const openOrders = createOpenOrders({
  kept: () => openAttempts(device),
  forget: (key) => forgetAttempt(device, key),
  send: (order) =>
    order.kind === 'flash'
      ? api.placeFlashOrder(order.activityId, order.body)
      : api.placePurchase(order.body),
  now: Date.now,
  wait,
  tab,
});
export { ApiFailure };
export const getMe = (signal?: AbortSignal) =>
  withVisit<{ shopperId: string; memberTier: string; newcomer: boolean; channel: string }>({
    path: '/api/me',
    answer: 'meView',
    signal,
  });
