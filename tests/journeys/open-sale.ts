import type { Browser } from 'playwright-core';
import { type Launched, launch, makePlace } from '../faults/launch.ts';
import { openBrowser } from './open-browser.ts';

export type Sale = {
  readonly server: Launched;
  readonly browser: Browser;
  close(): Promise<void>;
};

/** A server of its own on an empty data folder, without simulated shoppers, and a browser. `demoAt`: its first instant. */
export async function openSale(demoAt?: string): Promise<Sale> {
  const place = makePlace();
  const server = await launch(place, {
    DACU_ROLES: 'web,worker',
    ...(demoAt === undefined ? {} : { DACU_DEMO_AT: demoAt }),
  });
  const browser = await openBrowser();
  return {
    ...{ server, browser },
    async close() {
      await browser.close();
      server.signal('SIGTERM');
      await server.exited;
      place.remove();
    },
  };
}
