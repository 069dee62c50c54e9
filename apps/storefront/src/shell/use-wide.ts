import { useSyncExternalStore } from 'react';

/** The width at which the layout turns from a phone's to a desk's; the style sheets say `min-width: 48rem`. */
const wide = window.matchMedia('(min-width: 48rem)');

function subscribe(listener: () => void) {
  wide.addEventListener('change', listener);
  return () => wide.removeEventListener('change', listener);
}

export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide.matches);
}
