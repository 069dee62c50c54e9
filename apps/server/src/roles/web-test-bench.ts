import { decideConfig } from '../config/config.ts';
import type { Env } from '../config/env.ts';
import { type Context, createContext } from '../context.ts';
import type { OperatorRole } from '../modules/base/members/index.ts';
import { secureBytes, secureChance } from '../platform/chance.ts';
import { shiftedClock, shiftedClocks } from '../platform/clocks.ts';
import { openTestDatabase } from '../platform/db/test-database.ts';
import type { App } from '../platform/http/app-types.ts';
import { createIds } from '../platform/ids.ts';
import { silentLog } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import { webApp } from './web.ts';

/** The whole application as a server builds it, on a database of its own, not listening. */
export type WebBench = {
  readonly app: App;
  readonly context: Context;
  /** The cookie of an operator of that role who has chosen a password. */
  signedIn(role: OperatorRole): Promise<string>;
  close(): Promise<void>;
};

const DEMO_AT = Date.parse('2024-06-17T23:55:00+08:00');

export async function openWebBench(env: Env = {}, beforeRoutes?: (app: App) => void): Promise<WebBench> {
  const database = await openTestDatabase();
  const clock = shiftedClock(DEMO_AT);
  const clocks = shiftedClocks(clock);
  const bytes = secureBytes();
  const context = await createContext({
    config: decideConfig(env),
    connection: database.connection,
    clocks,
    shifted: clock,
    ids: createIds({ now: clocks.wall.now, randomBytes: bytes }),
    chance: secureChance(bytes),
    masterKey: new Uint8Array(32).fill(7),
    log: silentLog,
    metrics: createMetrics({ processFigures: false }),
    deliver: null,
    wire: null,
    rehearsalsDir: null,
    rehearsing: null,
    replayProgram: null,
    auditProgram: null,
    editionLens: null,
    soleWriter: false,
  });
  const app = await webApp({
    context,
    version: '0.0.0',
    builtApps: [],
    notReady: () => null,
    clockMoved: async () => {},
    ...(beforeRoutes === undefined ? {} : { beforeRoutes }),
  });

  return {
    app,
    context,
    async signedIn(role) {
      const { operators } = context.members;
      const { oneTimePassword } = await operators.create({ name: `an ${role}`, role });
      const signed = await operators.signIn(`an ${role}`, oneTimePassword);
      await operators.changePassword(signed!.token, 'a password of ten');
      return `dacu_operator=${signed!.token}`;
    },
    async close() {
      await app.close();
      await context.close();
      await database.close();
    },
  };
}
