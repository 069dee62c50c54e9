import { assetsZh } from './assets-zh.ts';
import { boxZh } from './box-zh.ts';
import { caseZh } from './case-zh.ts';
import { deliveryZh } from './delivery-zh.ts';
import { payZh } from './pay-zh.ts';
import { presaleZh } from './presale-zh.ts';
import { protectionZh } from './protection-zh.ts';

/** 首屏用不到的文字：除会场外的页面打开前才取。 */
const later = {
  ...boxZh,
  ...caseZh,
  ...deliveryZh,
  ...presaleZh,
  ...protectionZh,
  ...assetsZh,
  ...payZh,
} as const;
export type LaterKey = keyof typeof later;
export default later;
