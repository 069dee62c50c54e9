import { useLanguage } from '@dacu/ui';
import { Popover } from 'antd';
import type { ReactNode } from 'react';
import { useDefinitions } from '../data/queries.ts';
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
  readonly children: ReactNode;
  readonly className?: string;
};

/** Every figure answers, on hover or focus: what is this, as of when, from where. */
export function FigureNote({ definition, asOf, from, rows = [], children, className = '' }: FigureNoteProps) {
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
    </div>
  );
  return (
    <Popover
      content={note}
      trigger={['hover', 'focus', 'click']}
      mouseEnterDelay={0.25}
      placement="bottomLeft"
    >
      <button type="button" className={`co-figure ${className}`}>
        {children}
      </button>
    </Popover>
  );
}

/** The same, for a metric of the registry. */
export function MetricNote({ metric, ...rest }: Omit<FigureNoteProps, 'definition'> & { metric: string }) {
  return <FigureNote definition={useDefinitions().data?.get(metric)} {...rest} />;
}
