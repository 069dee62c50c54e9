import type { Invitation, PeopleList } from '@dacu/contract/client';
import { useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Dropdown, Input, Modal, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../data/api.ts';
import { useSession } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Field } from '../../parts/field.tsx';
import { useTimes } from '../../parts/format.ts';
import { operatorWords } from '../../parts/words-of.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';

type Person = PeopleList['people'][number];
const ROLES = ['commander', 'merchandiser', 'service', 'finance', 'analyst'] as const;
const STATES = ['active', 'invited', 'choosing', 'disabled'] as const;

export function PeopleTable() {
  const t = useT();
  const query = useQuery({ queryKey: ['people'], queryFn: api.people });
  const rows = query.data?.people;
  const source = useMemo(() => ({ kind: 'all', rows, state: query }) as const, [rows, query]);
  const me = useSession().data;
  const [invited, setInvited] = useState<Invitation | null>(null);
  const columns = useColumns(me?.operatorId ?? '', me?.role === 'commander', setInvited);
  return (
    <>
      <DataTable<Person>
        id="people"
        label={t('rail.people')}
        columns={columns}
        source={source}
        rowKey={(row) => row.operatorId}
        fileName="people"
        search={t('people.search')}
        empty={{ title: t('people.none'), words: t('people.noneWords') }}
        rowClass={(row) => (row.state === 'disabled' ? 'is-quiet' : '')}
        tools={me?.role === 'commander' ? <AddPerson onInvited={setInvited} /> : null}
        height="panel"
      />
      {invited ? <OneTime invited={invited} onClose={() => setInvited(null)} /> : null}
    </>
  );
}

function useColumns(
  myId: string,
  mayChange: boolean,
  onInvited: (invited: Invitation) => void,
): Column<Person>[] {
  const t = useT();
  const wall = useTimes(Intl.DateTimeFormat().resolvedOptions().timeZone);
  return useMemo(
    () => [
      {
        id: 'name',
        title: t('people.col.name'),
        value: (row) => row.name,
        cell: (row) => (
          <>
            <strong>{row.name}</strong>{' '}
            {row.operatorId === myId ? <span className="co-tag is-info">{t('people.you')}</span> : null}
          </>
        ),
        always: true,
        width: 220,
      },
      {
        id: 'role',
        title: t('people.col.role'),
        value: (row) => row.role,
        cell: (row) => t(`role.${row.role}`),
        exported: (row) => t(`role.${row.role}`),
        filter: {
          kind: 'choice',
          bar: true,
          options: ROLES.map((each) => ({ value: each, label: t(`role.${each}`) })),
        },
        width: 130,
      },
      {
        id: 'state',
        title: t('people.col.state'),
        value: (row) => row.state,
        cell: (row) => (
          <span
            className={`co-tag ${row.state === 'active' ? 'is-good' : row.state === 'disabled' ? 'is-bad' : 'is-warn'}`}
          >
            {t(`people.state.${row.state}`)}
          </span>
        ),
        exported: (row) => t(`people.state.${row.state}`),
        filter: {
          kind: 'choice',
          options: STATES.map((each) => ({ value: each, label: t(`people.state.${each}`) })),
        },
        width: 190,
      },
      {
        id: 'sessions',
        title: t('people.col.sessions'),
        align: 'end',
        value: (row) => row.sessions,
        width: 100,
      },
      {
        id: 'last',
        title: t('people.col.last'),
        value: (row) => row.lastSignedInAtWall,
        cell: (row) =>
          row.lastSignedInAtWall === null ? (
            <span className="co-quiet">{t('people.never')}</span>
          ) : (
            wall(row.lastSignedInAtWall, 'full')
          ),
        width: 190,
      },
      {
        id: 'added',
        title: t('people.col.added'),
        value: (row) => row.createdAtWall,
        cell: (row) => wall(row.createdAtWall, 'full'),
        width: 190,
      },
      ...(mayChange
        ? [
            {
              id: 'acts',
              title: t('people.col.acts'),
              value: () => '',
              cell: (row: Person) =>
                row.operatorId === myId ? (
                  <Link to="/account">{t('account.title')}</Link>
                ) : (
                  <PersonMenu person={row} onInvited={onInvited} />
                ),
              exported: () => null,
              sortable: false,
              width: 120,
            } satisfies Column<Person>,
          ]
        : []),
    ],
    [t, wall, myId, mayChange, onInvited],
  );
}

/** What may be done to somebody; each says what will change before it does. */
function PersonMenu({ person, onInvited }: { person: Person; onInvited: (invited: Invitation) => void }) {
  const t = useT();
  const { pick } = useLanguage();
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const { operatorId, name } = person;
  const act = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['people'] }),
    onError: (error) => void message.error(pick(operatorWords(error))),
  });
  const ask = (key: 'reset' | 'disable' | 'enable', run: () => Promise<unknown>) =>
    modal.confirm({
      title: t(`people.${key}.title`, { name }),
      content: t(`people.${key}.words`, { name, sessions: person.sessions }),
      okText: t(`people.${key}.go`),
      okButtonProps: { danger: key !== 'enable' },
      onOk: () => act.mutateAsync(run).catch(() => undefined),
    });
  const disabled = person.state === 'disabled';
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          ...ROLES.filter((role) => role !== person.role).map((role) => ({
            key: role,
            label: t('people.makeRole', { role: t(`role.${role}`) }),
            onClick: () =>
              modal.confirm({
                title: t('people.role.title', { name, role: t(`role.${role}`) }),
                content: t(`people.role.words.${role}`),
                okText: t('people.role.go'),
                onOk: () => act.mutateAsync(() => api.changeRole(operatorId, role)).catch(() => undefined),
              }),
          })),
          { type: 'divider' as const },
          {
            key: 'reset',
            label: t('people.reset.go'),
            onClick: () => ask('reset', async () => onInvited(await api.resetPerson(operatorId))),
          },
          disabled
            ? {
                key: 'enable',
                label: t('people.enable.go'),
                onClick: () => ask('enable', () => api.setDisabled(operatorId, false)),
              }
            : {
                key: 'disable',
                danger: true,
                label: t('people.disable.go'),
                onClick: () => ask('disable', () => api.setDisabled(operatorId, true)),
              },
        ],
      }}
    >
      <Button size="small" loading={act.isPending} aria-label={t('people.change', { name })}>
        {t('people.changeShort')}
      </Button>
    </Dropdown>
  );
}

function AddPerson({ onInvited }: { onInvited: (invited: Invitation) => void }) {
  const t = useT();
  const { pick } = useLanguage();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [role, setRole] = useState<Person['role']>('analyst');
  const add = useMutation({
    mutationFn: () => api.addPerson({ name: name.trim(), role }),
    onSuccess: async (invited) => {
      setOpen(false);
      setName('');
      onInvited(invited);
      await queries.invalidateQueries({ queryKey: ['people'] });
    },
  });
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('people.add')}
      </Button>
      <Modal
        open={open}
        title={t('people.add')}
        okText={t('people.add.go')}
        okButtonProps={{ disabled: name.trim() === '', loading: add.isPending }}
        onOk={() => add.mutate()}
        onCancel={() => setOpen(false)}
      >
        <div className="co-stack co-people-add">
          {add.error ? (
            <Alert type="error" showIcon role="alert" title={pick(operatorWords(add.error))} />
          ) : null}
          <Field label={t('people.col.name')}>
            {(id) => (
              <Input
                id={id}
                value={name}
                maxLength={60}
                autoFocus
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <div className="co-field">
            <span>{t('people.col.role')}</span>
            <Segmented
              value={role}
              onChange={setRole}
              options={ROLES.map((each) => ({ value: each, label: t(`role.${each}`) }))}
            />
            <p className="co-quiet">{t(`people.role.words.${role}`)}</p>
          </div>
        </div>
      </Modal>
    </>
  );
}

/** Shown once; nobody can read it again. */
function OneTime({ invited, onClose }: { invited: Invitation; onClose: () => void }) {
  const t = useT();
  return (
    <Modal
      open
      title={t('people.once.title', { name: invited.name })}
      onCancel={onClose}
      maskClosable={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('people.once.noted')}
        </Button>
      }
    >
      <p>{t('people.once.words')}</p>
      <p className="co-people-once">
        <code>{invited.oneTimePassword}</code>
        <CopyButton text={invited.oneTimePassword} />
      </p>
    </Modal>
  );
}
