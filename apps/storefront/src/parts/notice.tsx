import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';

type Notice = {
  readonly words: string;
  readonly tone?: 'good' | 'bad';
  readonly action?: { readonly words: string; readonly run: () => void };
};
type Shown = Notice & { readonly id: number };

const NoticeContext = createContext<(notice: Notice) => void>(() => {});
const SHOWN_MS = 4_500;

/** Short words over the page, read aloud, gone by themselves. Nothing is said only here. */
export function NoticeProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const show = useCallback(
    (notice: Notice) => setShown((before) => ({ ...notice, id: (before?.id ?? 0) + 1 })),
    [],
  );
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setShown(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  const value = useMemo(() => show, [show]);
  return (
    <NoticeContext value={value}>
      {children}
      <div className="notice-place" role="status" aria-live="polite">
        {shown ? (
          <div key={shown.id} className={`notice ${shown.tone === 'bad' ? 'is-bad' : ''}`}>
            <span>{shown.words}</span>
            {shown.action ? (
              <button
                type="button"
                onClick={() => {
                  shown.action?.run();
                  setShown(null);
                }}
              >
                {shown.action.words}
              </button>
            ) : null}
          </div>
        ) : null}
      </div>
    </NoticeContext>
  );
}

export const useNotice = () => useContext(NoticeContext);
