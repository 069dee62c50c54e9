import { REGIONS, useLanguage } from '@dacu/ui';
import { Button, Input, InputNumber, Select, Switch } from 'antd';
import { useMemo } from 'react';
import { useChannelName } from '../../../../data/channel-names.ts';
import { useT } from '../../../../i18n/setup.ts';
import { Field } from '../../../../parts/field.tsx';
import { useTimes } from '../../../../parts/format.ts';
import { Panel } from '../../../../parts/page-head.tsx';
import { fromZonedInput, toZonedInput } from '../../../../table/zoned-input.ts';
import type { Sale } from '../sale.ts';
import { type CartState, IDLE_DAYS_MAX, POINTS_MAX } from './cart-state.ts';

type Props = {
  sale: Sale;
  cart: CartState;
  change: (next: Partial<CartState>) => void;
  /** The instant that holds where none is chosen. */
  around: number;
  zone: string;
};

/** When, and for whom. */
export function Circumstances({ sale, cart, change, around, zone }: Props) {
  const t = useT();
  const { pick } = useLanguage();
  const channelName = useChannelName();
  const asked = useMemo(() => askedFor(sale), [sale]);
  const services = sale.promotions.filter(
    ({ rule }) => rule.kind === 'service' && (rule.unitFen > 0 || rule.premium),
  );
  const tiers = sale.compiled.memberTiers.map(({ id, title }) => ({ value: id, label: pick(title) }));
  return (
    <Panel title={t('wb.when.title')}>
      <div className="wb-pad wb-fields">
        <Instant sale={sale} cart={cart} change={change} around={around} zone={zone} />
        <Field label={t('wb.who.tier')}>
          {(id) => (
            <Select
              id={id}
              allowClear
              placeholder={t('wb.who.noTier')}
              value={cart.memberTier}
              options={tiers}
              onChange={(memberTier) => change({ memberTier: memberTier ?? null })}
            />
          )}
        </Field>
        <Field label={t('wb.who.channel')}>
          {(id) => (
            <Select
              id={id}
              allowClear
              placeholder={t('wb.who.noChannel')}
              value={cart.channel}
              options={asked.channels.map((value) => ({ value, label: channelName(value) }))}
              onChange={(channel) => change({ channel: channel ?? null })}
            />
          )}
        </Field>
        <Field label={t('wb.who.region')}>
          {(id) => (
            <Select
              id={id}
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('wb.who.noRegion')}
              value={cart.region}
              options={REGIONS.map(({ code, name }) => ({ value: code, label: pick(name) }))}
              onChange={(region) => change({ region: region ?? null })}
            />
          )}
        </Field>
        <Field label={t('wb.who.idle')}>
          {(id) => (
            <InputNumber
              id={id}
              className="wb-wide"
              min={0}
              max={IDLE_DAYS_MAX}
              precision={0}
              value={cart.idleDays}
              onChange={(idleDays) => change({ idleDays: idleDays ?? 0 })}
            />
          )}
        </Field>
        <Field label={t('wb.who.points')}>
          {(id) => (
            <InputNumber
              id={id}
              className="wb-wide"
              min={0}
              max={POINTS_MAX}
              precision={0}
              value={cart.points}
              onChange={(points) => change({ points: points ?? 0 })}
            />
          )}
        </Field>
        {asked.qualifications.length > 0 ? (
          <Field label={t('wb.who.qualifications')}>
            {(id) => (
              <Select
                id={id}
                mode="multiple"
                value={[...cart.qualifications]}
                options={asked.qualifications.map((value) => ({ value, label: value }))}
                onChange={(qualifications) => change({ qualifications })}
              />
            )}
          </Field>
        ) : null}
        {services.length > 0 ? (
          <Field label={t('wb.who.services')}>
            {(id) => (
              <Select
                id={id}
                mode="multiple"
                value={[...cart.services]}
                options={services.map((one) => ({ value: one.id, label: pick(one.title) }))}
                onChange={(chosen) => change({ services: chosen })}
              />
            )}
          </Field>
        ) : null}
        <Field label={t('wb.who.newcomer')}>
          {(id) => (
            <span>
              <Switch id={id} checked={cart.newcomer} onChange={(newcomer) => change({ newcomer })} />
            </span>
          )}
        </Field>
      </div>
    </Panel>
  );
}

/** An instant on the plan's calendar: typed, or one of those at which something opens. */
function Instant({ sale, cart, change, around, zone }: Props) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(zone);
  const { startsAt, endsAt } = sale.compiled;
  const marks = useMemo(
    () =>
      [...sale.compiled.phases, ...sale.compiled.nodes]
        .map((span) => ({ value: span.startsAt, title: span.title, key: `${span.id} ${span.startsAt}` }))
        .sort((a, b) => a.value - b.value),
    [sale],
  );
  return (
    <>
      <Field label={t('wb.when.at')}>
        {(id) => (
          <span className="wb-instant">
            <Input
              id={id}
              type="datetime-local"
              value={toZonedInput(cart.at ?? around, zone)}
              min={toZonedInput(startsAt, zone)}
              max={toZonedInput(endsAt, zone)}
              onChange={(event) => {
                const chosen = fromZonedInput(event.target.value, zone);
                if (chosen !== null) change({ at: chosen });
              }}
            />
            <Button disabled={cart.at === null} onClick={() => change({ at: null })}>
              {t('wb.when.now')}
            </Button>
          </span>
        )}
      </Field>
      <Field label={t('wb.when.mark')}>
        {(id) => (
          <Select
            id={id}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('wb.when.markWords')}
            value={marks.find(({ value }) => value === cart.at)?.key ?? null}
            popupMatchSelectWidth={false}
            options={marks.map(({ key, value, title }) => ({
              value: key,
              label: `${pick(title)} · ${at(value)}`,
            }))}
            onChange={(key) => change({ at: marks.find((mark) => mark.key === key)?.value ?? null })}
          />
        )}
      </Field>
    </>
  );
}

/** What promotions of this plan ask of a shopper, beside what its channels are. */
function askedFor({ promotions, compiled }: Sale): { channels: string[]; qualifications: string[] } {
  return {
    channels: [
      ...new Set([
        ...compiled.traffic.channels.map(({ id }) => id),
        ...promotions.flatMap(({ audience }) => audience.channels ?? []),
      ]),
    ],
    qualifications: [...new Set(promotions.flatMap(({ audience }) => audience.qualifications ?? []))],
  };
}
