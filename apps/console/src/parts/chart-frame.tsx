import { Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/setup.ts';
import './chart-frame.css';
import './plain-table.css';

type ChartFrameProps = {
  /** The finding. */
  readonly title: ReactNode;
  /** Measure, unit, as of when. */
  readonly subtitle: ReactNode;
  readonly chart: ReactNode;
  /** The same numbers, readable without seeing the chart. */
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly ReactNode[])[] };
  readonly className?: string;
  /** Columns whose cells are words; the others are figures and stand to the right. */
  readonly wordColumns?: number;
};

/** A chart with its finding for a title, and its table one press away (and on paper below it). */
export function ChartFrame({
  title,
  subtitle,
  chart,
  table,
  className = '',
  wordColumns = 1,
}: ChartFrameProps) {
  const t = useT();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  return (
    <figure className={`co-chart ${className}`}>
      <figcaption className="co-chart-head">
        <div>
          <h2>{title}</h2>
          <p>{subtitle}</p>
        </div>
        <Segmented
          size="small"
          className="co-no-print"
          value={view}
          onChange={setView}
          options={[
            { label: t('chart.chart'), value: 'chart' },
            { label: t('chart.table'), value: 'table' },
          ]}
        />
      </figcaption>
      {view === 'chart' ? (
        <div className="co-chart-body">{chart}</div>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table must scroll by keyboard too
        <div className="co-chart-body co-chart-table" tabIndex={0}>
          <table className="co-table">
            <thead>
              <tr>
                {table.head.map((cell, column) => (
                  <th key={cell} className={column < wordColumns ? '' : 'co-num'}>
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of a snapshot have no other name
                <tr key={index}>
                  {row.map((cell, column) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                    <td key={column} className={column < wordColumns ? '' : 'co-num'}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </figure>
  );
}
