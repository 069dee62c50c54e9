/** What the worker does with a request; everything that is not named goes to the network as if there were no worker. */
export type Route = 'page' | 'shell' | 'pass';

/**
 * Only the shell is ever kept: pages fall back to it when there is no network, and hashed files come from it first
 * because their names change with their contents. Prices, stock, pictures and the console are never touched: `/api` has
 * no route here, so no amount can come out of a cache.
 */
export function routeOf(
  request: { readonly url: string; readonly method: string; readonly mode: string },
  shell: { readonly origin: string; readonly files: ReadonlySet<string> },
): Route {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== shell.origin) return 'pass';
  if (/^\/(api|console|openapi\.json|metrics|health)(\/|$)/.test(pathname)) return 'pass';
  if (request.mode === 'navigate') return /\.\w+$/.test(pathname) ? 'pass' : 'page';
  return pathname !== '/' && shell.files.has(pathname) ? 'shell' : 'pass';
}
