import type { SessionList } from '@dacu/contract/client';
import { useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { api } from '../../data/api.ts';
import { useSession } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Field } from '../../parts/field.tsx';
import { useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead, Panel } from '../../parts/page-head.tsx';
import { operatorWords } from '../../parts/words-of.ts';
import { judgePassword, PASSWORD_MAX } from '../../shell/password-strength.ts';
import './people.css';

/** One's own: the password, and where one is signed in. */
export function Component() {
  const t = useT();
  const me = useSession().data;
  return (
    <div className="co-body">
      <PageHead title={t('account.title')} words={me ? `${me.name} · ${t(`role.${me.role}`)}` : undefined} />
      <div className="co-two">
        <Password name={me?.name ?? ''} />
        <Sessions />
      </div>
    </div>
  );
}

function Password({ name }: { name: string }) {
  const t = useT();
  const { pick } = useLanguage();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const judged = judgePassword(next, name);
  const fine = current !== '' && judged.longEnough && judged.notGuessable && next === again;
  const change = useMutation({
    mutationFn: () => api.changeOwnPassword(current, next),
    onSuccess: async () => {
      setCurrent('');
      setNext('');
      setAgain('');
      void message.success(t('account.changed'));
      await queries.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fine) change.mutate();
  };
  const fields = [
    ['account.current', current, setCurrent, 'current-password'],
    ['password.new', next, setNext, 'new-password'],
    ['password.again', again, setAgain, 'new-password'],
  ] as const;
  return (
    <Panel title={t('account.password')} words={t('account.passwordWords')}>
      <form className="co-account-form" onSubmit={submit}>
        {change.error ? (
          <Alert type="error" showIcon role="alert" title={pick(operatorWords(change.error))} />
        ) : null}
        <input type="hidden" name="username" autoComplete="username" value={name} readOnly />
        {fields.map(([label, value, set, complete]) => (
          <Field key={label} label={t(label)}>
            {(id) => (
              <Input.Password
                id={id}
                autoComplete={complete}
                maxLength={PASSWORD_MAX}
                value={value}
                onChange={(event) => set(event.target.value)}
              />
            )}
          </Field>
        ))}
        <p className="co-quiet co-line" role="status">
          {next === ''
            ? t('password.rule.length')
            : !judged.longEnough
              ? t('password.rule.length')
              : !judged.notGuessable
                ? t('password.rule.guessable')
                : again !== '' && next !== again
                  ? t('account.differ')
                  : ''}
        </p>
        <Button type="primary" htmlType="submit" disabled={!fine} loading={change.isPending}>
          {t('account.change')}
        </Button>
      </form>
    </Panel>
  );
}

type Session = SessionList['sessions'][number];

function Sessions() {
  const t = useT();
  const { pick } = useLanguage();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ['sessions'], queryFn: api.ownSessions });
  const end = useMutation({
    mutationFn: (sessionId: string | null) => api.endSessions(sessionId),
    onSuccess: async ({ ended }) => {
      void message.success(t('account.ended', { count: ended }));
      await queries.invalidateQueries({ queryKey: ['sessions'] });
    },
    onError: (error) => void message.error(pick(operatorWords(error))),
  });
  const others = query.data?.sessions.filter(({ current }) => !current).length ?? 0;
  return (
    <Panel
      title={t('account.sessions')}
      words={t('account.sessionsWords')}
      tools={
        others === 0 ? null : (
          <Button size="small" loading={end.isPending} onClick={() => end.mutate(null)}>
            {t('account.endOthers', { count: others })}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {({ sessions }) => (
          <ul className="co-sessions">
            {sessions.map((session) => (
              <SessionLine
                key={session.sessionId}
                session={session}
                onEnd={() => end.mutate(session.sessionId)}
              />
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

function SessionLine({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const t = useT();
  const wall = useTimes(Intl.DateTimeFormat().resolvedOptions().timeZone);
  return (
    <li>
      <div>
        <strong>{agentWords(session.agent) ?? t('account.unknownAgent')}</strong>{' '}
        {session.current ? <span className="co-tag is-good">{t('account.thisOne')}</span> : null}
        <span className="co-line co-quiet">
          {session.openedAtWall === null
            ? ''
            : t('account.opened', { at: wall(session.openedAtWall, 'full') })}{' '}
          · {t('account.expires', { at: wall(session.expiresAtWall, 'full') })}
        </span>
      </div>
      {session.current ? null : (
        <Button size="small" onClick={onEnd}>
          {t('account.end')}
        </Button>
      )}
    </li>
  );
}

/** `Firefox · Windows` out of what a browser calls itself; the whole of it where it is neither. */
function agentWords(agent: string | null): string | null {
  if (agent === null) return null;
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\/(\d+)/.exec(agent);
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1];
  if (!browser) return agent.slice(0, 80);
  const name = { Edg: 'Edge', OPR: 'Opera' }[browser[1]!] ?? browser[1];
  return [`${name} ${browser[2]}`, system].filter(Boolean).join(' · ');
}
