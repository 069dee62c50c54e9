import { fenText, Icon, useClockView } from '@dacu/ui';
import { Button, Checkbox, Input, Popover } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useT } from '../i18n/setup.ts';
import { countText, useTimes } from '../parts/format.ts';
import { type FilterValue, isRange, type Range } from './arrangement.ts';
import type { ChoiceFilter, Column, RangeFilter } from './column.ts';
import type { RowSource } from './source.ts';
import type { ArrangementControl } from './use-arrangement.ts';
import { fromZonedInput, toZonedInput } from './zoned-input.ts';

type FilterProps<Row> = {
  readonly column: Column<Row>;
  readonly source: RowSource<Row>;
  readonly arrangement: ArrangementControl;
};

/** The funnel in a column's head. Filled while it holds rows back. */
export function ColumnFilterButton<Row>(props: FilterProps<Row>) {
  const t = useT();
  const { column, arrangement } = props;
  const [open, setOpen] = useState(false);
  const active = arrangement.filters[column.id] !== undefined;
  const close = () => setOpen(false);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<FilterForm {...props} close={close} />}
    >
      <button
        type="button"
        className={`co-dt-funnel ${active ? 'is-active' : ''}`}
        aria-label={t('table.filter', { title: column.title })}
        aria-pressed={active}
      >
        <Icon name="filter" size={13} solid={active} />
      </button>
    </Popover>
  );
}

function FilterForm<Row>(props: FilterProps<Row> & { close: () => void }) {
  const { column, arrangement } = props;
  const value = arrangement.filters[column.id];
  const set = (next: FilterValue | null) => arrangement.setFilter(column.id, next);
  const { filter } = column;
  if (!filter) return null;
  if (filter.kind === 'choice') {
    return <Choices {...props} filter={filter} value={Array.isArray(value) ? value : []} set={set} />;
  }
  if (filter.kind === 'text') {
    return <TextForm value={typeof value === 'string' ? value : ''} set={set} close={props.close} />;
  }
  const range = value !== undefined && isRange(value) ? value : { from: null, to: null };
  return <RangeForm filter={filter} value={range} set={set} close={props.close} />;
}

type Set = (value: FilterValue | null) => void;

function Choices<Row>({
  column,
  source,
  filter,
  value,
  set,
}: FilterProps<Row> & { filter: ChoiceFilter; value: readonly string[]; set: Set }) {
  const counts = new Map<string, number>();
  for (const row of source.rows ?? []) {
    const each = String(column.value(row) ?? '');
    counts.set(each, (counts.get(each) ?? 0) + 1);
  }
  const options =
    filter.options ??
    [...counts.keys()].filter((each) => each !== '').map((each) => ({ value: each, label: each }));
  return (
    <ul className="co-dt-choices">
      {options.map((option) => (
        <li key={option.value}>
          <Checkbox
            checked={value.includes(option.value)}
            onChange={(event) => {
              const rest = filter.single ? [] : value.filter((each) => each !== option.value);
              const next = event.target.checked ? [...rest, option.value] : rest;
              set(next.length === 0 ? null : next);
            }}
          >
            {option.label}
          </Checkbox>
          {source.kind === 'all' ? (
            <span className="co-quiet">{countText(counts.get(option.value) ?? 0)}</span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function TextForm({ value, set, close }: { value: string; set: Set; close: () => void }) {
  const t = useT();
  const [text, setText] = useState(value);
  const field = useId();
  const apply = (event: FormEvent) => {
    event.preventDefault();
    set(text.trim() === '' ? null : text.trim());
    close();
  };
  return (
    <form className="co-dt-range" onSubmit={apply}>
      <label htmlFor={field}>{t('table.contains')}</label>
      <Input id={field} autoFocus value={text} onChange={(event) => setText(event.target.value)} />
      <Apply />
    </form>
  );
}

function RangeForm({
  filter,
  value,
  set,
  close,
}: {
  filter: RangeFilter;
  value: Range;
  set: Set;
  close: () => void;
}) {
  const t = useT();
  const zone = useClockView()?.zone ?? 'Asia/Shanghai';
  const field = useId();
  const [from, setFrom] = useState(inputText(value.from, filter, zone));
  const [to, setTo] = useState(inputText(value.to, filter, zone));
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const range = { from: inputValue(from, filter, zone), to: inputValue(to, filter, zone) };
    set(range.from === null && range.to === null ? null : range);
    close();
  };
  const type = filter.unit === 'instant' ? 'datetime-local' : 'number';
  const unit = filter.unit === 'fen' ? ` (${t('table.yuan')})` : '';
  return (
    <form className="co-dt-range" onSubmit={apply}>
      <label htmlFor={`${field}-from`}>
        {t('table.from')}
        {unit}
      </label>
      <Input
        id={`${field}-from`}
        type={type}
        step="any"
        value={from}
        onChange={(event) => setFrom(event.target.value)}
      />
      <label htmlFor={`${field}-to`}>
        {t('table.to')}
        {unit}
      </label>
      <Input
        id={`${field}-to`}
        type={type}
        step="any"
        value={to}
        onChange={(event) => setTo(event.target.value)}
      />
      <Apply />
    </form>
  );
}

function Apply() {
  const t = useT();
  return (
    <Button type="primary" size="small" htmlType="submit">
      {t('table.apply')}
    </Button>
  );
}

function inputText(value: number | null, { unit }: RangeFilter, zone: string): string {
  if (value === null) return '';
  if (unit === 'instant') return toZonedInput(value, zone);
  return unit === 'fen' ? String(value / 100) : String(value);
}

function inputValue(text: string, { unit }: RangeFilter, zone: string): number | null {
  if (text.trim() === '') return null;
  if (unit === 'instant') return fromZonedInput(text, zone);
  const value = Number(text);
  if (!Number.isFinite(value)) return null;
  return unit === 'fen' ? Math.round(value * 100) : Math.round(value);
}

/** A filter in words, for the chip that shows it. */
export function useFilterWords(): <Row>(column: Column<Row>, value: FilterValue) => string {
  const at = useTimes();
  return (column, value) => {
    const { filter } = column;
    if (typeof value === 'string') return `“${value}”`;
    if (!isRange(value)) {
      const options = filter?.kind === 'choice' ? filter.options : undefined;
      return value.map((each) => options?.find((one) => one.value === each)?.label ?? each).join(', ');
    }
    const unit = filter?.kind === 'range' ? filter.unit : 'count';
    const words = (end: number) =>
      unit === 'fen' ? fenText(end, true) : unit === 'instant' ? at(end) : countText(end);
    if (value.from === null) return `≤ ${words(value.to ?? 0)}`;
    return value.to === null ? `≥ ${words(value.from)}` : `${words(value.from)} – ${words(value.to)}`;
  };
}
