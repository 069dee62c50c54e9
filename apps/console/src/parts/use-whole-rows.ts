import { type RefCallback, useCallback, useState } from 'react';

const ROWS_MIN = 3;

/** How many table rows there is room for in an element of a given height, none of them cut; all until it is measured. */
export function useWholeRows(): [RefCallback<HTMLElement>, number] {
  const [room, setRoom] = useState(Number.POSITIVE_INFINITY);
  const host = useCallback((element: HTMLElement | null) => {
    if (!element) return;
    const watch = new ResizeObserver(() => {
      const row = element.querySelector('tr')?.getBoundingClientRect().height ?? 0;
      if (row > 0) setRoom(Math.max(ROWS_MIN, Math.floor((element.clientHeight + 1) / row)));
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return [host, room];
}
