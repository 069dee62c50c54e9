/**
 * Books that must add up: units of goods stock, and what goes back when units are returned. Rows in, rows out; refusals
 * are values, and a move that would break an invariant throws.
 */
export {
  adjustAt,
  allotStock,
  type Condition,
  emptyPlace,
  freeAt,
  PLACE_KINDS,
  type Placed,
  type PlaceKind,
  type PlaceStockRow,
  placeStockKey,
  pledgeStock,
  restockAt,
  scrapAt,
  setAsideAt,
  shipFrom,
  spreadDelivery,
  type Transfer,
  takeBack,
  transferStock,
  unallotStock,
  withdrawPledge,
} from './place-stock.ts';
export { previewReturn, type ReturnedUnits, type ReturnPreview } from './preview-return.ts';
export { type LineRefund, type RefundableLine, type RefundRefused, refundUnits } from './refund.ts';
export {
  type ReorderInput,
  reorderPoint,
  SERVICE_LEVELS_BP,
  type ServiceLevelBp,
  safetyStock,
} from './reorder.ts';
export { type ShownStock, shownStock } from './shown-stock.ts';
export {
  adjustStock,
  confirmStock,
  giveBackStock,
  holdStock,
  receiveStock,
  returnStock,
  returnUnavailable,
  type StockRow,
  sellable,
  shipStock,
  units,
  unitsPaid,
} from './stock.ts';
export {
  decideStockAct,
  STOCK_ACTS,
  type StockAct,
  type StockActDecision,
  type StockActRows,
  type StockChange,
} from './stock-act.ts';
export { STOCK_GRADES, type StockGrade, stockGrade } from './stock-grade.ts';
