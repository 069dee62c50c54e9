import type { Window } from './types.ts';

/**
 * The window that is open at an instant. A daily promotion has one window a day, hundreds in a year, so this searches
 * by halves. `windows` are sorted and disjoint; a window holds its start and not its end.
 */
export function openWindowAt(windows: readonly Window[], at: number): Window | undefined {
  let low = 0;
  let high = windows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (windows[middle]!.endsAt <= at) low = middle + 1;
    else high = middle;
  }
  const window = windows[low];
  return window && window.startsAt <= at ? window : undefined;
}

/** The first window that opens after an instant. */
export function nextWindowAfter(windows: readonly Window[], at: number): Window | undefined {
  let low = 0;
  let high = windows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (windows[middle]!.startsAt <= at) low = middle + 1;
    else high = middle;
  }
  return windows[low];
}

/** Sorted, disjoint and none empty; what `openWindowAt` relies on. */
export function windowsAreOrdered(windows: readonly Window[]): boolean {
  return windows.every(
    ({ startsAt, endsAt }, i) => startsAt < endsAt && (i === 0 || windows[i - 1]!.endsAt <= startsAt),
  );
}
