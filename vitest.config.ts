import { defineConfig } from 'vitest/config';

/**
 * The suffix says what a test needs: `.test.ts` nothing, `.pg.test.ts` a real PostgreSQL (embedded, or the one in
 * DATABASE_URL), `.sim.test.ts` a PostgreSQL too and minutes, `.fault.test.ts` whole servers of its own. A PostgreSQL is started only when such a test is run.
 */
const anywhere = '{packages,apps,tools,tests,campaigns}/**';
const postgres = ['./tools/vitest-postgres.ts'];
const never = ['**/node_modules/**', '**/dist/**', 'tests/journeys/**', 'tests/faults/**'];

/** A limit tells a test that hangs from one on a busy machine; how fast anything is belongs in `bench/`. */
const PATIENCE_MS = 30_000;

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
          testTimeout: PATIENCE_MS,
        },
      },
      {
        test: {
          name: 'pg',
          include: [`${anywhere}/*.pg.test.ts`],
          exclude: never,
          globalSetup: postgres,
          testTimeout: PATIENCE_MS,
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
      {
        test: {
          // Whole servers, started and broken one after the other.
          name: 'faults',
          include: ['tests/faults/**/*.fault.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // A whole server and a real browser.
          name: 'journeys',
          include: ['tests/journeys/**/*.journey.test.ts'],
          fileParallelism: false,
          testTimeout: 90_000,
          // A first start on a busy machine.
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
