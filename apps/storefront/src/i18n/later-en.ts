import { assetsEn } from './assets-en.ts';
import { boxEn } from './box-en.ts';
import { caseEn } from './case-en.ts';
import { deliveryEn } from './delivery-en.ts';
import type { LaterKey } from './later-zh.ts';
import { protectionEn } from './protection-en.ts';

/** What the first view stands without; fetched before any page but the venue opens. */
const later: Record<LaterKey, string> & Partial<Record<`${LaterKey}_one`, string>> = {
  ...boxEn,
  ...caseEn,
  ...deliveryEn,
  ...protectionEn,
  ...assetsEn,
};
export default later;
