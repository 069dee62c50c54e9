import { Icon, useLanguage } from '@dacu/ui';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useSession } from '../data/queries.ts';
import { useT } from '../i18n/setup.ts';
import { type Entry, recallRecent, rememberRecent } from './entry.ts';
import { rank } from './rank.ts';
import { useEntries, useItemEntries, useOrderEntries } from './use-entries.ts';
import './palette.css';

const SHOWN_MAX = 12;
const PAUSE_MS = 180;

/** ⌘K or Ctrl+K: go anywhere, do what is safe, by keyboard alone. */
export function Palette({ open, close }: { open: boolean; close: () => void }) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const host = dialog.current;
    if (open && host && !host.open) host.showModal();
    if (!open && host?.open) host.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself; this is the press beside it
    <dialog
      ref={dialog}
      className="co-palette"
      aria-label={t('palette.label')}
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      {open ? <Content close={close} /> : null}
    </dialog>
  );
}

function Content({ close }: { close: () => void }) {
  const t = useT();
  const { pick } = useLanguage();
  const navigate = useNavigate();
  const list = useId();
  const person = useSession().data?.operatorId ?? 'nobody';
  const [typed, setTyped] = useState('');
  const [place, setPlace] = useState(0);
  const shown = useShown(typed, person);
  const at = Math.min(place, shown.length - 1);
  const chosen = shown[at];
  const follow = (entry: Entry) => {
    rememberRecent(person, entry.id);
    close();
    if ('to' in entry) void navigate(entry.to);
    else entry.run();
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && shown.length > 0) {
      event.preventDefault();
      setPlace((at + step + shown.length) % shown.length);
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing && chosen) {
      event.preventDefault();
      follow(chosen);
    }
  };
  useEffect(() => {
    document.getElementById(`${list}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [list, at]);
  return (
    <div className="co-palette-box">
      <div className="co-palette-field">
        <Icon name="search" size={18} />
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog is this field
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={chosen ? `${list}-${at}` : undefined}
          aria-label={t('palette.label')}
          placeholder={t('palette.placeholder')}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setPlace(0);
          }}
          onKeyDown={onKey}
        />
        <kbd>Esc</kbd>
      </div>
      <div className="co-palette-list" role="listbox" id={list} aria-label={t('palette.label')}>
        {shown.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and takes the keys
          <div
            key={entry.id}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onMouseMove={() => setPlace(index)}
            onClick={() => follow(entry)}
          >
            <Icon name={entry.icon} size={17} />
            <span className="co-palette-name">{pick(entry)}</span>
            {entry.words ? <span className="co-palette-words">{entry.words}</span> : null}
            <span className="co-palette-kind">{t(`palette.kind.${entry.kind}`)}</span>
          </div>
        ))}
      </div>
      {shown.length === 0 ? <p className="co-palette-none">{t('palette.none')}</p> : null}
      <p className="co-palette-foot">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> {t('palette.move')}
        </span>
        <span>
          <kbd>↵</kbd> {t('palette.go')}
        </span>
        <span>{t('palette.hint')}</span>
      </p>
    </div>
  );
}

/** What answers the typed words, best first; before anything is typed, what was used last and then the pages. */
function useShown(typed: string, person: string): Entry[] {
  const entries = useEntries(true);
  const items = useItemEntries(true);
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const orders = useOrderEntries(settled);
  const [recent] = useState(() => recallRecent(person));
  return useMemo(() => {
    const all = [...entries, ...items];
    if (typed.trim() === '') {
      const used = recent.flatMap((id) => all.find((entry) => entry.id === id) ?? []);
      const rest = entries.filter(
        ({ kind, id }) => (kind === 'page' || kind === 'command') && !recent.includes(id),
      );
      return [...used, ...rest];
    }
    return [...orders, ...all]
      .map((entry) => ({ entry, score: rank(entry, typed) }))
      .filter((each): each is { entry: Entry; score: number } => each.score !== null)
      .sort((one, other) => other.score - one.score)
      .slice(0, SHOWN_MAX)
      .map(({ entry }) => entry);
  }, [typed, entries, items, orders, recent]);
}
