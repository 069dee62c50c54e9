import type { Quote } from '@dacu/engine/pricing';

/** What was taken off each line, by layer or by funder, in fen. Freight is no line and is not in it. */
export type AllocationTable = {
  /** Sums of the columns that hold anything. */
  readonly columns: ReadonlyMap<string, number>;
  cell(lineId: string, column: string): number;
};

export function allocationTable({ lines }: Pick<Quote, 'lines'>, by: 'layer' | 'funder'): AllocationTable {
  const columns = new Map<string, number>();
  const cells = new Map<string, number>();
  const add = (lineId: string, column: string, fen: number) => {
    if (fen === 0) return;
    columns.set(column, (columns.get(column) ?? 0) + fen);
    const key = `${lineId} ${column}`;
    cells.set(key, (cells.get(key) ?? 0) + fen);
  };
  for (const { lineId, allocations } of lines)
    for (const { layer, fen, funderFen } of allocations) {
      if (by === 'layer') add(lineId, layer, fen);
      else for (const share of funderFen) add(lineId, share.funder, share.fen);
    }
  return { columns, cell: (lineId, column) => cells.get(`${lineId} ${column}`) ?? 0 };
}
