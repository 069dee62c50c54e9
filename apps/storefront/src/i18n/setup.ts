import { createWords, type Translate as TranslateOf } from '@dacu/ui/words';
import type { MessageKey } from './zh.ts';

export type Translate = TranslateOf<MessageKey>;
/** `useT` is a `t` that knows our keys. */
export const {
  start: startI18n,
  change: changeI18n,
  useT,
} = createWords<MessageKey>({
  zh: () => import('./zh.ts'),
  en: () => import('./en.ts'),
});
