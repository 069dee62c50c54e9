import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Lang } from './language.tsx';

/** How each language's words are fetched: a chunk of its own, so that a visit loads one of them. */
export type WordFiles<Key extends string> = Readonly<
  Record<Lang, () => Promise<{ readonly default: Readonly<Partial<Record<Key, string>>> }>>
>;
export type Translate<Key extends string> = (
  key: Key,
  values?: Readonly<Record<string, string | number>>,
) => string;

/**
 * The words of an app. `start` begins with one language; the other is fetched when somebody switches to it, and until it
 * is there the screen keeps the one it has. Keys are flat; `useT` knows them. `later` are those that the first screen can
 * stand without: whoever needs them waits for `more`.
 */
export function createWords<Key extends string>(files: WordFiles<Key>, later?: WordFiles<Key>) {
  let wantsMore = false;
  const fetched = new Map<string, Promise<void>>();
  function fetch(from: WordFiles<Key>, lang: Lang): Promise<void> {
    const name = `${from === later} ${lang}`;
    const known = fetched.get(name);
    if (known) return known;
    const coming = from[lang]().then((words) => {
      i18next.addResourceBundle(lang, 'translation', words.default, true, true);
    });
    fetched.set(name, coming);
    // What failed is tried again by whoever asks next.
    coming.catch(() => fetched.delete(name));
    return coming;
  }
  let begun = () => {};
  const started = new Promise<void>((resolve) => {
    begun = resolve;
  });
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
      fetched.set(`false ${lang}`, Promise.resolve());
      begun();
    },
    async change(lang: Lang): Promise<void> {
      await Promise.all([fetch(files, lang), wantsMore && later && fetch(later, lang)]);
      await i18next.changeLanguage(lang);
    },
    /** The later words of the language of the screen are there; may be asked for before `start`. */
    async more(): Promise<void> {
      wantsMore = true;
      await started;
      if (later) await fetch(later, i18next.language as Lang);
    },
    useT: (): Translate<Key> => useTranslation().t as unknown as Translate<Key>,
  };
}
