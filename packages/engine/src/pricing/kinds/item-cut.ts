import { percentOf } from '../../money/index.ts';
import { amountFaults, type CutKind, rateFaults } from './kind.ts';

/** 官方立减 (a rate) and 单品立减 (an amount): both on the item price, added and not multiplied (V11). */
export const itemCut: CutKind<'itemCut'> = {
  kind: 'itemCut',
  on: 'cut',
  layers: ['itemCut'],

  faults: ({ payBp, offFen }) => [
    ...rateFaults(payBp),
    ...amountFaults({ offFen }),
    ...((payBp === undefined) === (offFen === undefined) ? ['state either payBp or offFen'] : []),
  ],

  slot: ({ payBp }) => (payBp === undefined ? 'amount' : 'rate'),

  unitCutFen: ({ payBp, offFen }, unitFen) => offFen ?? unitFen - percentOf(unitFen, payBp!),
};
