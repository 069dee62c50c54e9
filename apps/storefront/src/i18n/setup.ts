import { createWords, type Translate as TranslateOf } from '@dacu/ui/words';
import type { LaterKey } from './later-zh.ts';
import type { MessageKey as FirstKey } from './zh.ts';

export type MessageKey = FirstKey | LaterKey;
export type Translate = TranslateOf<MessageKey>;
/** `useT` is a `t` that knows our keys; `moreWords` those that the venue stands without. */
export const {
  start: startI18n,
  change: changeI18n,
  more: moreWords,
  useT,
} = createWords<MessageKey>(
  { zh: () => import('./zh.ts'), en: () => import('./en.ts') },
  { zh: () => import('./later-zh.ts'), en: () => import('./later-en.ts') },
);
