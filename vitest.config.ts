import { defineConfig } from 'vitest/config';

/**
 * The suffix says what a test needs: `.test.ts` nothing, `.pg.test.ts` a real PostgreSQL (embedded, or the one in
 * DATABASE_URL), `.sim.test.ts` a PostgreSQL too and a minute. A PostgreSQL is started only when such a test is run.
 */
const anywhere = '{packages,apps,tools,tests,campaigns}/**';
const postgres = ['./tools/vitest-postgres.ts'];
const never = ['**/node_modules/**', '**/dist/**', 'tests/journeys/**'];

export default defineConfig({
  test: {
    // Two cores, and PostgreSQL wants some of them.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${anywhere}/*.test.{ts,tsx}`],
          exclude: [...never, '**/*.pg.test.ts', '**/*.sim.test.ts'],
        },
      },
      {
        test: {
          name: 'pg',
          include: [`${anywhere}/*.pg.test.ts`],
          exclude: never,
          globalSetup: postgres,
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'sim',
          include: [`${anywhere}/*.sim.test.ts`],
          exclude: never,
          globalSetup: postgres,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
