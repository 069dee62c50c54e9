import { amountFaults, type ServiceKind } from './kind.ts';

/** 增值服务: charged on each unit of the line it is asked for, whatever is taken off the goods. */
export const service: ServiceKind<'service'> = {
  kind: 'service',
  on: 'service',
  layers: ['service'],
  faults: ({ unitFen }) => amountFaults({ unitFen }),
  offer: ({ offer, unitFen, lastsMs }) => ({ offer, unitFen, ...(lastsMs !== undefined && { lastsMs }) }),
};
