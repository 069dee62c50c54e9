import { NO_POINTS } from '../orders/index.ts';
import { type ReturnRow, sumTenders } from './return-row.ts';

/** A return as its shopper sees it, field by field: a row that was read back has its fields in jsonb's order. */
export function presentReturn({ returnId, refundFen, lines, beside }: ReturnRow) {
  const { returned, clawedBack, short, shortFen } = beside?.points ?? NO_POINTS;
  return {
    returnId,
    refundFen,
    tenders: sumTenders(lines),
    points: { returned, clawedBack, short, shortFen },
    giftsFen: beside?.giftsFen ?? 0,
    lines: lines.map(({ lineId, quantity, refundFen: lineFen }) => ({
      ...{ lineId, quantity, refundFen: lineFen },
    })),
  };
}
