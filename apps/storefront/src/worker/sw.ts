import { routeOf } from './route.ts';

/** The few words of a worker's world that are used here; the page's own library of types does not know them. */
type Extendable = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Extendable & { readonly request: Request; respondWith(answer: Promise<Response>): void };
type Worker = {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
};
const worker = globalThis as unknown as Worker;

/** Written by the build: every file of the shell, and a version that changes with any of them. */
const shell = '__SHELL__' as unknown as { readonly version: string; readonly files: readonly string[] };
const CACHE = `dacu-shell-${shell.version}`;
const known = { origin: worker.location.origin, files: new Set(shell.files) };
/** A page is asked of the network first, so nobody is kept on an old version; but not for ever. */
const PAGE_WAIT_MS = 4_000;

worker.addEventListener('install', (event) => {
  // All of it or nothing: half a shell would break in the middle of a purchase.
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) =>
        cache.addAll(
          shell.files.map(
            (file) => new Request(file, { cache: file.startsWith('/assets/') ? 'default' : 'reload' }),
          ),
        ),
      ),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith('dacu-shell-') && name !== CACHE)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => worker.clients.claim()),
  );
});

/** A newer worker waits until every page of the old one is closed, or until the shopper says "update now". */
worker.addEventListener('message', (event) => {
  if (event.data === 'update') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  const route = routeOf(event.request, known);
  if (route === 'page') event.respondWith(page(event.request));
  else if (route === 'shell') event.respondWith(kept(event.request));
});

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PAGE_WAIT_MS) });
  } catch {
    // Without this the browser would show its own page, and the cart would seem to be gone.
    const cache = await caches.open(CACHE);
    return (await cache.match('/')) ?? Response.error();
  }
}

async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}
