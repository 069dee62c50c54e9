import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

export type Tally = {
  passed: number;
  failed: number;
  /** Each with the reason its author gave, so that a skip is never silent. */
  skipped: { name: string; why: string }[];
};

/** Writes what a suite came to into the file named by DACU_TALLY, for `npm test` to add up. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tally: Tally = { passed: 0, failed: unhandled.length, skipped: [] };
    for (const module of modules) {
      // A file that could not be loaded has no tests to count, and is a failure nevertheless.
      tally.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') tally.passed += 1;
        else if (result.state === 'skipped')
          tally.skipped.push({
            name: `${module.relativeModuleId} › ${test.name}`,
            why: result.note ?? 'no reason given',
          });
        else tally.failed += 1;
      }
    }
    writeFileSync(process.env.DACU_TALLY!, JSON.stringify(tally));
  }
}
