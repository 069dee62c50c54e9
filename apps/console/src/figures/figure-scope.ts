import { useCallback } from 'react';
import { useNavigate } from 'react-router';

/** Which rows of a figure: the campaign, a stretch of campaign time, a channel, as of an outbox position. */
export type FigureScope = {
  readonly metric: string;
  readonly side?: 'part' | 'whole' | undefined;
  readonly campaign?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly channel?: string | undefined;
  readonly position?: number | undefined;
  /** Of a rehearsal whose rows are gone: the sums that its review kept. */
  readonly review?: string | undefined;
};

const NUMBERS = ['from', 'to', 'position'] as const;
const WORDS = ['campaign', 'channel', 'review'] as const;
/** Names in the address; those of the table of rows begin with the same letter and a dot. */
const OPEN = 'figure';
export const FIGURE_PREFIX = 'f.';

/** The figure that the address opens; null for none. */
export function readFigureScope(params: URLSearchParams): FigureScope | null {
  const metric = params.get(OPEN);
  if (!metric) return null;
  const scope: Record<string, string | number | undefined> = {
    metric,
    side: params.get('f.side') === 'whole' ? 'whole' : 'part',
  };
  for (const name of WORDS) scope[name] = params.get(FIGURE_PREFIX + name) ?? undefined;
  for (const name of NUMBERS) {
    const text = params.get(FIGURE_PREFIX + name) ?? '';
    if (/^\d{1,15}$/.test(text)) scope[name] = Number(text);
  }
  return scope as FigureScope;
}

export function writeFigureScope(params: URLSearchParams, scope: FigureScope | null): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of [...next.keys()]) if (name === OPEN || name.startsWith(FIGURE_PREFIX)) next.delete(name);
  if (scope === null) return next;
  next.set(OPEN, scope.metric);
  if (scope.side === 'whole') next.set('f.side', 'whole');
  for (const name of [...WORDS, ...NUMBERS]) {
    const value = scope[name];
    if (value !== undefined) next.set(FIGURE_PREFIX + name, String(value));
  }
  return next;
}

/**
 * Opens the rows behind a figure over whatever page this is; the address holds it, so that it can be sent on. It reads
 * the address when it is called: a review has three hundred figures, and none of them is drawn anew when one opens.
 */
export function useOpenFigure(): (scope: FigureScope | null) => void {
  const navigate = useNavigate();
  return useCallback(
    (scope) => {
      const params = writeFigureScope(new URLSearchParams(window.location.search), scope);
      void navigate({ search: params.toString() }, { preventScrollReset: true });
    },
    [navigate],
  );
}
