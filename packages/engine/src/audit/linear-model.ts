/**
 * A mixed-integer linear model as plain data: what a solver outside the engine is handed. All columns are 0 or more.
 */
export type Term = readonly [coefficient: number, column: number];

export type LinearModel = {
  readonly columns: readonly { readonly high: number; readonly integer: boolean }[];
  /** `low ≤ Σ terms ≤ high`; an absent side is open. */
  readonly rows: readonly {
    readonly terms: readonly Term[];
    readonly low?: number;
    readonly high?: number;
  }[];
  readonly maximise: readonly Term[];
};

/**
 * `optimal`: nothing feasible is better than `objective`. `stopped`: the time was over; nothing is better than `bound`,
 * if the solver could say. `infeasible`: nothing satisfies the rows.
 */
export type Solved =
  | { readonly kind: 'optimal'; readonly objective: number; readonly values: readonly number[] }
  | { readonly kind: 'stopped'; readonly bound: number | null; readonly values: readonly number[] | null }
  | { readonly kind: 'infeasible' };

/** The port: whoever solves stands outside. */
export type Solve = (model: LinearModel, limits: { readonly timeMs: number }) => Promise<Solved>;

/** Collects columns and rows; the numbers it hands out are the columns' places. */
export function buildModel() {
  const columns: { high: number; integer: boolean }[] = [];
  const rows: { terms: readonly Term[]; low?: number; high?: number }[] = [];
  return {
    column(high: number, integer: boolean): number {
      columns.push({ high, integer });
      return columns.length - 1;
    },
    atMost: (terms: readonly Term[], high: number) => void rows.push({ terms: merged(terms), high }),
    atLeast: (terms: readonly Term[], low: number) => void rows.push({ terms: merged(terms), low }),
    done: (maximise: readonly Term[]): LinearModel => ({ columns, rows, maximise: merged(maximise) }),
  };
}

export type ModelBuilder = ReturnType<typeof buildModel>;

/** Every column once: a format of solvers allows no more. */
function merged(terms: readonly Term[]): Term[] {
  const sums = new Map<number, number>();
  for (const [coefficient, column] of terms) sums.set(column, (sums.get(column) ?? 0) + coefficient);
  return [...sums].filter(([, coefficient]) => coefficient !== 0).map(([column, sum]) => [sum, column]);
}

export const negative = (terms: readonly Term[]): Term[] => terms.map(([c, column]) => [-c, column]);
export const times = (factor: number, terms: readonly Term[]): Term[] =>
  terms.map(([c, column]) => [c * factor, column]);
