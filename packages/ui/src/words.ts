import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Lang } from './language.tsx';

/** How each language's words are fetched: a chunk of its own, so that a visit loads one of them. */
export type WordFiles<Key extends string> = Readonly<
  Record<Lang, () => Promise<{ readonly default: Readonly<Record<Key, string>> }>>
>;
export type Translate<Key extends string> = (
  key: Key,
  values?: Readonly<Record<string, string | number>>,
) => string;

/**
 * The words of an app. `start` begins with one language; the other is fetched when somebody switches to it, and until it
 * is there the screen keeps the one it has. Keys are flat; `useT` knows them.
 */
export function createWords<Key extends string>(files: WordFiles<Key>) {
  return {
    async start(lang: Lang): Promise<void> {
      const words = await files[lang]();
      await i18next.use(initReactI18next).init({
        lng: lang,
        resources: { [lang]: { translation: words.default } },
        keySeparator: false,
        nsSeparator: false,
        interpolation: { escapeValue: false },
        returnNull: false,
        showSupportNotice: false,
      } as Parameters<typeof i18next.init>[0]);
    },
    async change(lang: Lang): Promise<void> {
      if (!i18next.hasResourceBundle(lang, 'translation')) {
        const words = await files[lang]();
        i18next.addResourceBundle(lang, 'translation', words.default);
      }
      await i18next.changeLanguage(lang);
    },
    useT: (): Translate<Key> => useTranslation().t as unknown as Translate<Key>,
  };
}
