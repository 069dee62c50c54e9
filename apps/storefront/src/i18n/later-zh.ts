import { assetsZh } from './assets-zh.ts';
import { boxZh } from './box-zh.ts';
import { payZh } from './pay-zh.ts';
import { protectionZh } from './protection-zh.ts';

/** 首屏用不到的文字：除会场外的页面打开前才取。 */
const later = { ...boxZh, ...protectionZh, ...assetsZh, ...payZh } as const;
export type LaterKey = keyof typeof later;
export default later;
