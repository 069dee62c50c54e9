import { type RefObject, useEffect, useRef, useState } from 'react';

/** The width of an element as it is laid out, for drawings that fill it. Zero before it is. */
export function useWidth<Host extends HTMLElement>(): [RefObject<Host | null>, number] {
  const host = useRef<Host>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!host.current) return;
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    watch.observe(host.current);
    return () => watch.disconnect();
  }, []);
  return [host, width];
}
