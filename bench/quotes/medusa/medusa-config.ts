/**
 * A Medusa as its own `medusa start` runs it, without its admin screens. Cache, events, locks and workflows are those that
 * it ships for one process, in memory: nothing of an order waits for a Redis.
 */
import { createRequire } from 'node:module';

type Framework = { defineConfig(config: object): object };
const load = createRequire(new URL('../../peers/medusa/package.json', import.meta.url));
const { defineConfig } = load('@medusajs/framework/utils') as Framework;
const { MEDUSA_DATABASE_URL, MEDUSA_SECRET } = process.env as Record<string, string>;

export default defineConfig({
  admin: { disable: true },
  projectConfig: {
    databaseUrl: MEDUSA_DATABASE_URL,
    databaseDriverOptions: { ssl: false },
    http: {
      ...{ storeCors: '*', adminCors: '*', authCors: '*' },
      ...{ jwtSecret: MEDUSA_SECRET, cookieSecret: MEDUSA_SECRET },
    },
  },
});
