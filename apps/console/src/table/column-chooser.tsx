import { Icon } from '@dacu/ui';
import { Button, Checkbox, Popover, Segmented } from 'antd';
import { useT } from '../i18n/setup.ts';
import type { PartProps } from './part-props.ts';
import type { RememberedColumns } from './remembered-columns.ts';

type ChooserProps<Row> = PartProps<Row> & {
  readonly remembered: RememberedColumns;
  readonly remember: (change: Partial<RememberedColumns>) => void;
  readonly forget: () => void;
};

/** Which columns, in which order, how dense; kept for this person on this device. */
export function ColumnChooser<Row>(props: ChooserProps<Row>) {
  const t = useT();
  return (
    <Popover trigger="click" placement="bottomRight" content={<Choices {...props} />} destroyOnHidden>
      <Button icon={<Icon name="columns" size={15} />}>{t('table.columns')}</Button>
    </Popover>
  );
}

function Choices<Row>({ table, byId, remembered, remember, forget }: ChooserProps<Row>) {
  const t = useT();
  const columns = table.getAllLeafColumns().filter(({ id }) => byId.has(id));
  const move = (from: number, to: number) => {
    const order = columns.map(({ id }) => id);
    const [moved] = order.splice(from, 1);
    if (moved === undefined) return;
    order.splice(to, 0, moved);
    remember({ order });
  };
  return (
    <div className="co-dt-chooser">
      <ul>
        {columns.map((column, place) => {
          const title = byId.get(column.id)?.title ?? column.id;
          return (
            <li key={column.id}>
              <Checkbox
                checked={column.getIsVisible()}
                disabled={!column.getCanHide()}
                onChange={(event) => column.toggleVisibility(event.target.checked)}
              >
                {title}
              </Checkbox>
              <button
                type="button"
                disabled={place === 0}
                aria-label={t('table.earlier', { title })}
                onClick={() => move(place, place - 1)}
              >
                <Icon name="up" size={14} />
              </button>
              <button
                type="button"
                disabled={place === columns.length - 1}
                aria-label={t('table.later', { title })}
                onClick={() => move(place, place + 1)}
              >
                <Icon name="down" size={14} />
              </button>
            </li>
          );
        })}
      </ul>
      <div className="co-dt-chooser-foot">
        <Segmented
          size="small"
          aria-label={t('table.density')}
          value={remembered.dense ? 'dense' : 'usual'}
          onChange={(value) => remember({ dense: value === 'dense' })}
          options={[
            { value: 'usual', label: t('table.usual') },
            { value: 'dense', label: t('table.dense') },
          ]}
        />
        <Button size="small" type="text" onClick={forget}>
          {t('table.forget')}
        </Button>
      </div>
    </div>
  );
}
