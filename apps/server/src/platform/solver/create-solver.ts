import { Worker } from 'node:worker_threads';
import type { LinearModel, Solve, Solved } from '@dacu/engine/audit';
import type { SolveOrder } from './highs-worker.ts';

export type Solver = { readonly solve: Solve; close(): Promise<void> };

/** The solver minds its time limit itself; a thread that does not answer long after it is given up. */
const GRACE_MS = 10_000;

/**
 * HiGHS behind the engine's port, in a thread of its own and one model at a time. A thread that aborts or hangs is
 * replaced by a fresh one, and its model counts as stopped without an answer.
 */
export function createSolver(report: (problem: unknown) => void): Solver {
  let worker: Worker | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  async function solveNow(model: LinearModel, timeMs: number): Promise<Solved> {
    const thread = worker ?? new Worker(new URL('./highs-worker.ts', import.meta.url));
    worker = thread;
    const { promise, resolve } = Promise.withResolvers<Solved | null>();
    const late = setTimeout(() => resolve(null), timeMs + GRACE_MS);
    const take = (answer: Solved) => resolve(answer);
    const fail = (problem: unknown) => {
      report(problem);
      resolve(null);
    };
    thread.on('message', take).on('error', fail).on('exit', fail);
    thread.postMessage({ model, timeMs } satisfies SolveOrder);
    const answer = await promise;
    clearTimeout(late);
    // One by one: a worker listens to itself too.
    thread.off('message', take).off('error', fail).off('exit', fail);
    if (answer !== null) return answer;
    worker = null;
    await thread.terminate();
    return { kind: 'stopped', bound: null, values: null };
  }

  return {
    solve(model, { timeMs }) {
      const turn = queue.then(() => solveNow(model, timeMs));
      queue = turn.catch(() => undefined);
      return turn;
    },
    async close() {
      await queue;
      await worker?.terminate();
      worker = null;
    },
  };
}
