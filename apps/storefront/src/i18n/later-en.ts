import { assetsEn } from './assets-en.ts';
import { boxEn } from './box-en.ts';
import type { LaterKey } from './later-zh.ts';
import { payEn } from './pay-en.ts';
import { protectionEn } from './protection-en.ts';

/** What the first view stands without; fetched before any page but the venue opens. */
const later: Record<LaterKey, string> & Partial<Record<`${LaterKey}_one`, string>> = {
  ...boxEn,
  ...protectionEn,
  ...assetsEn,
  ...payEn,
};
export default later;
