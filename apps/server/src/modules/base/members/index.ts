/**
 * Members: who is here. Shoppers (a guest account is opened on the first visit), visits and what was done during them,
 * operators with roles, and personal data under seal.
 *
 * Invariants
 * - A session token is random, known to the browser alone (HttpOnly cookie) and stored as its SHA-256. It ends on the
 *   wall clock, and at once when revoked here; another node may go on honouring it for `SESSION_CACHE_MS`.
 * - What guards an account (its passkeys) changes only within ten minutes of its session being opened, or of a check of that
 *   session: a session alone, left open or taken, changes nothing of it.
 * - A one-time password signs in once, even when two people send it together, and the session it opens may do nothing
 *   but choose a password. Unused it may be replaced at any time, which voids it; nobody can read it again.
 * - Who left is disabled, not deleted, and a commander always remains. What is done to operators commits together with
 *   its record in `operator_act`.
 * - Personal data is sealed with AES-256-GCM under a key of its person, which is sealed under the master key. Limits
 *   compare keyed hashes (HMAC), never the data. Views carry masked forms only.
 * - Behaviour is buffered and may be lost in a crash. No amount of money is ever derived from it.
 * - Newcomer and idle days follow `purchase.paid` from the outbox, so a profile may lag a payment by the relay's beat.
 *
 * When it fails: without the database nobody signs in and nothing is sold. A wrong master key is noticed at the first
 * `open`, as a thrown error of the seal, never as wrong plain text.
 */
import type { Clocks } from '../../../platform/clocks.ts';
import type { WriteBehind } from '../../../platform/db/remember-reads.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import { type BehaviourLog, createBehaviourLog } from './behaviour.ts';
import { createOperators, type OperatorRole, type OperatorSession, type Operators } from './operators.ts';
import {
  createPasskeyResets,
  createPasskeys,
  type PasskeyResets,
  type Passkeys,
  passkeySite,
} from './passkeys/index.ts';
import { createPeople, type People } from './people.ts';
import { createPersonalData, type PersonalData } from './personal-data.ts';
import { createProfiles, type Profiles } from './profiles.ts';
import {
  requireOperator,
  requireSession,
  requireShopper,
  type Session,
  shopperOf,
  type WithCookies,
} from './require.ts';
import { createShoppers, type Shoppers } from './shoppers.ts';

export type { BehaviourKind } from './behaviour.ts';
export { membersConsumer } from './events.ts';
export { type AddressKeys, maskAddress } from './mask.ts';
export {
  createOperators,
  OPERATOR_COOKIE,
  type OperatorRole,
  type OperatorSession,
} from './operators.ts';
export { passkeyRoutes, requireOrigin } from './passkeys/index.ts';
export { peopleRoutes } from './people-routes.ts';
export type { PersonalData } from './personal-data.ts';
export type { MemberTier } from './profiles.ts';
export { membersRoutes } from './routes.ts';
export { SHOPPER_COOKIE, VISIT_COOKIE } from './shoppers.ts';

export type MembersDeps = {
  readonly db: Db;
  readonly clocks: Clocks;
  readonly ids: Ids;
  readonly databaseKind: 'simulated' | 'real';
  /** Origin under which people reach us, which passkeys belong to; absent or null in a demonstration. */
  readonly publicOrigin?: string | null;
  /** 32 bytes, kept apart from the data. */
  readonly masterKey: Uint8Array;
  /** Where nobody else writes (a rehearsal), visits are written some at a time. */
  readonly writeBehind?: WriteBehind | null;
};

export type Members = {
  readonly shoppers: Shoppers;
  readonly operators: Operators;
  readonly people: People;
  readonly profiles: Profiles;
  readonly behaviour: BehaviourLog;
  readonly personal: PersonalData;
  readonly passkeys: Passkeys;
  readonly passkeyResets: PasskeyResets;
  /** Null without a session. */
  shopperOf(request: WithCookies): Promise<Caller | null>;
  /** The shopper of this request and the visit it belongs to. Refuses with `notSignedIn`. */
  requireShopper(request: WithCookies): Promise<Caller>;
  /** The session of this request, and for how long it may do what wants a fresh one. Refuses with `notSignedIn`. */
  requireSession(request: WithCookies): Promise<Session>;
  /** Refuses with `notSignedIn`, `passwordChangeRequired` or `forbidden`. No roles given = any of them. */
  requireOperator(request: WithCookies, roles?: readonly OperatorRole[]): Promise<OperatorSession>;
};
export type Caller = {
  readonly shopperId: string;
  readonly visitId: string | null;
  readonly channel: string;
};

export function createMembers(deps: MembersDeps): Members {
  const profiles = createProfiles(deps);
  const operators = createOperators(deps);
  const personal = createPersonalData(deps);
  const people = createPeople(deps);
  const rpId = passkeySite(deps.publicOrigin ?? null).rpId ?? '';
  const shoppers = createShoppers(deps, (row) => {
    profiles.learn(row);
    if (row.sealed_key !== null) personal.learn(row.person_id, row.sealed_key);
  });
  return {
    shoppers,
    operators,
    people,
    profiles,
    behaviour: createBehaviourLog(deps),
    personal,
    passkeys: createPasskeys({ ...deps, personal, profiles }),
    passkeyResets: createPasskeyResets({ ...deps, people, rpId }),
    shopperOf: (request) => shopperOf(shoppers, request),
    requireShopper: (request) => requireShopper(shoppers, request),
    requireSession: (request) => requireSession(shoppers, request),
    requireOperator: (request, roles) => requireOperator(operators, request, roles),
  };
}
