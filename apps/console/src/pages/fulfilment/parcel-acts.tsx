import type { OpsParcel, OpsParcels, ParcelAct } from '@dacu/contract/api';
import { useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { operatorWords } from '../../parts/words-of.ts';
import { PARCELS } from './facts.ts';

type Act = OpsParcel['acts'][number];
type Asked = Extract<Act, 'ship' | 'changeCarrier' | 'lost' | 'back' | 'pause'>;
const ASKED: ReadonlySet<Act> = new Set(['ship', 'changeCarrier', 'lost', 'back', 'pause']);

/** What may be done with a parcel now: its next step as a button, the rest behind it. What needs a word asks for it. */
export function ParcelActs({ parcel, carriers }: { parcel: OpsParcel; carriers: OpsParcels['carriers'] }) {
  const t = useT();
  const { pick } = useLanguage();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asked | null>(null);
  const act = useMutation({
    mutationFn: (what: ParcelAct) => api.actOnParcel(parcel.parcelId, what),
    onSuccess: () => void message.success(t('parcels.act.done')),
    onError: (error) => void message.error(pick(operatorWords(error))),
    onSettled: () => {
      setAsking(null);
      void client.invalidateQueries({ queryKey: PARCELS });
    },
  });
  const [first, ...rest] = parcel.acts;
  if (first === undefined) return null;
  const start = (what: Act) =>
    ASKED.has(what)
      ? setAsking(what as Asked)
      : act.mutate({ act: what as 'pick' | 'pack' | 'ready' | 'resume' });
  return (
    <span className="co-parcel-acts">
      <Button size="small" loading={act.isPending} onClick={() => start(first)}>
        {t(`parcels.act.${first}`)}
      </Button>
      {rest.length > 0 ? (
        <Dropdown
          menu={{
            items: rest.map((what) => ({ key: what, label: t(`parcels.act.${what}`) })),
            onClick: ({ key }) => start(key as Act),
          }}
        >
          <Button size="small" type="text">
            {t('parcels.act.more')}
          </Button>
        </Dropdown>
      ) : null}
      {asking === null ? null : (
        <Ask
          what={asking}
          parcel={parcel}
          carriers={carriers}
          pending={act.isPending}
          onClose={() => setAsking(null)}
          onSay={(what) => act.mutate(what)}
        />
      )}
    </span>
  );
}

function Ask(props: {
  what: Asked;
  parcel: OpsParcel;
  carriers: OpsParcels['carriers'];
  pending: boolean;
  onClose: () => void;
  onSay: (act: ParcelAct) => void;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const { what, parcel, carriers, pending, onClose, onSay } = props;
  const [carrier, setCarrier] = useState(parcel.carrier?.id);
  const [trackingNo, setTrackingNo] = useState('');
  const [instead, setInstead] = useState<'refund' | 'reship'>('refund');
  const [reason, setReason] = useState<'addressChange' | 'forceMajeure'>('addressChange');
  function say() {
    if (what === 'lost' || what === 'back') return onSay({ act: what, instead });
    if (what === 'pause') return onSay({ act: what, reason });
    if (what === 'changeCarrier') return carrier === undefined ? undefined : onSay({ act: what, carrier });
    onSay({
      act: what,
      ...(carrier && { carrier }),
      ...(trackingNo.trim() && { trackingNo: trackingNo.trim() }),
    });
  }
  return (
    <Modal
      open
      title={t(`parcels.ask.${what}`)}
      okText={t(`parcels.act.${what}`)}
      okButtonProps={{ danger: what === 'lost', disabled: what === 'changeCarrier' && carrier === undefined }}
      confirmLoading={pending}
      onCancel={onClose}
      onOk={say}
    >
      <div className="co-parcel-ask">
        <p>
          {parcel.number} ·{' '}
          {parcel.units.map(({ title, quantity }) => `${pick(title)} × ${quantity}`).join('; ')}
        </p>
        <p>{t(`parcels.ask.${what}Words`)}</p>
        {what === 'ship' || what === 'changeCarrier' ? (
          <Select
            aria-label={t('parcels.ask.carrier')}
            placeholder={t('parcels.ask.carrier')}
            value={carrier}
            onChange={setCarrier}
            options={carriers.map(({ id, title }) => ({ value: id, label: pick(title) }))}
          />
        ) : null}
        {what === 'ship' ? (
          <Input
            value={trackingNo}
            maxLength={40}
            aria-label={t('parcels.ask.trackingNo')}
            placeholder={t('parcels.ask.trackingNo')}
            onChange={(event) => setTrackingNo(event.target.value)}
          />
        ) : null}
        {what === 'lost' || what === 'back' ? (
          <Radio.Group
            value={instead}
            onChange={(event) => setInstead(event.target.value)}
            options={(['refund', 'reship'] as const).map((value) => ({
              value,
              label: t(`parcels.ask.${value}`),
            }))}
          />
        ) : null}
        {what === 'pause' ? (
          <Radio.Group
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            options={(['addressChange', 'forceMajeure'] as const).map((value) => ({
              value,
              label: t(`parcels.ask.${value}`),
            }))}
          />
        ) : null}
      </div>
    </Modal>
  );
}
