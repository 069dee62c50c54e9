import { Icon, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { categoriesQuery, searchWordsQuery, suggestionsQuery } from '../data/queries.ts';
import { useT } from '../i18n/setup.ts';

const RECENT_KEY = 'dacu.searches';
const RECENT_MAX = 8;
const PAUSE_MS = 180;
/** What sells most, below one's own searches. */
const HOT_MAX = 6;

function recentSearches(): string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(RECENT_KEY) ?? '[]') as unknown;
    return Array.isArray(kept) ? kept.filter((each): each is string => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
function keepSearches(searches: string[]) {
  try {
    localStorage.setItem(RECENT_KEY, JSON.stringify(searches.slice(0, RECENT_MAX)));
  } catch {
    // Then there is no history.
  }
}

type Option = {
  readonly key: string;
  readonly words: string;
  readonly to: string;
  readonly icon: 'search' | 'clock' | 'categories' | 'bolt';
};

/** Search with suggestions: products whose words match, the category of that name, and what was searched here before. */
export function SearchBox({
  className = '',
  autoFocus = false,
}: {
  className?: string;
  autoFocus?: boolean;
}) {
  const t = useT();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const current = params.get('q') ?? '';
  const [text, setText] = useState(current);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const box = useRef<HTMLFormElement>(null);
  const listId = useId();
  const options = useOptions(text.trim(), open);

  useEffect(() => setText(current), [current]);
  useEffect(() => {
    const leave = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, []);

  function go(to: string, searched?: string) {
    if (searched) keepSearches([searched, ...recentSearches().filter((each) => each !== searched)]);
    setOpen(false);
    setActive(-1);
    navigate(to);
  }
  function submit() {
    const chosen = options[active];
    const q = text.trim();
    if (chosen) go(chosen.to);
    else if (q !== '') go(`/search?q=${encodeURIComponent(q)}`, q);
    (document.activeElement as HTMLElement | null)?.blur();
  }

  return (
    <search className={`search-box ${className}`}>
      <form
        ref={box}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Icon name="search" size={20} />
        <input
          type="search"
          enterKeyHint="search"
          role="combobox"
          aria-label={t('search.label')}
          aria-expanded={open && options.length > 0}
          aria-controls={listId}
          aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          maxLength={60}
          placeholder={t('search.placeholder')}
          value={text}
          // biome-ignore lint/a11y/noAutofocus: only on the search page itself, which is opened to type
          autoFocus={autoFocus}
          onFocus={() => setOpen(true)}
          onChange={(event) => {
            setText(event.target.value);
            setActive(-1);
            setOpen(true);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setOpen(false);
            if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
            event.preventDefault();
            const step = event.key === 'ArrowDown' ? 1 : -1;
            setActive((at) => Math.max(-1, Math.min(options.length - 1, at + step)));
          }}
        />
        {open && options.length > 0 ? (
          <div className="suggestions">
            <div id={listId} role="listbox" aria-label={t('search.suggestions')}>
              {options.map((option, index) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard chooses through the input above
                <div
                  key={option.key}
                  id={`${listId}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === active}
                  onPointerDown={(event) => event.preventDefault()}
                  onClick={() => go(option.to)}
                >
                  <Icon name={option.icon} size={18} />
                  <span>{option.words}</span>
                  {option.icon === 'bolt' ? <small>{t('search.hot')}</small> : null}
                </div>
              ))}
            </div>
            {text.trim() === '' && options.some((option) => option.icon === 'clock') ? (
              <button
                type="button"
                className="link-button"
                onClick={() => {
                  keepSearches([]);
                  setOpen(false);
                }}
              >
                {t('search.clearRecent')}
              </button>
            ) : null}
          </div>
        ) : null}
      </form>
    </search>
  );
}

function useOptions(text: string, open: boolean): Option[] {
  const t = useT();
  const { pick } = useLanguage();
  const paused = usePaused(text);
  const { data: found } = useQuery({ ...suggestionsQuery(paused), enabled: open && paused !== '' });
  const { data: categories } = useQuery({ ...categoriesQuery, enabled: open && text !== '' });
  const { data: hot } = useQuery({ ...searchWordsQuery, enabled: open && text === '' });
  const list = useDeferredValue(found);
  if (!open) return [];
  if (text === '') {
    const searchFor = (q: string, icon: Option['icon']): Option => ({
      key: `${icon}-${q}`,
      words: q,
      to: `/search?q=${encodeURIComponent(q)}`,
      icon,
    });
    const recent = recentSearches();
    const selling = (hot?.words ?? []).map(pick).filter((q) => !recent.includes(q));
    return [
      ...recent.map((q) => searchFor(q, 'clock')),
      ...selling.slice(0, HOT_MAX).map((q) => searchFor(q, 'bolt')),
    ];
  }
  const inCategory = (categories?.categories ?? [])
    .filter((each) => pick(each.title).toLowerCase().includes(text.toLowerCase()))
    .slice(0, 2)
    .map<Option>((each) => ({
      key: each.categoryId,
      words: t('search.allIn', { title: pick(each.title) }),
      to: `/search?category=${each.categoryId}`,
      icon: 'categories',
    }));
  const products = (list?.products ?? []).map<Option>((card) => ({
    key: card.productId,
    words: pick(card.title),
    to: `/products/${card.productId}`,
    icon: 'search',
  }));
  return [...inCategory, ...products];
}

/** The text once typing has paused. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
