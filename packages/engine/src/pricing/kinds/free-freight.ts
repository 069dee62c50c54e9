import { amountFaults, type FreightKind } from './kind.ts';

/** 满包邮, 运费券: waives the base freight of each shop's parcel, or a part of it, from an amount on; region surcharges stay. */
export const freeFreight: FreightKind<'freeFreight'> = {
  kind: 'freeFreight',
  on: 'freight',
  layers: ['freight'],
  faults: ({ thresholdFen, waiveMaxFen }) => amountFaults({ thresholdFen, waiveMaxFen }),
  free: ({ thresholdFen = 0, basis, waiveMaxFen = Number.MAX_SAFE_INTEGER }) => ({
    thresholdFen,
    basis,
    waiveMaxFen,
  }),
};
