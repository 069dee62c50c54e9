import type { PasskeyList } from '@dacu/contract/api';
import { formatInstant, Icon, useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { laterApi } from '../../data/later.ts';
import { passkeysQuery } from '../../data/passkeys.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { useZone } from '../../parts/use-zone.ts';

/** As long as the server keeps. */
const NAME_CHARS_MAX = 40;
type Passkey = PasskeyList['passkeys'][number];

export function PasskeyItem({
  passkey,
  busy,
  onRemove,
}: {
  passkey: Passkey;
  busy: boolean;
  onRemove(): void;
}) {
  const t = useT();
  const [doing, setDoing] = useState<'nothing' | 'naming' | 'removing'>('nothing');
  const { name } = passkey;
  const stop = () => setDoing('nothing');
  return (
    <li className="panel">
      <div className="passkey-head">
        <Icon name="key" size={22} />
        {doing === 'naming' ? <NameForm passkey={passkey} onDone={stop} /> : <Facts passkey={passkey} />}
      </div>
      {doing === 'nothing' ? (
        <div className="passkey-foot">
          <button type="button" className="quiet-button" onClick={() => setDoing('naming')}>
            {t('passkeys.rename')}
            <span className="dc-hidden"> {name}</span>
          </button>
          <button type="button" className="quiet-button" onClick={() => setDoing('removing')}>
            {t('passkeys.remove')}
            <span className="dc-hidden"> {name}</span>
          </button>
        </div>
      ) : null}
      {doing === 'removing' ? (
        <div className="passkey-sure" role="alert">
          <p>{t('passkeys.removeSure', { name })}</p>
          <button type="button" className="dc-button" onClick={stop} disabled={busy}>
            {t('passkeys.cancel')}
          </button>
          <button type="button" className="dc-button is-main" onClick={onRemove} disabled={busy}>
            {t('passkeys.remove')}
          </button>
        </div>
      ) : null}
    </li>
  );
}

function Facts({ passkey }: { passkey: Passkey }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const time = (at: number) => formatInstant(at, zone, lang, 'full');
  const { name, backedUp, createdAtWall, lastUsedAtWall } = passkey;
  return (
    <div>
      <h2>
        {name}
        {backedUp ? <span className="price-label">{t('passkeys.backedUp')}</span> : null}
      </h2>
      <p>{t('passkeys.createdAt', { time: time(createdAtWall) })}</p>
      <p>
        {lastUsedAtWall === null
          ? t('passkeys.unused')
          : t('passkeys.usedAt', { time: time(lastUsedAtWall) })}
      </p>
    </div>
  );
}

function NameForm({ passkey, onDone }: { passkey: Passkey; onDone(): void }) {
  const t = useT();
  const words = useFailureWords();
  const client = useQueryClient();
  const [name, setName] = useState(passkey.name);
  const id = `name-${passkey.passkeyId}`;
  const save = useMutation({
    mutationFn: () => laterApi.renamePasskey(passkey.passkeyId, name.trim()),
    onSuccess: (now) => {
      client.setQueryData(passkeysQuery.queryKey, now);
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') save.mutate();
  };
  return (
    <form className="field passkey-name" onSubmit={submit}>
      <label htmlFor={id}>{t('passkeys.name')}</label>
      <input
        id={id}
        maxLength={NAME_CHARS_MAX}
        value={name}
        aria-describedby={`${id}-error`}
        onChange={(event) => setName(event.target.value)}
      />
      <p id={`${id}-error`} className="field-error" role="alert">
        {save.error ? words(save.error) : ''}
      </p>
      <div>
        <button type="button" className="dc-button" onClick={onDone} disabled={save.isPending}>
          {t('passkeys.cancel')}
        </button>
        <button type="submit" className="dc-button is-main" disabled={save.isPending || name.trim() === ''}>
          {t('passkeys.save')}
        </button>
      </div>
    </form>
  );
}
