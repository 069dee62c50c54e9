import type { Lang } from '@dacu/ui';
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { MessageKey } from './zh.ts';

const LOAD = {
  zh: () => import('./zh.ts'),
  en: () => import('./en.ts'),
} as const;

/** Starts with the words of one language; the other is fetched when somebody switches to it. */
export async function startI18n(lang: Lang): Promise<void> {
  const words = await LOAD[lang]();
  await i18next.use(initReactI18next).init({
    lng: lang,
    resources: { [lang]: { translation: words.default } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    returnNull: false,
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0]);
}

export async function changeI18n(lang: Lang): Promise<void> {
  if (!i18next.hasResourceBundle(lang, 'translation')) {
    const words = await LOAD[lang]();
    i18next.addResourceBundle(lang, 'translation', words.default);
  }
  await i18next.changeLanguage(lang);
}

export type Translate = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;

/** `t` that knows our keys. */
export function useT(): Translate {
  return useTranslation().t as unknown as Translate;
}
