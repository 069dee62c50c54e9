import { fenText, Icon, useLanguage } from '@dacu/ui';
import { Button, InputNumber, Select } from 'antd';
import { useMemo } from 'react';
import { useT } from '../../../../i18n/setup.ts';
import { countText } from '../../../../parts/format.ts';
import { Panel } from '../../../../parts/page-head.tsx';
import { type Item, isEnrolled, type Sale } from '../sale.ts';
import { type CartState, LINES_MAX, QUANTITY_MAX, type StateLine } from './cart-state.ts';
import { waysOf } from './price-state.ts';

type Props = { sale: Sale; cart: CartState; change: (next: Partial<CartState>) => void };

/** What is in the cart: picked out of the catalogue, each line with how many and how it is bought. */
export function CartLines({ sale, cart, change }: Props) {
  const t = useT();
  const { pick } = useLanguage();
  const options = useMemo(
    () =>
      [...sale.items.values()].map((item) => ({
        value: item.skuId,
        label: pick(item.title),
        found:
          `${item.title.zh} ${item.title.en} ${item.skuTitle.zh} ${item.skuTitle.en} ${item.skuId} ${item.tags.join(' ')}`.toLowerCase(),
        item,
      })),
    [sale, pick],
  );
  const put = (index: number, next: Partial<StateLine>) =>
    change({ lines: cart.lines.map((line, i) => (i === index ? { ...line, ...next } : line)) });
  const add = (skuId: string) => {
    const known = cart.lines.findIndex((line) => line.skuId === skuId && line.way.kind === 'shelf');
    if (known >= 0) return put(known, { quantity: Math.min(QUANTITY_MAX, cart.lines[known]!.quantity + 1) });
    change({ lines: [...cart.lines, { skuId, quantity: 1, way: { kind: 'shelf' } }] });
  };
  const full = cart.lines.length >= LINES_MAX;
  return (
    <Panel
      title={t('wb.cart.title')}
      words={t('wb.cart.lines', { count: countText(cart.lines.length) })}
      tools={
        cart.lines.length > 0 ? (
          <Button size="small" onClick={() => change({ lines: [] })}>
            {t('wb.cart.clear')}
          </Button>
        ) : null
      }
    >
      <div className="wb-pad">
        <Select
          className="wb-wide"
          aria-label={t('wb.cart.pick')}
          placeholder={full ? t('wb.cart.full', { max: LINES_MAX }) : t('wb.cart.pick')}
          value={null}
          disabled={full}
          showSearch={{
            filterOption: (text, option) =>
              text
                .toLowerCase()
                .split(/\s+/)
                .every((word) => option?.found.includes(word)),
          }}
          options={options}
          notFoundContent={t('wb.cart.noItem')}
          onSelect={(skuId: string | null) => skuId && add(skuId)}
          optionRender={({ data: { item } }) => <Option sale={sale} item={item} />}
        />
      </div>
      {cart.lines.length > 0 ? (
        <ul className="wb-lines">
          {cart.lines.map((line, index) => (
            <Line
              // biome-ignore lint/suspicious/noArrayIndexKey: the same item may stand twice, bought in two ways
              key={`${line.skuId} ${index}`}
              sale={sale}
              line={line}
              put={(next) => put(index, next)}
              remove={() => change({ lines: cart.lines.filter((_, i) => i !== index) })}
            />
          ))}
        </ul>
      ) : null}
    </Panel>
  );
}

function Option({ sale, item }: { sale: Sale; item: Item }) {
  const { pick } = useLanguage();
  return (
    <span className="wb-option">
      <span>{pick(item.title)}</span>
      <span>{fenText(item.listFen)}</span>
      <span className="co-quiet">
        {pick(item.skuTitle)} · {pick(sale.shops.get(item.shopId)?.name)}
      </span>
    </span>
  );
}

function Line(props: {
  sale: Sale;
  line: StateLine;
  put: (next: Partial<StateLine>) => void;
  remove: () => void;
}) {
  const { sale, line, put, remove } = props;
  const t = useT();
  const { pick } = useLanguage();
  const item = sale.items.get(line.skuId);
  const title = item ? pick(item.title) : line.skuId;
  const ways = item ? waysOf(sale, item) : [];
  const chosen = ways.findIndex(({ way }) => JSON.stringify(way) === JSON.stringify(line.way));
  return (
    <li>
      <div className="wb-line-words">
        <span className="wb-line-title" title={title}>
          {title}
        </span>
        <span className="co-line co-quiet">
          {item
            ? `${pick(item.skuTitle)} · ${pick(sale.shops.get(item.shopId)?.name)} · ${fenText(item.listFen)}`
            : t('wb.cart.gone')}
        </span>
        {item && !isEnrolled(sale, item) ? (
          <span className="co-tag is-warn">{t('wb.cart.notEnrolled')}</span>
        ) : null}
        {item && !item.onSale ? <span className="co-tag is-warn">{t('wb.cart.notOnSale')}</span> : null}
      </div>
      <InputNumber
        aria-label={t('wb.cart.quantity', { title })}
        min={1}
        max={QUANTITY_MAX}
        precision={0}
        value={line.quantity}
        onChange={(quantity) => quantity !== null && put({ quantity })}
      />
      <Button
        type="text"
        aria-label={t('wb.cart.remove', { title })}
        icon={<Icon name="trash" size={16} />}
        onClick={remove}
      />
      {ways.length > 1 ? (
        <Select
          className="wb-way"
          size="small"
          aria-label={t('wb.cart.way', { title })}
          value={chosen < 0 ? undefined : chosen}
          onChange={(index) => put({ way: ways[index]!.way })}
          popupMatchSelectWidth={false}
          options={ways.map(({ way, promotion }, value) => ({
            value,
            label: promotion ? `${t(`wb.way.${way.kind}`)} · ${pick(promotion.title)}` : t('wb.way.shelf'),
          }))}
        />
      ) : null}
    </li>
  );
}
