/**
 * Registers the worker after the page has settled, and tells when a newer version waits. A page that asks for a file
 * of a version that no longer exists is loaded again, once: that is the newest version.
 */
export function registerWorker(onUpdate: (apply: () => void) => void): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  let applied = false;
  serviceWorker.addEventListener('controllerchange', () => {
    // The first worker of a browser takes over quietly; only an update that was asked for loads the page again.
    if (applied) window.location.reload();
  });
  const offer = (waiting: ServiceWorker) =>
    onUpdate(() => {
      applied = true;
      waiting.postMessage('update');
    });
  const start = async () => {
    const registration = await serviceWorker.register('/sw.js', { updateViaCache: 'none' });
    if (registration.waiting && serviceWorker.controller) offer(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const fresh = registration.installing;
      fresh?.addEventListener('statechange', () => {
        if (fresh.state === 'installed' && serviceWorker.controller) offer(fresh);
      });
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') registration.update().catch(() => undefined);
    });
  };
  const whenQuiet = () => setTimeout(() => start().catch(() => undefined), 1_500);
  if (document.readyState === 'complete') whenQuiet();
  else window.addEventListener('load', whenQuiet, { once: true });
}

const RELOADED_KEY = 'dacu.reloaded';
const RELOAD_AGAIN_MS = 30_000;

/** A chunk of an older version is gone from the server: the page is loaded anew, but never in a circle. */
export function reloadOnLostChunk(): void {
  window.addEventListener('vite:preloadError', (event) => {
    try {
      const last = Number(sessionStorage.getItem(RELOADED_KEY) ?? 0);
      if (!navigator.onLine || Date.now() - last < RELOAD_AGAIN_MS) return;
      sessionStorage.setItem(RELOADED_KEY, String(Date.now()));
    } catch {
      return;
    }
    event.preventDefault();
    window.location.reload();
  });
}
