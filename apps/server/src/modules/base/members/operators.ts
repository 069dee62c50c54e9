import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { MembersDeps } from './index.ts';
import { hashSessionToken, newSessionToken } from './session-token.ts';
import * as store from './store.ts';

export const OPERATOR_COOKIE = 'dacu_operator';
/** A shift and its handover. */
export const OPERATOR_SESSION_MS = 12 * 3_600_000;

export type OperatorRole = 'commander' | 'merchandiser' | 'service' | 'finance' | 'analyst';
export type OperatorSession = {
  readonly operatorId: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly mustChangePassword: boolean;
};

export type OperatorListed = {
  readonly name: string;
  readonly role: OperatorRole;
  /** `invited` has an unused one-time password; `choosing` has used it and set none; `disabled` cannot sign in. */
  readonly state: 'invited' | 'choosing' | 'active' | 'disabled';
};

export type Operators = {
  /**
   * Creates an operator, or resets one of that name (its sessions end). The one-time password is returned here and
   * stored nowhere in the clear.
   */
  create(input: {
    name: string;
    role: OperatorRole;
  }): Promise<{ operatorId: string; oneTimePassword: string }>;
  /** Another one-time password for somebody who has not used theirs yet; null when it was used or nobody has that name. */
  renewUnused(name: string): Promise<string | null>;
  /** Somebody forgot: sessions and password end, the role stays. The one-time password, null when nobody has that name. */
  reset(name: string): Promise<string | null>;
  /** By name. */
  list(): Promise<OperatorListed[]>;
  count(): Promise<number>;
  /** The cookie's token and who it is, or null: wrong name, wrong password and a used one look the same. */
  signIn(
    name: string,
    password: string,
    agent?: string,
  ): Promise<{ token: string; session: OperatorSession } | null>;
  session(token: string): Promise<OperatorSession | null>;
  signOut(token: string): Promise<void>;
  /** Every other session of the operator ends. */
  changePassword(token: string, password: string): Promise<OperatorSession | null>;
};

/** Enough of what a browser calls itself to tell one from another. */
const AGENT_MAX = 300;
/** No letters or digits that are read wrongly from a terminal. */
const ONE_TIME_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

export function createOperators({ db, clocks, ids }: Pick<MembersDeps, 'db' | 'clocks' | 'ids'>): Operators {
  /** Compared when the name is unknown, so that an answer takes as long as for a known one. */
  let decoy: Promise<string> | undefined;

  async function passwordMatches(row: store.OperatorRow | undefined, password: string): Promise<boolean> {
    const stored = row?.one_time_hash ?? row?.password_hash;
    if (stored == null) {
      decoy ??= hash(newSessionToken());
      await verify(await decoy, password);
      return false;
    }
    return verify(stored, password);
  }

  async function session(token: string): Promise<OperatorSession | null> {
    // Not cached: operators are few, and an ended session must end everywhere at once.
    const row = await store.readOperatorSession(db, hashSessionToken(token), clocks.wall.now());
    return row === undefined ? null : present(row);
  }

  async function putOneTime(name: string, onlyUnused: boolean): Promise<string | null> {
    const oneTimePassword = newOneTimePassword();
    const oneTimeHash = await hash(oneTimePassword);
    return db.transaction(async (tx) => {
      const operatorId = await store.putOneTimePassword(tx, { name, oneTimeHash, onlyUnused });
      if (operatorId === null) return null;
      await store.revokeOperatorSessions(tx, operatorId, clocks.wall.now(), null);
      return oneTimePassword;
    });
  }

  return {
    async create({ name, role }) {
      const oneTimePassword = newOneTimePassword();
      const oneTimeHash = await hash(oneTimePassword);
      const nowWall = clocks.wall.now();
      return db.transaction(async (tx) => {
        const proposed = ids.next('op');
        const operatorId = await store.putOperator(tx, {
          operatorId: proposed,
          name,
          role,
          oneTimeHash,
          atWall: nowWall,
        });
        await store.revokeOperatorSessions(tx, operatorId, nowWall, null);
        return { operatorId, oneTimePassword };
      });
    },

    renewUnused: (name) => putOneTime(name, true),
    reset: (name) => putOneTime(name, false),

    async list() {
      const rows = await store.listOperators(db);
      return rows.map((row) => ({
        name: row.name,
        role: row.role,
        state: stateOf(row),
      }));
    },

    count: () => store.countOperators(db),

    async signIn(name, password, agent) {
      const row = await store.readOperatorByName(db, name);
      if (!(await passwordMatches(row, password)) || row === undefined) return null;
      if (row.disabled_at_wall !== null) return null;
      const oneTime = row.one_time_hash;
      if (oneTime !== null && !(await store.useOneTimePassword(db, row.operator_id, oneTime))) return null;
      const token = newSessionToken();
      await store.insertOperatorSession(db, {
        tokenHash: hashSessionToken(token),
        operatorId: row.operator_id,
        openedAtWall: clocks.wall.now(),
        expiresAtWall: clocks.wall.now() + OPERATOR_SESSION_MS,
        agent: agent?.slice(0, AGENT_MAX) ?? null,
      });
      return { token, session: present({ ...row, one_time_hash: null }) };
    },

    session,

    async signOut(token) {
      await store.revokeOperatorSession(db, hashSessionToken(token), clocks.wall.now());
    },

    async changePassword(token, password) {
      const current = await session(token);
      if (current === null) return null;
      const passwordHash = await hash(password);
      await db.transaction(async (tx) => {
        await store.setPassword(tx, current.operatorId, passwordHash);
        await store.revokeOperatorSessions(
          tx,
          current.operatorId,
          clocks.wall.now(),
          hashSessionToken(token),
        );
      });
      return { ...current, mustChangePassword: false };
    },
  };
}

function stateOf(row: store.OperatorRow): OperatorListed['state'] {
  if (row.disabled_at_wall !== null) return 'disabled';
  return row.one_time_hash !== null ? 'invited' : row.password_hash === null ? 'choosing' : 'active';
}

export function newOneTimePassword(): string {
  const letters = Array.from({ length: 16 }, () => ONE_TIME_ALPHABET[randomInt(ONE_TIME_ALPHABET.length)]);
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}

function present(row: store.OperatorRow): OperatorSession {
  return {
    operatorId: row.operator_id,
    name: row.name,
    role: row.role,
    mustChangePassword: row.password_hash === null,
  };
}
