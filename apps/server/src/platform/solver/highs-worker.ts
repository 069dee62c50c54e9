/** The solver in a thread of its own: it computes without a pause, and may abort. */
import { parentPort } from 'node:worker_threads';
import type { LinearModel, Solved } from '@dacu/engine/audit';
import highsLoader, { type Highs } from 'highs';

// Its types describe the CommonJS build; what Node imports is the module build, whose default is the loader itself.
const loadHighs = highsLoader as unknown as typeof highsLoader.default;

export type SolveOrder = { readonly model: LinearModel; readonly timeMs: number };

let loading: Promise<Highs> | null = null;

parentPort!.on('message', async ({ model, timeMs }: SolveOrder) => {
  loading ??= loadHighs();
  parentPort!.postMessage(solve(await loading, model, timeMs));
});

function solve(highs: Highs, { columns, rows, maximise }: LinearModel, timeMs: number): Solved {
  const colCost = new Float64Array(columns.length);
  for (const [coefficient, column] of maximise) colCost[column] = coefficient;
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const { terms } of rows) {
    for (const [coefficient, column] of terms) {
      indices.push(column);
      values.push(coefficient);
    }
    starts.push(indices.length);
  }
  const { constants } = highs;
  return highs.withModel((model): Solved => {
    model.options.set({
      output_flag: false,
      time_limit: timeMs / 1000,
      // Whole fen: what is nearer than half a fen to the bound is the bound.
      mip_rel_gap: 0,
      mip_abs_gap: 0.4,
    });
    model.passModel({
      numCols: columns.length,
      numRows: rows.length,
      sense: constants.objectiveSense.maximize,
      colCost,
      colLower: new Float64Array(columns.length),
      colUpper: Float64Array.from(columns, ({ high }) => high),
      rowLower: Float64Array.from(rows, ({ low }) => low ?? -highs.infinity),
      rowUpper: Float64Array.from(rows, ({ high }) => high ?? highs.infinity),
      matrix: {
        format: 'csr',
        numRows: rows.length,
        numCols: columns.length,
        starts,
        indices,
        values,
      },
      integrality: columns.map(({ integer }) =>
        integer ? constants.variableType.integer : constants.variableType.continuous,
      ),
    });
    const { modelStatus } = model.run();
    const status = constants.modelStatus;
    // Every column is bounded, so what presolve cannot tell from unbounded is infeasible.
    if (modelStatus === status.infeasible || modelStatus === status.unboundedOrInfeasible)
      return { kind: 'infeasible' };
    const bound = Number(model.info.get('mip_dual_bound'));
    const found = Number(model.info.get('primal_solution_status')) === constants.solutionStatus.feasible;
    const solution = found ? [...model.getSolution().colValue] : null;
    if (modelStatus === status.optimal && solution !== null)
      return { kind: 'optimal', objective: Math.max(bound, model.getObjectiveValue()), values: solution };
    return { kind: 'stopped', bound: Number.isFinite(bound) ? bound : null, values: solution };
  });
}
