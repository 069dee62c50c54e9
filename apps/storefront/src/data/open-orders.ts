import type { FlashOrderRequest, PurchaseRequest, PurchaseView } from '@dacu/contract/api';
import { ApiFailure, type OpenAttempt } from '@dacu/contract/client';

/** An order that went out from this device and whose answer never came. */
export type OpenOrder = { readonly key: string; readonly at: number } & (
  | { readonly kind: 'purchase'; readonly body: PurchaseRequest }
  | { readonly kind: 'flash'; readonly activityId: string; readonly body: FlashOrderRequest }
);
export type Outcome =
  | { readonly kind: 'asking' }
  /** Asked, and still nobody knows; it is asked again by itself. */
  | { readonly kind: 'unknown' }
  /** Too long ago to be asked without the shopper's word, for an order that never arrived would be placed by it. */
  | { readonly kind: 'old' }
  | { readonly kind: 'placed'; readonly purchase: PurchaseView }
  | { readonly kind: 'refused'; readonly error: unknown };
export type OpenOrderState = { readonly order: OpenOrder; readonly outcome: Outcome };

/** Asked by itself this long; a reload and a lost network are over by then, and the price has rarely moved. */
export const ASK_BY_ITSELF_MS = 10 * 60_000;
/** Another tab tries by itself for about this long: three times ten seconds, and the pauses. */
export const OTHER_TAB_MS = 40_000;
const ASK_AGAIN_MS = 3_000;
const ASK_AGAIN_MAX_MS = 30_000;

type World = {
  /** What the device has kept. */
  readonly kept: () => readonly OpenAttempt[];
  readonly forget: (key: string) => void;
  /** Sends it again, word for word, so that it goes out under its own key. */
  readonly send: (order: OpenOrder) => Promise<PurchaseView>;
  readonly now: () => number;
  readonly wait: (ms: number, run: () => void) => () => void;
  /** This tab, through its reloads. */
  readonly tab: string;
};
export type OpenOrders = ReturnType<typeof createOpenOrders>;

/**
 * Orders that outlived the page that sent them. Each is asked for again under the key that it went out with: if it was
 * placed, that order comes back; if it never arrived, it is placed now, once. Until then the shopper sees it, on every
 * page, and no other order takes its place.
 */
export function createOpenOrders(world: World) {
  const states = new Map<string, OpenOrderState>();
  const waits = new Map<string, () => void>();
  const listeners = new Set<() => void>();
  let shown: readonly OpenOrderState[] = [];

  function show(order: OpenOrder, outcome: Outcome | null) {
    if (outcome) states.set(order.key, { order, outcome });
    else states.delete(order.key);
    shown = [...states.values()];
    for (const listener of listeners) listener();
  }
  function later(key: string, ms: number, run: () => void) {
    waits.get(key)?.();
    waits.set(key, world.wait(ms, run));
  }
  async function ask(order: OpenOrder, againMs = ASK_AGAIN_MS) {
    waits.get(order.key)?.();
    show(order, { kind: 'asking' });
    try {
      show(order, { kind: 'placed', purchase: await world.send(order) });
    } catch (error) {
      const open = world.kept().some(({ key }) => key === order.key);
      if (!open || !(error instanceof ApiFailure)) return show(order, { kind: 'refused', error });
      if (world.now() - order.at > ASK_BY_ITSELF_MS) return show(order, { kind: 'old' });
      show(order, { kind: 'unknown' });
      later(order.key, againMs, () => void ask(order, Math.min(ASK_AGAIN_MAX_MS, againMs * 1.6)));
    }
  }
  /** Takes over what the device has kept and no page looks after. */
  function adopt() {
    for (const attempt of world.kept()) {
      const order = orderOf(attempt);
      if (order === null || states.has(order.key)) continue;
      const ageMs = world.now() - order.at;
      const elsewhereMs = attempt.by === world.tab ? 0 : OTHER_TAB_MS - ageMs;
      if (elsewhereMs > 0) later(order.key, elsewhereMs, adopt);
      else if (ageMs > ASK_BY_ITSELF_MS) show(order, { kind: 'old' });
      else void ask(order);
    }
  }
  return {
    now: () => shown,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    adopt,
    /** Asks at once for what is not being asked for. */
    askAgain(only?: OpenOrder) {
      for (const { order, outcome } of shown) {
        const wanted = only ? only.key === order.key : outcome.kind === 'unknown';
        if (wanted && outcome.kind !== 'asking') void ask(order);
      }
    },
    /** The shopper has seen how it ended, or wants it no more. */
    drop({ order }: OpenOrderState) {
      waits.get(order.key)?.();
      world.forget(order.key);
      show(order, null);
    },
  };
}

const FLASH = 'flash:';

function orderOf({ key, at, intent, body }: OpenAttempt): OpenOrder | null {
  if (intent === 'purchase') return { key, at, kind: 'purchase', body: body as PurchaseRequest };
  if (!intent.startsWith(FLASH)) return null;
  return { key, at, kind: 'flash', activityId: intent.slice(FLASH.length), body: body as FlashOrderRequest };
}
