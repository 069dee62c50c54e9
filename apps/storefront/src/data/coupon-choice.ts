import { useCallback, useSyncExternalStore } from 'react';

/**
 * The shopper's own choice of coupons, for the cart or for one item bought at once: kept for as long as the tab, so that the
 * way from the cart to the order, back and through a reload keeps it. `null` is "the best there is", an empty list "none".
 */
export type Choice = readonly string[] | null;
type Kept = Readonly<Record<string, readonly string[]>>;
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

const NAME = 'dacu.couponChoice';

export function createChoices(storage: Storage | null) {
  let kept = read(storage);
  const listeners = new Set<() => void>();
  return {
    of: (place: string): Choice => kept[place] ?? null,
    choose(place: string, choice: Choice) {
      const { [place]: _, ...others } = kept;
      kept = choice === null ? others : { ...others, [place]: choice };
      try {
        storage?.setItem(NAME, JSON.stringify(kept));
      } catch {
        // Full or forbidden: then it holds until the page goes.
      }
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function read(storage: Storage | null): Kept {
  try {
    const found: unknown = JSON.parse(storage?.getItem(NAME) ?? '{}');
    if (typeof found !== 'object' || found === null) return {};
    return Object.fromEntries(
      Object.entries(found).filter(
        ([, ids]) => Array.isArray(ids) && ids.every((id) => typeof id === 'string'),
      ),
    );
  } catch {
    return {};
  }
}

function sessionStorageOrNone(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

let choices: ReturnType<typeof createChoices> | null = null;
const shared = () => {
  choices ??= createChoices(sessionStorageOrNone());
  return choices;
};

/** Place of the choice for the cart; an item that is bought at once has its SKU for a place. */
export const CART = 'cart';

export function useChoice(place: string): readonly [Choice, (choice: Choice) => void] {
  const store = shared();
  const choice = useSyncExternalStore(store.subscribe, () => store.of(place));
  const choose = useCallback((next: Choice) => store.choose(place, next), [store, place]);
  return [choice, choose];
}
