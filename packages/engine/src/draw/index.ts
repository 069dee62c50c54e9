/**
 * Drawing from a blind box: which prize a box holds, as a function of a secret seed and the box's place in its pool.
 * Nothing here hashes: whoever calls hands in the bytes (HMAC-SHA-256 of the messages named here), so the server and a
 * buyer's browser reach the same prize from the same seed.
 */
export { type DrawnPrize, drawIndependent } from './draw-independent.ts';
export { blocksFor, finiteOrder } from './finite-order.ts';
export { type Odds, oddsOf } from './odds.ts';
export {
  afterDraw,
  afterReturn,
  NO_PITY,
  type Pity,
  untilGuaranteed,
} from './pity.ts';
export {
  type DrawPool,
  drawMessage,
  type PoolFault,
  type PoolPrize,
  PPM,
  poolFaults,
  poolSize,
  poolText,
  roomIn,
  shuffleMessage,
  type Taken,
} from './pool.ts';
export { belowFrom, wordsOf } from './unbiased.ts';
