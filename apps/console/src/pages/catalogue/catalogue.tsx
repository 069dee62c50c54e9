import type { ImportView } from '@dacu/contract/api';
import { ApiFailure } from '@dacu/contract/client';
import { Icon, useLanguage } from '@dacu/ui';
import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Table } from 'antd';
import { type DragEvent, useId, useState } from 'react';
import { api } from '../../data/api.ts';
import { type Translate, useT } from '../../i18n/setup.ts';
import { type CsvColumn, csvText, downloadCsv } from '../../parts/csv.ts';
import { countText } from '../../parts/format.ts';
import { PageHead, Panel } from '../../parts/page-head.tsx';
import { operatorWords } from '../../parts/words-of.ts';
import { ImportPreview } from './preview.tsx';
import './catalogue.css';

const FILES_MAX = 6;
type ImportError = ImportView['errors'][number];

/** The importer: choose files, have them checked without keeping anything, then import. A bad row stops all of them. */
export function Component() {
  const t = useT();
  const { pick } = useLanguage();
  const { modal } = App.useApp();
  const [files, setFiles] = useState<readonly File[]>([]);
  const check = useMutation({ mutationFn: (chosen: readonly File[]) => api.importCatalogue(chosen, true) });
  const load = useMutation({ mutationFn: (chosen: readonly File[]) => api.importCatalogue(chosen, false) });
  const checked = check.variables === files ? check.data : undefined;
  const loaded = load.variables === files ? load.data : undefined;
  const clean = checked !== undefined && checked.errors.length === 0;
  const refused = load.variables === files ? errorsOf(load.error) : null;
  const take = (chosen: Iterable<File>) => {
    const next = [...chosen].slice(0, FILES_MAX);
    if (next.length === 0) return;
    setFiles(next);
    check.mutate(next);
  };
  const confirm = () =>
    modal.confirm({
      title: t('import.confirm'),
      content: t('import.confirmWords', {
        products: countText(checked?.products ?? 0),
        skus: countText(checked?.skus ?? 0),
      }),
      okText: t('import.go'),
      onOk: () => load.mutateAsync(files).catch(() => undefined),
    });
  const failure = load.error ?? check.error;
  const errors = refused ?? checked?.errors ?? [];
  return (
    <div className="co-body">
      <PageHead title={t('rail.catalogue')} words={t('import.words')} />
      <Choose onFiles={take} />
      {files.length > 0 ? (
        <section className="co-panel is-padded co-import">
          <ul>
            {files.map((file) => (
              <li key={file.name}>
                <Icon name="receipt" size={16} /> {file.name}{' '}
                <span className="co-quiet">
                  {t('import.size', { kb: countText(Math.ceil(file.size / 1024)) })}
                </span>
              </li>
            ))}
          </ul>
          <p role="status">
            {check.isPending
              ? t('import.checking')
              : loaded
                ? t('import.done', counts(loaded))
                : clean
                  ? t('import.clean', counts(checked))
                  : errors.length > 0
                    ? t('import.bad', { count: countText(errors.length) })
                    : ''}
          </p>
          <div className="co-tools-end">
            <Button onClick={() => check.mutate(files)} loading={check.isPending}>
              {t('import.again')}
            </Button>
            <Button
              type="primary"
              disabled={!clean || loaded !== undefined}
              loading={load.isPending}
              onClick={confirm}
            >
              {t('import.go')}
            </Button>
          </div>
        </section>
      ) : null}
      {failure && !refused ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={pick(operatorWords(failure))}
          description={detailOf(failure)}
        />
      ) : null}
      {errors.length > 0 ? <Errors errors={errors} /> : null}
      {checked?.preview && !loaded ? <ImportPreview preview={checked.preview} /> : null}
      {files.length === 0 ? <Columns /> : null}
    </div>
  );
}

function counts(view: ImportView) {
  return { rows: countText(view.rows), products: countText(view.products), skus: countText(view.skus) };
}

function errorsOf(error: unknown): ImportError[] | null {
  if (!(error instanceof ApiFailure) || error.code !== 'importInvalid') return null;
  return (error.problem?.errors ?? []) as ImportError[];
}

/** What an invalid request says of itself: where, what was found, what is allowed. */
function detailOf(error: unknown): string | undefined {
  const errors = error instanceof ApiFailure ? error.problem?.errors : undefined;
  const first = errors?.[0] as { place?: string; found?: string; allowed?: string } | undefined;
  return first?.place ? `${first.place}: ${first.found ?? ''} → ${first.allowed ?? ''}` : undefined;
}

function Choose({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  const t = useT();
  const input = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles(event.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut for the mouse; the field inside does the same
    <div
      className={`co-drop ${over ? 'is-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="box" size={30} />
      <p className="co-strong">{t('import.drop')}</p>
      <p className="co-quiet">{t('import.kinds')}</p>
      <label className="co-file" htmlFor={input}>
        {t('import.choose')}
      </label>
      <input
        id={input}
        className="dc-hidden"
        type="file"
        multiple
        accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        onChange={(event) => {
          onFiles(event.target.files ?? []);
          event.target.value = '';
        }}
      />
    </div>
  );
}

function Errors({ errors }: { errors: readonly ImportError[] }) {
  const t = useT();
  const { pick } = useLanguage();
  return (
    <Panel
      title={t('import.errors', { count: countText(errors.length) })}
      words={t('import.errorsWords')}
      tools={
        <Button
          size="small"
          onClick={() => downloadCsv('import-errors.csv', csvText(fileOf(t, pick), errors))}
        >
          {t('import.errorsCsv')}
        </Button>
      }
    >
      <Table<ImportError>
        size="small"
        className="co-grid"
        rowKey={(row) => `${row.file}:${row.line}:${row.column}:${row.found}`}
        dataSource={[...errors]}
        pagination={errors.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
        columns={[
          {
            title: t('import.col.place'),
            render: (_, row) => (
              <code>
                {row.file}
                {row.line > 0 ? `:${row.line}` : ''}
              </code>
            ),
            sorter: (one, other) => one.file.localeCompare(other.file) || one.line - other.line,
          },
          {
            title: t('import.col.column'),
            dataIndex: 'column',
            render: (value: string) => <code>{value}</code>,
          },
          { title: t('import.col.problem'), render: (_, row) => pick(row.message) },
          { title: t('check.found'), dataIndex: 'found' },
          { title: t('check.allowed'), dataIndex: 'allowed' },
        ]}
      />
    </Panel>
  );
}

/** The errors as a file, to hand to whoever keeps the list. */
function fileOf(t: Translate, pick: (text: ImportError['message']) => string): CsvColumn<ImportError>[] {
  return [
    { title: t('import.col.file'), value: (row) => row.file },
    { title: t('import.col.line'), value: (row) => row.line },
    { title: t('import.col.column'), value: (row) => row.column },
    { title: t('import.col.problem'), value: (row) => pick(row.message) },
    { title: t('check.found'), value: (row) => row.found },
    { title: t('check.allowed'), value: (row) => row.allowed },
  ];
}

function Columns() {
  const t = useT();
  return (
    <Panel title={t('import.files')} words={t('import.filesWords')}>
      <dl className="co-import-files">
        {(['products', 'shops', 'prices'] as const).map((kind) => (
          <div key={kind}>
            <dt>
              <code>{kind}.csv</code>
            </dt>
            <dd>{t(`import.file.${kind}`)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
