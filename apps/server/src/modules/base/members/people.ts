import { hash, verify } from '@node-rs/argon2';
import type { Sql, Tx } from '../../../platform/db/types.ts';
import type { MembersDeps } from './index.ts';
import { newOneTimePassword, type OperatorRole, type OperatorSession } from './operators.ts';
import * as people from './people-store.ts';
import { hashSessionToken } from './session-token.ts';
import { revokeOperatorSession, revokeOperatorSessions, setPassword } from './store.ts';

export type Person = {
  readonly operatorId: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly state: 'invited' | 'choosing' | 'active' | 'disabled';
  readonly createdAtWall: number;
  readonly sessions: number;
  readonly lastSignedInAtWall: number | null;
};
export type OwnSession = {
  readonly sessionId: string;
  readonly current: boolean;
  readonly openedAtWall: number | null;
  readonly expiresAtWall: number;
  readonly agent: string | null;
};
/** Somebody signed in who does something to somebody. */
export type Actor = Pick<OperatorSession, 'operatorId' | 'name'>;
export type PeopleRefusal = {
  readonly kind: 'refused';
  readonly reason: 'notFound' | 'nameTaken' | 'ownAccount' | 'lastCommander';
};
export type Invited = {
  readonly kind: 'invited';
  readonly operatorId: string;
  readonly name: string;
  readonly oneTimePassword: string;
};
type Done = { readonly kind: 'done' };

/**
 * Operators as people. Every act commits together with its record, and ends the sessions it makes untrue. Nobody changes
 * their own role or disables themselves, and a commander always remains.
 */
export type People = {
  list(): Promise<Person[]>;
  add(actor: Actor, input: { name: string; role: OperatorRole }): Promise<Invited | PeopleRefusal>;
  changeRole(actor: Actor, operatorId: string, role: OperatorRole): Promise<Done | PeopleRefusal>;
  setDisabled(actor: Actor, operatorId: string, disabled: boolean): Promise<Done | PeopleRefusal>;
  /** Somebody forgot: sessions and password end, the role stays. */
  reset(actor: Actor, operatorId: string): Promise<Invited | PeopleRefusal>;
  sessions(token: string, operatorId: string): Promise<OwnSession[]>;
  /** One of one's own, or all but the one that asks; how many ended. */
  endSessions(token: string, actor: Actor, sessionId: string | null): Promise<number>;
  /** False when `current` is not the password. Every other session ends. */
  changePassword(token: string, actor: Actor, input: { current: string; next: string }): Promise<boolean>;
  /** For acts of other modules, in the transaction of what they did. */
  noteAct(sql: Sql, act: people.Act): Promise<void>;
};

export function createPeople({ db, clocks, ids }: Pick<MembersDeps, 'db' | 'clocks' | 'ids'>): People {
  const noteAct = (sql: Sql, act: people.Act) =>
    people.insertAct(sql, {
      ...act,
      actId: ids.next('ac'),
      at: clocks.campaign.now(),
      atWall: clocks.wall.now(),
    });

  /** Does something to one operator under the lock of all, unless a rule is against it. */
  function changing<Answer>(
    actor: Actor,
    operatorId: string,
    decide: (one: people.LockedOperator, commanders: number) => PeopleRefusal['reason'] | null,
    apply: (tx: Tx, one: people.LockedOperator) => Promise<Answer>,
  ): Promise<Answer | PeopleRefusal> {
    return db.transaction(async (tx) => {
      const everybody = await people.lockOperators(tx);
      const one = everybody.find((row) => row.operatorId === operatorId);
      if (one === undefined) return { kind: 'refused', reason: 'notFound' };
      if (operatorId === actor.operatorId) return { kind: 'refused', reason: 'ownAccount' };
      const commanders = everybody.filter(
        (row) => row.role === 'commander' && !row.disabled && row.operatorId !== operatorId,
      ).length;
      const reason = decide(one, commanders);
      return reason === null ? apply(tx, one) : { kind: 'refused', reason };
    });
  }

  const endAll = (tx: Tx, operatorId: string, keep: Buffer | null = null) =>
    revokeOperatorSessions(tx, operatorId, clocks.wall.now(), keep);

  return {
    noteAct,
    async list() {
      const rows = await people.readPeople(db, clocks.wall.now());
      return rows.map(presentPerson);
    },

    async add(actor, { name, role }) {
      const oneTimePassword = newOneTimePassword();
      const oneTimeHash = await hash(oneTimePassword);
      const operatorId = ids.next('op');
      return db.transaction(async (tx): Promise<Invited | PeopleRefusal> => {
        const row = { operatorId, name, role, oneTimeHash, atWall: clocks.wall.now() };
        if (!(await people.insertOperator(tx, row))) return { kind: 'refused', reason: 'nameTaken' };
        await noteAct(tx, { kind: 'operatorAdded', subject: name, detail: { role }, by: actor.name });
        return { kind: 'invited', operatorId, name, oneTimePassword };
      });
    },

    changeRole: (actor, operatorId, role) =>
      changing<Done>(
        actor,
        operatorId,
        (one, commanders) => (one.role === 'commander' && commanders === 0 ? 'lastCommander' : null),
        async (tx, one) => {
          if (one.role !== role) {
            await people.setRole(tx, operatorId, role);
            const detail = { before: one.role, role };
            await noteAct(tx, { kind: 'roleChanged', subject: one.name, detail, by: actor.name });
          }
          return { kind: 'done' };
        },
      ),

    setDisabled: (actor, operatorId, disabled) =>
      changing<Done>(
        actor,
        operatorId,
        (one, commanders) =>
          disabled && one.role === 'commander' && commanders === 0 ? 'lastCommander' : null,
        async (tx, one) => {
          if (one.disabled !== disabled) {
            await people.setDisabled(tx, operatorId, disabled ? clocks.wall.now() : null);
            if (disabled) await endAll(tx, operatorId);
            const kind = disabled ? 'operatorDisabled' : 'operatorEnabled';
            await noteAct(tx, { kind, subject: one.name, detail: {}, by: actor.name });
          }
          return { kind: 'done' };
        },
      ),

    async reset(actor, operatorId) {
      const oneTimePassword = newOneTimePassword();
      const oneTimeHash = await hash(oneTimePassword);
      return changing<Invited>(
        actor,
        operatorId,
        () => null,
        async (tx, one) => {
          await people.setOneTime(tx, operatorId, oneTimeHash);
          await endAll(tx, operatorId);
          await noteAct(tx, { kind: 'operatorReset', subject: one.name, detail: {}, by: actor.name });
          return { kind: 'invited', operatorId, name: one.name, oneTimePassword };
        },
      );
    },

    async sessions(token, operatorId) {
      const own = hashSessionToken(token);
      const rows = await people.readSessions(db, operatorId, clocks.wall.now());
      return rows.map(({ tokenHash, ...row }) => ({
        ...row,
        sessionId: sessionIdOf(tokenHash),
        current: tokenHash.equals(own),
      }));
    },

    endSessions: (token, actor, sessionId) =>
      db.transaction(async (tx) => {
        const nowWall = clocks.wall.now();
        const own = hashSessionToken(token);
        const rows = (await people.readSessions(tx, actor.operatorId, nowWall)).filter((row) =>
          sessionId === null ? !row.tokenHash.equals(own) : sessionIdOf(row.tokenHash) === sessionId,
        );
        for (const row of rows) await revokeOperatorSession(tx, row.tokenHash, nowWall);
        if (rows.length > 0) {
          const detail = { sessions: rows.length };
          await noteAct(tx, { kind: 'sessionsEnded', subject: actor.name, detail, by: actor.name });
        }
        return rows.length;
      }),

    async changePassword(token, actor, { current, next }) {
      const stored = await people.readPasswordHash(db, actor.operatorId);
      if (stored === null || !(await verify(stored, current))) return false;
      const passwordHash = await hash(next);
      await db.transaction(async (tx) => {
        await setPassword(tx, actor.operatorId, passwordHash);
        await endAll(tx, actor.operatorId, hashSessionToken(token));
        await noteAct(tx, { kind: 'passwordChanged', subject: actor.name, detail: {}, by: actor.name });
      });
      return true;
    },
  };
}

/** A name for a session that opens nothing: a part of the hash of its token. */
function sessionIdOf(tokenHash: Buffer): string {
  return tokenHash.subarray(0, 9).toString('hex');
}

function presentPerson(row: people.PersonRow): Person {
  const { passwordHash, oneTimeHash, disabledAtWall, ...shown } = row;
  const signsIn = oneTimeHash !== null ? 'invited' : passwordHash === null ? 'choosing' : 'active';
  return { ...shown, state: disabledAtWall === null ? signsIn : 'disabled' };
}
