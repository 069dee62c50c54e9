import { useSyncExternalStore } from 'react';
import { reachability } from '../data/api.ts';
import type { Reach } from '../data/reachability.ts';

export function useReach(): Reach {
  return useSyncExternalStore(reachability.subscribe, reachability.now, () => 'online');
}
