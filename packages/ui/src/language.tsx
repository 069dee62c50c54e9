import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';

export type Lang = 'zh' | 'en';
/** A text as it crosses the wire. */
export type BilingualText = { readonly zh: string; readonly en: string };

const STORAGE_KEY = 'dacu.lang';
export const LANG_TAGS = { zh: 'zh-CN', en: 'en' } as const;

type LanguageValue = {
  readonly lang: Lang;
  readonly setLang: (lang: Lang) => void;
  /** The text in the language on screen; an empty string for null. */
  readonly pick: (text: BilingualText | null | undefined) => string;
};

const LanguageContext = createContext<LanguageValue | null>(null);

/** What the shopper chose before, else the first of the browser's languages that we speak, else Chinese. */
export function initialLang(): Lang {
  try {
    const kept = localStorage.getItem(STORAGE_KEY);
    if (kept === 'zh' || kept === 'en') return kept;
  } catch {
    // A browser that forbids storage still has a language.
  }
  for (const tag of navigator.languages ?? []) {
    if (tag.toLowerCase().startsWith('zh')) return 'zh';
    if (tag.toLowerCase().startsWith('en')) return 'en';
  }
  return 'zh';
}

/** Holds the language of the screen: remembered on this device and written to `<html lang>`. */
export function LanguageProvider({
  children,
  onChange,
}: {
  children: ReactNode;
  onChange?: (lang: Lang) => void;
}) {
  const [lang, setState] = useState<Lang>(initialLang);
  const setLang = useCallback((next: Lang) => {
    try {
      localStorage.setItem(STORAGE_KEY, next);
    } catch {
      // Not remembered then; the switch still works for this visit.
    }
    setState(next);
  }, []);
  useEffect(() => {
    document.documentElement.lang = LANG_TAGS[lang];
    onChange?.(lang);
  }, [lang, onChange]);
  const value = useMemo<LanguageValue>(
    () => ({ lang, setLang, pick: (text) => text?.[lang] ?? '' }),
    [lang, setLang],
  );
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageValue {
  const value = useContext(LanguageContext);
  if (!value) throw new Error('useLanguage needs a LanguageProvider above it');
  return value;
}

/** Two words side by side, each in its own language: a reader who cannot read this page can still find theirs. */
export function LanguageSwitch({ className = '' }: { className?: string }) {
  const { lang, setLang } = useLanguage();
  return (
    <fieldset className={`dc-switch ${className}`}>
      <legend className="dc-hidden">{lang === 'zh' ? '语言' : 'Language'}</legend>
      {(['zh', 'en'] as const).map((each) => (
        <button
          key={each}
          type="button"
          lang={LANG_TAGS[each]}
          aria-pressed={lang === each}
          onClick={() => setLang(each)}
        >
          {each === 'zh' ? '简体中文' : 'English'}
        </button>
      ))}
    </fieldset>
  );
}
