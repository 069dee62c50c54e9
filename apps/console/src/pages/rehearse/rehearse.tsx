import type { ReviewList } from '@dacu/contract/client';
import { EmptyState, fenText } from '@dacu/ui';
import { Input, InputNumber, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useReviews } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Field } from '../../parts/field.tsx';
import { bpText, countText, useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead, Panel } from '../../parts/page-head.tsx';
import './rehearse.css';

type Rehearsal = ReviewList['reviews'][number];

/** What was rehearsed and how it ended; and the command that rehearses. A rehearsal has a database of its own. */
export function Component() {
  const t = useT();
  return (
    <div className="co-body">
      <PageHead title={t('rail.rehearse')} words={t('rehearse.words')} />
      <HowTo />
      <Panel title={t('rehearse.finished')} words={t('rehearse.finishedWords')}>
        <Loaded query={useReviews()}>
          {({ reviews }) => <Finished rows={reviews.filter(({ kind }) => kind === 'rehearsal')} />}
        </Loaded>
      </Panel>
    </div>
  );
}

/** The command, made from what stands in the address, so that it can be sent to a colleague. */
function HowTo() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const [file, setFile] = useState(params.get('file') ?? 'campaigns/2024-year-of-sales.yaml');
  const seed = numberOf(params.get('seed'), 7);
  const visits = numberOf(params.get('visits'), 20_000);
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        before.set(name, value);
        return before;
      },
      { replace: true },
    );
  const command = `npx dacu rehearse ${quoted(file)} --seed ${seed} --visits ${visits}`;
  return (
    <Panel title={t('rehearse.start')} words={t('rehearse.startWords')}>
      <div className="co-command">
        <Field label={t('rehearse.file')}>
          {(id) => (
            <Input
              id={id}
              value={file}
              onChange={(event) => {
                setFile(event.target.value);
                set('file', event.target.value);
              }}
            />
          )}
        </Field>
        <Field label={t('rehearse.seed')}>
          {(id) => (
            <InputNumber
              id={id}
              min={0}
              max={2_147_483_647}
              value={seed}
              onChange={(value) => set('seed', String(value ?? 7))}
            />
          )}
        </Field>
        <Field label={t('rehearse.visits')}>
          {(id) => (
            <InputNumber
              id={id}
              min={100}
              max={10_000_000}
              step={1000}
              value={visits}
              onChange={(value) => set('visits', String(value ?? 20_000))}
            />
          )}
        </Field>
        <div className="co-command-line">
          <code>{command}</code>
          <CopyButton text={command} label={t('rehearse.copy')} />
        </div>
        <p className="co-quiet">{t('rehearse.same')}</p>
      </div>
    </Panel>
  );
}

function numberOf(text: string | null, fallback: number): number {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value >= 0 ? value : fallback;
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function Finished({ rows }: { rows: Rehearsal[] }) {
  const t = useT();
  const wallAt = useTimes(Intl.DateTimeFormat().resolvedOptions().timeZone);
  if (rows.length === 0) {
    return <EmptyState icon="rehearse" title={t('rehearse.none')} words={t('rehearse.noneWords')} />;
  }
  const same = (row: Rehearsal) => rows.filter(({ hash }) => hash !== null && hash === row.hash).length;
  const columns: TableColumnsType<Rehearsal> = [
    {
      title: t('rehearse.col.review'),
      dataIndex: 'createdAtWall',
      sorter: (one, other) => one.createdAtWall - other.createdAtWall,
      defaultSortOrder: 'descend',
      render: (_, row) => (
        <>
          <Link to={`/review/${row.reviewId}`}>{wallAt(row.createdAtWall, 'full')}</Link>
          <span className="co-line co-quiet">{row.campaignId}</span>
        </>
      ),
    },
    {
      title: t('rehearse.seed'),
      dataIndex: 'seed',
      align: 'right',
      render: (value: number | null) => value ?? '—',
    },
    {
      title: t('rehearse.visits'),
      dataIndex: 'visits',
      align: 'right',
      render: (value: number | null) => (value === null ? '—' : countText(value)),
    },
    {
      title: t('rehearse.col.paid'),
      dataIndex: 'paidFen',
      align: 'right',
      sorter: (one, other) => one.paidFen - other.paidFen,
      render: (value: number) => fenText(value),
    },
    {
      title: t('rehearse.col.attainment'),
      dataIndex: 'attainmentBp',
      align: 'right',
      render: (value: number | null) => (value === null ? '—' : bpText(value)),
    },
    {
      title: t('rehearse.col.hash'),
      dataIndex: 'hash',
      render: (value: string | null, row) =>
        value === null ? (
          '—'
        ) : (
          <>
            <code title={value}>{value.slice(0, 12)}</code>
            {same(row) > 1 ? (
              <span className="co-line co-quiet">{t('rehearse.sameHash', { count: same(row) })}</span>
            ) : null}
          </>
        ),
    },
    {
      title: t('rehearse.col.audit'),
      dataIndex: 'auditPassed',
      filters: [
        { text: t('audit.passed'), value: true },
        { text: t('audit.failed'), value: false },
      ],
      onFilter: (value, row) => row.auditPassed === value,
      render: (value: boolean) => (
        <span className={`co-tag ${value ? 'is-good' : 'is-bad'}`}>
          {t(value ? 'audit.passed' : 'audit.failed')}
        </span>
      ),
    },
  ];
  return (
    <Table
      rowKey="reviewId"
      size="small"
      className="co-grid"
      columns={columns}
      dataSource={rows}
      pagination={false}
    />
  );
}
