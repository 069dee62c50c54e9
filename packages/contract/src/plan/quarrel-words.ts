import type { Quarrel } from '@dacu/engine/audit';
import type { Text } from '@dacu/engine/pricing';

/** What is wrong between promotions, after the name of the one and before that of the other. */
export const QUARREL_WORDS: Readonly<Record<Quarrel['kind'], Text>> = {
  neverOpen: { zh: '活动期间从不开放', en: 'is never open during the campaign' },
  noItem: { zh: '目录里没有适用的商品', en: 'has no item in the catalogue' },
  noConsent: { zh: '适用商品都没有报名', en: 'names only items whose shops gave no consent' },
  nobody: { zh: '没有人符合其人群', en: 'is for nobody who can exist' },
  alwaysBeaten: { zh: '任何时候都不如', en: 'is always beaten by' },
  lowerStep: {
    zh: '高一级的让利比例反而更低',
    en: 'has a step that gives a smaller share than the one below',
  },
  mutexAcrossLayers: {
    zh: '互斥组跨层不起作用',
    en: 'shares a mutex group across layers, where it excludes nothing, with',
  },
  samePlace: { zh: '同一位置只能享一项', en: 'competes for one place with' },
};
