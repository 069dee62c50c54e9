import { amountFaults, type FreightKind } from './kind.ts';

/** 满包邮: waives the base freight of each shop's parcel from an amount on; region surcharges stay. */
export const freeFreight: FreightKind<'freeFreight'> = {
  kind: 'freeFreight',
  on: 'freight',
  layers: ['freight'],
  faults: ({ thresholdFen }) => amountFaults({ thresholdFen }),
  free: ({ thresholdFen = 0, basis }) => ({ thresholdFen, basis, waiveMaxFen: Number.MAX_SAFE_INTEGER }),
};
