import type { ProductView } from '@dacu/contract/api';

type Row = ProductView['priceHistory'][number];
export const HISTORY_BOX = {
  width: 640,
  height: 190,
  pad: { left: 4, right: 4, top: 30, bottom: 24 },
} as const;
/** The days before today over which a price may be compared. */
const REFERENCE_DAYS = 7;

/** Paths of a price history in its box; `rows` are not empty, oldest first. */
export function drawHistory(rows: readonly Row[], referenceFen: number | null) {
  const { width, height, pad } = HISTORY_BOX;
  const deals = rows.map((row) => row.dealFen);
  const least = Math.min(...deals);
  const top = Math.max(...rows.map((row) => row.listFen), referenceFen ?? 0);
  // A flat line should lie in the middle, not on the floor.
  const span = Math.max(top - least, top * 0.12, 1);
  const base = least - span * 0.35;
  const x = (index: number) =>
    pad.left + (index / Math.max(1, rows.length - 1)) * (width - pad.left - pad.right);
  const y = (fen: number) =>
    pad.top + (1 - (fen - base) / Math.max(1, top - base)) * (height - pad.top - pad.bottom);
  const line = (pick: (row: Row) => number) =>
    rows
      .map((row, index) => (index === 0 ? `M${x(0)} ${y(pick(row))}` : `H${x(index)}V${y(pick(row))}`))
      .join('');
  const dealPath = line((row) => row.dealFen);
  const lowIndex = deals.indexOf(least);
  const from = Math.max(0, rows.length - 1 - REFERENCE_DAYS);
  const referenceY = referenceFen === null ? 0 : y(referenceFen);
  return {
    listPath: line((row) => row.listFen),
    listY: y(rows[0]?.listFen ?? 0),
    dealPath,
    areaPath: `${dealPath}V${height - pad.bottom}H${x(0)}Z`,
    low: { row: rows[lowIndex] as Row, x: x(lowIndex), y: y(least) },
    reference:
      referenceFen === null
        ? null
        : {
            x: x(from),
            width: x(rows.length - 1) - x(from),
            y: referenceY,
            // Below the line, unless that is where the axis is.
            wordY: referenceY + 22 > height - pad.bottom ? referenceY - 9 : referenceY + 20,
          },
  };
}
