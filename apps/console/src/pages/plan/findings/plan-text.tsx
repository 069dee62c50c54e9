import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useT } from '../../../i18n/setup.ts';
import type { LineMark } from './finding.ts';

/** In step with `--fi-line` of the style sheet. */
const LINE_PX = 20;
const ABOVE = 4;

/**
 * The text of a plan with line numbers and a mark at every line that something was found at. Only the lines in view
 * have a number in the document. `jump` scrolls to a line, again whenever it is another object.
 */
export function PlanText(props: {
  readonly text: string;
  /** Absent: it can be read and selected, not changed. */
  readonly onChange?: ((text: string) => void) | undefined;
  readonly marks: ReadonlyMap<number, LineMark>;
  readonly jump: { readonly line: number } | null;
  readonly onLine: (line: number) => void;
}) {
  const { text, onChange, marks, jump, onLine } = props;
  const t = useT();
  const area = useRef<HTMLTextAreaElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const lineCount = text.split('\n').length;
  const measure = useCallback(() => {
    const { current } = area;
    if (current) setView({ top: current.scrollTop, height: current.clientHeight });
  }, []);
  useLayoutEffect(() => {
    const { current } = area;
    if (!current) return;
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(current);
    return () => watch.disconnect();
  }, [measure]);
  useEffect(() => {
    if (jump && area.current) area.current.scrollTop = Math.max(0, jump.line - 1 - ABOVE) * LINE_PX;
  }, [jump]);
  const first = Math.floor(view.top / LINE_PX);
  const last = Math.min(lineCount, first + Math.ceil(view.height / LINE_PX) + 1);
  /** The line that the caret stands in, if something was found there. */
  const tellLine = () => {
    const { current } = area;
    if (!current) return;
    const line = current.value.slice(0, current.selectionStart).split('\n').length;
    if (marks.has(line)) onLine(line);
  };
  return (
    <div className="fi-text">
      <div className="fi-gutter">
        <div style={{ transform: `translateY(${first * LINE_PX - view.top}px)` }}>
          {Array.from({ length: last - first }, (_, at) => first + at + 1).map((line) => {
            const mark = marks.get(line);
            return mark === undefined ? (
              <span key={line} aria-hidden="true">
                {line}
              </span>
            ) : (
              <button
                key={line}
                type="button"
                className={`is-${mark}`}
                aria-label={t('findings.atLine', { line, kind: t(`findings.severity.${mark}`) })}
                onClick={() => onLine(line)}
              >
                {line}
              </button>
            );
          })}
        </div>
      </div>
      <div className="fi-page">
        {jump ? (
          <i
            className="fi-band"
            style={{ transform: `translateY(${(jump.line - 1) * LINE_PX - view.top}px)` }}
          />
        ) : null}
        <textarea
          ref={area}
          aria-label={t('publish.text')}
          value={text}
          readOnly={onChange === undefined}
          wrap="off"
          spellCheck={false}
          onScroll={measure}
          onChange={(event) => onChange?.(event.target.value)}
          onClick={tellLine}
          onKeyUp={(event) => {
            if (event.key.startsWith('Arrow') || event.key.startsWith('Page')) tellLine();
          }}
        />
      </div>
    </div>
  );
}
