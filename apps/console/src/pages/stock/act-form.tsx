import type { OpsPlaces, StockActRequest, StockStory } from '@dacu/contract/api';
import { useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { Field } from '../../parts/field.tsx';
import { Panel } from '../../parts/page-head.tsx';
import { operatorWords } from '../../parts/words-of.ts';

const KINDS = ['receive', 'count', 'setAside', 'putBack', 'scrap', 'transfer'] as const;
type Kind = (typeof KINDS)[number];
const REASON_MIN = 2;

/** Moves goods by hand. Whoever does it says why; the same press twice does it once. */
export function ActForm({
  item: { skuId, places: known },
  places,
}: {
  item: Pick<StockStory, 'skuId' | 'places'>;
  places: OpsPlaces['places'];
}) {
  const t = useT();
  const { pick } = useLanguage();
  const client = useQueryClient();
  const [kind, setKind] = useState<Kind>('receive');
  const [placeId, setPlaceId] = useState(
    // Where there is some of it: that is what somebody came for.
    () =>
      (places.find((place) => known.some(({ placeId }) => placeId === place.placeId)) ?? places[0]!).placeId,
  );
  const [toPlaceId, setToPlaceId] = useState<string | null>(null);
  const [units, setUnits] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const act = useMutation({
    mutationFn: (asked: StockActRequest) => api.actOnStock(skuId, asked, key),
    onSuccess: (story) => {
      client.setQueryData(['stock', 'story', skuId], story);
      setUnits(null);
      setReason('');
      setKey(crypto.randomUUID());
      return client.invalidateQueries({ queryKey: ['stock'] });
    },
  });
  const asked = requestOf({ kind, placeId, toPlaceId, units, reason });
  const options = places.map((place) => ({ value: place.placeId, label: pick(place.name) }));
  /** Another request is another one: a key stands for what was asked under it. */
  const change = (apply: () => void) => {
    apply();
    setKey(crypto.randomUUID());
    act.reset();
  };
  return (
    <Panel title={t('stock.act')} words={t(`stock.act.${kind}.why`)}>
      <form
        className="co-stock-act"
        onSubmit={(event) => {
          event.preventDefault();
          if (asked !== null && !act.isPending) act.mutate(asked);
        }}
      >
        <Segmented
          value={kind}
          onChange={(next) => change(() => setKind(next))}
          options={KINDS.map((value) => ({ value, label: t(`stock.act.${value}`) }))}
        />
        <Field label={t(kind === 'transfer' ? 'stock.from' : 'stock.place')}>
          {(id) => (
            <Select
              id={id}
              value={placeId}
              options={options}
              onChange={(next) => change(() => setPlaceId(next))}
            />
          )}
        </Field>
        {kind === 'transfer' ? (
          <Field label={t('stock.to')}>
            {(id) => (
              <Select
                id={id}
                value={toPlaceId}
                options={options.filter(({ value }) => value !== placeId)}
                onChange={(next) => change(() => setToPlaceId(next))}
              />
            )}
          </Field>
        ) : null}
        <Field label={t(kind === 'count' ? 'stock.counted' : 'stock.units')}>
          {(id) => (
            <InputNumber
              id={id}
              min={kind === 'count' ? 0 : 1}
              max={1_000_000}
              precision={0}
              value={units}
              onChange={(next) => change(() => setUnits(next))}
            />
          )}
        </Field>
        <Field label={t('stock.reason')}>
          {(id) => (
            <Input
              id={id}
              maxLength={200}
              value={reason}
              onChange={(event) => {
                const { value } = event.target;
                change(() => setReason(value));
              }}
            />
          )}
        </Field>
        <Button type="primary" htmlType="submit" loading={act.isPending} disabled={asked === null}>
          {t(`stock.act.${kind}`)}
        </Button>
        <p className="co-line" role="status">
          {act.error ? <span className="co-tag is-bad">{pick(operatorWords(act.error))}</span> : null}
          {act.isSuccess ? t('stock.act.done') : null}
        </p>
      </form>
    </Panel>
  );
}

/** Null while something is missing. */
function requestOf(form: {
  kind: Kind;
  placeId: string;
  toPlaceId: string | null;
  units: number | null;
  reason: string;
}): StockActRequest | null {
  const { kind, placeId, toPlaceId, units } = form;
  const reason = form.reason.trim();
  if (units === null || reason.length < REASON_MIN) return null;
  switch (kind) {
    case 'count':
      return { kind, placeId, counted: units, reason };
    case 'setAside':
      return { kind, placeId, change: units, reason };
    case 'putBack':
      return { kind: 'setAside', placeId, change: -units, reason };
    case 'transfer':
      return toPlaceId === null || toPlaceId === placeId
        ? null
        : { kind, placeId, toPlaceId, quantity: units, reason };
    default:
      return { kind, placeId, quantity: units, reason };
  }
}
