import type { IconName } from '@dacu/ui';
import type { Findable } from './rank.ts';

export type EntryKind = 'page' | 'command' | 'campaign' | 'phase' | 'promotion' | 'figure' | 'item' | 'order';

/** One thing to go to or to do. */
export type Entry = Findable & {
  /** Stays the same: recently used entries are remembered by it. */
  readonly id: string;
  readonly kind: EntryKind;
  readonly icon: IconName;
  /** Said beside the name. */
  readonly words?: string | undefined;
} & ({ readonly to: string } | { readonly run: () => void });

const RECENT_MAX = 8;
const keyOf = (person: string) => `dacu.palette.${person}`;

export function recallRecent(person: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(person)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string').slice(0, RECENT_MAX) : [];
  } catch {
    return [];
  }
}

export function rememberRecent(person: string, id: string): void {
  const recent = [id, ...recallRecent(person).filter((each) => each !== id)].slice(0, RECENT_MAX);
  try {
    localStorage.setItem(keyOf(person), JSON.stringify(recent));
  } catch {
    // Not remembered then.
  }
}
