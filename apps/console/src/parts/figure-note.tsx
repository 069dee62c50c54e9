import { useLanguage } from '@dacu/ui';
import { Popover } from 'antd';
import type { ReactNode } from 'react';
import { useDefinitions } from '../data/queries.ts';
import { type FigureScope, useOpenFigure } from '../figures/figure-scope.ts';
import { useT } from '../i18n/setup.ts';
import './figure-note.css';

type Definition = {
  readonly name: { zh: string; en: string };
  readonly definition: { zh: string; en: string };
  readonly query: string;
};

type FigureNoteProps = {
  readonly definition: Definition | undefined;
  /** "as of 18 Jun 00:03:10, position 18,233" */
  readonly asOf: string;
  /** Where it was counted: running sums of the board, base tables of a review. */
  readonly from: string;
  /** Exact value, target and the like, in rows. */
  readonly rows?: readonly (readonly [label: string, value: string])[];
  /** What a press does: opens the rows behind the figure. Without it a press opens this note. */
  readonly onOpen?: (() => void) | undefined;
  readonly children: ReactNode;
  readonly className?: string;
};

/** Every figure answers, on hover or focus: what is this, as of when, from where. */
export function FigureNote(props: FigureNoteProps) {
  const { definition, asOf, from, rows = [], onOpen, children, className = '' } = props;
  const t = useT();
  const { pick } = useLanguage();
  const note = (
    <div className="co-note">
      <p className="co-note-name">{definition ? pick(definition.name) : t('note.noDefinition')}</p>
      {definition ? <p>{pick(definition.definition)}</p> : null}
      {rows.length > 0 ? (
        <dl className="co-note-rows">
          {rows.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      <p className="co-note-foot">
        {asOf}
        <br />
        {from}
      </p>
      {definition ? (
        <details className="co-note-sql">
          <summary>{t('note.query')}</summary>
          <pre>{definition.query}</pre>
        </details>
      ) : null}
      {onOpen ? <p className="co-note-open">{t('figure.open')}</p> : null}
    </div>
  );
  return (
    <Popover
      content={note}
      trigger={onOpen ? ['hover', 'focus'] : ['hover', 'focus', 'click']}
      mouseEnterDelay={0.25}
      placement="bottomLeft"
    >
      <button
        type="button"
        className={`co-figure ${onOpen ? 'is-open' : ''} ${className}`}
        aria-haspopup={onOpen ? 'dialog' : undefined}
        onClick={onOpen}
      >
        {children}
      </button>
    </Popover>
  );
}

/**
 * The same, for a metric of the registry. With a `scope` a press opens the rows behind it, where the metric has rows:
 * `scope={{ campaign, from, to, channel, position }}`, each of them optional.
 */
export function MetricNote({
  metric,
  scope,
  ...rest
}: Omit<FigureNoteProps, 'definition' | 'onOpen'> & {
  metric: string;
  scope?: Omit<FigureScope, 'metric'>;
}) {
  const definition = useDefinitions().data?.get(metric);
  const open = useOpenFigure();
  const onOpen = scope && definition?.rows ? () => open({ metric, ...scope }) : undefined;
  return <FigureNote definition={definition} onOpen={onOpen} {...rest} />;
}
