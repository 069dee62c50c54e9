import type { AddressInfo } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import type { App } from '../platform/http/app-types.ts';
import { buildApp } from '../platform/http/build-app.ts';
import { clockRoutes, presentClocks } from '../platform/http/clock-routes.ts';
import { healthRoutes } from '../platform/http/health.ts';
import type { BuiltApp } from '../platform/http/static-apps.ts';
import { API_TAGS } from './api-tags.ts';
import { clockOpsRoutes } from './clock/routes.ts';
import { pageHeads } from './page-head.ts';
import { trailRoutes } from './people/routes.ts';
import type { RunningRole } from './role.ts';
import { catalogPorts, isOperator, moduleRoutes } from './routes.ts';

/** Where no campaign runs. */
const DEFAULT_ZONE = 'Asia/Shanghai';

export type WebOptions = {
  readonly context: Context;
  readonly version: string;
  readonly builtApps: readonly BuiltApp[];
  /** Why this node should not get traffic now; null when it may. */
  notReady(): string | null;
  /** Stores a campaign clock that was just moved. */
  clockMoved(): Promise<void>;
  /** Adds hooks of its own before the routes. */
  readonly beforeRoutes?: (app: App) => void;
};

/** The application with every route, not yet listening: for the role below, and for tests that inject requests. */
export async function webApp(options: WebOptions): Promise<App> {
  const { context } = options;
  const { config, clocks, metrics } = context;
  const app = await buildApp({
    log: context.log,
    metrics,
    ids: context.ids,
    wallNow: clocks.wall.now,
    version: options.version,
    publicOrigin: config.publicOrigin,
    trustProxy: config.trustProxy,
    rates: config.rates,
    tags: API_TAGS,
    builtApps: options.builtApps,
    pageHeads: pageHeads(context, catalogPorts(context)),
  });
  options.beforeRoutes?.(app);
  closeOps(app, context);
  const guard = (request: FastifyRequest) => isOperator(context, request);
  healthRoutes(app, {
    metrics,
    isOperator: guard,
    readiness: {
      async notReady() {
        const reason = options.notReady();
        if (reason !== null) return reason;
        await context.db.query('select 1');
        return null;
      },
    },
  });
  const clockParts = {
    clocks,
    databaseKind: config.databaseKind,
    zoneAt: async (at: number) => (await context.plan.editionAt(at))?.compiled.zone ?? DEFAULT_ZONE,
  };
  clockRoutes(app, clockParts);
  clockOpsRoutes(app, {
    context,
    clockMoved: options.clockMoved,
    view: () => presentClocks(clockParts),
  });
  moduleRoutes(app, context);
  trailRoutes(app, context);
  await app.ready();
  return app;
}

/** These are how one comes in; they look at the session themselves. */
const DOORS = new Set(['/api/ops/session', '/api/ops/password']);

/**
 * Below `/api/ops/` nobody gets past here without a session, before a body is read: a route that forgets to ask who
 * calls is closed, not open. The roles of a route stand in its `config`, so that what each role may do can be listed.
 */
function closeOps(app: App, { members }: Context): void {
  app.addHook('onRequest', async (request) => {
    const url = request.routeOptions.url ?? request.url;
    if (url.startsWith('/api/ops/') && !DOORS.has(url))
      await members.requireOperator(request, request.routeOptions.config.roles);
  });
}

/** Answers HTTP. Resolves once the port is open. */
export async function startWeb(
  options: WebOptions,
): Promise<RunningRole & { readonly port: number; readonly app: App }> {
  const { context } = options;
  const { config } = context;
  const app = await webApp(options);
  context.members.behaviour.start();
  context.insight.start();
  context.rehearsals.start();
  await app.listen({ port: config.port, host: config.host });
  const { port } = app.server.address() as AddressInfo;
  return {
    port,
    app,
    async stop() {
      // An open event stream would keep the server waiting for its browser.
      await context.insight.stream.stop();
      await app.close();
      await context.insight.stop();
      await context.rehearsals.stop();
      await context.replays.stop();
      await context.audits.stop();
      await context.members.behaviour.stop();
    },
  };
}
