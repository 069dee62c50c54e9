/**
 * Stands in for the auditing program in tests. The seconds of the order say how it fares: 10 finds one thing at once,
 * 11 crashes, 12 works until it is told to stop.
 */
import { createInterface } from 'node:readline';

const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const lines = createInterface({ input: process.stdin });
lines.once('close', () => process.exit(130));
process.once('SIGTERM', () => process.exit(130));
lines.once('line', (line) => {
  const { seconds, items } = JSON.parse(line);
  tell({ kind: 'done', done: 'scenes' });
  if (seconds === 11) throw new Error('a bug of the engine');
  if (seconds === 12) return;
  tell({
    kind: 'presented',
    summary: {
      ...{ linesMax: 3, quantityMax: 3, shopsMax: 2, items: items.length, scenes: 2, widestScenes: 1 },
      ...{ complete: true, safe: 1, belowCost: 0, belowFloor: 0, undecided: 0, deepest: [] },
    },
    findings: [
      {
        ...{ findingId: 'neverOpen:deal::', kind: 'neverOpen', severity: 'warning', promotionId: 'deal' },
        ...{ line: 12, column: 9, cart: null, items: [] },
        ...{ message: { zh: '从不开放', en: 'is never open' }, evidence: { zh: '', en: '' } },
        remedy: { zh: '删去', en: 'Strike it' },
      },
    ],
  });
  process.exit(0);
});
