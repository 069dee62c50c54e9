import type { DeliveryChoice, DeliveryOptions } from '@dacu/contract/api';

export type Way = 'door' | 'station' | { readonly placeId: string };

export type Ways = {
  /** The one that is ticked. */
  readonly way: Way;
  /** As the order says it; null is to the door. */
  readonly choice: DeliveryChoice | null;
  /** It cannot be sent, and a store has all of it. */
  readonly collectOnly: boolean;
  /** Neither by a courier nor in any store: an order would be refused. */
  readonly unmet: boolean;
  /** A station that nobody agreed to yet. */
  readonly missing: boolean;
};

/**
 * Which way an order goes, of what was asked for and what there is. Nothing is chosen for the buyer but the door, and where
 * nothing can be sent the first store that has all of it. While nothing is known, nothing stands in the way: the server decides.
 */
export function waysOf(
  options:
    | (Pick<DeliveryOptions, 'shippable'> & { readonly stores: readonly { placeId: string }[] })
    | undefined,
  asked: Way | null,
  agreed: boolean,
): Ways {
  const stores = options?.stores ?? [];
  const unsendable = options !== undefined && !options.shippable;
  const [first] = stores;
  const fallback: Way = unsendable && first !== undefined ? { placeId: first.placeId } : 'door';
  const way = standing(asked ?? 'door');
  return {
    ...{ way, choice: choiceOf(way, agreed) },
    collectOnly: unsendable && first !== undefined,
    unmet: unsendable && first === undefined,
    missing: way === 'station' && !agreed,
  };

  /** What cannot be sent is collected; a store that has not everything any more is no choice. */
  function standing(wanted: Way): Way {
    if (typeof wanted !== 'object') return unsendable ? fallback : wanted;
    const gone = options !== undefined && !stores.some(({ placeId }) => placeId === wanted.placeId);
    return gone ? fallback : wanted;
  }
}

function choiceOf(way: Way, agreed: boolean): DeliveryChoice | null {
  if (way === 'door') return null;
  if (way === 'station') return agreed ? { way: 'ship', toStation: true, stationConsent: true } : null;
  return { way: 'pickup', placeId: way.placeId };
}

/** What could help where nothing fits: other orders for some of it, fewer of it, or nothing that this order could be. */
export function remedyOf(lines: readonly { readonly quantity: number }[]): 'apart' | 'fewer' | 'other' {
  if (lines.length > 1) return 'apart';
  return (lines[0]?.quantity ?? 1) > 1 ? 'fewer' : 'other';
}
