import { premiumFaults } from '../premium.ts';
import { amountFaults, type ServiceKind } from './kind.ts';

/** 增值服务: charged on each unit of the line it is asked for, or once an order, whatever is taken off the goods. */
export const service: ServiceKind<'service'> = {
  kind: 'service',
  on: 'service',
  layers: ['service'],
  faults: ({ unitFen, premium }) => [
    ...amountFaults({ unitFen }),
    ...(premium === undefined ? [] : premiumFaults(premium)),
    ...(premium !== undefined && unitFen > 0 ? ['a service has a price or a premium, not both'] : []),
  ],
  offer: ({ offer, unitFen, premium, lastsMs }) => ({
    ...{ offer, unitFen },
    ...(premium !== undefined && { premium }),
    ...(lastsMs !== undefined && { lastsMs }),
  }),
};
