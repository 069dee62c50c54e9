/**
 * Points as an account of lots: given, taken soonest end first, put back where they came from, clawed back with the goods
 * that earned them (domain §1.5, §1.7, §4). Accounts in, accounts and moves out.
 *
 * Holds always: what is left of a lot is the sum of its moves, nothing falls below 0, and an order gives back exactly what it took.
 */
export {
  clawBackPoints,
  earnPoints,
  holdPoints,
  type PointsAccount,
  type PointsBalance,
  type PointsLot,
  type PointsMove,
  type PointsMoved,
  pointsBalance,
  putBackPoints,
} from './account.ts';
export {
  earnedPoints,
  type OrderPoints,
  type PointsLine,
  pointsOfReturned,
  shortageFen,
} from './on-orders.ts';
