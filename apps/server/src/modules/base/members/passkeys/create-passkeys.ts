import type { PasskeyAnswer, PasskeyAsked, PasskeyMade, PasskeyOptions } from '@dacu/contract/api';
import { secureBytes } from '../../../../platform/chance.ts';
import type { MembersDeps } from '../index.ts';
import type { PersonalData } from '../personal-data.ts';
import type { Profiles } from '../profiles.ts';
import { stopWaiting } from './reset-store.ts';
import { type Addressed, passkeySite } from './site.ts';
import * as store from './store.ts';
import { ALGORITHMS, challengeIn, userHandleOf, verifyMade, verifySigned } from './verify.ts';

export const PASSKEYS_MAX = 10;
/** How long an authenticator may take, and its owner to find it. */
export const PASSKEY_MS = 5 * 60_000;
const CHALLENGE_BYTES = 32;
const RP_NAME = 'Dacu 大促';
const ADDING = 'add';
const SIGNING_IN = 'sign in';

export type PasskeyView = {
  readonly passkeyId: string;
  readonly name: string;
  readonly backedUp: boolean;
  readonly createdAtWall: number;
  readonly lastUsedAtWall: number | null;
};

export type AddPasskey =
  | { readonly kind: 'added'; readonly passkeyId: string }
  /** The challenge ran out, was used, or was drawn for something else. */
  | { readonly kind: 'over' }
  | { readonly kind: 'full' }
  | { readonly kind: 'unproven'; readonly why: string };

export type CheckPasskey =
  | { readonly kind: 'proven'; readonly passkeyId: string }
  | { readonly kind: 'over' }
  | { readonly kind: 'unproven'; readonly why: string };

export type Passkeys = {
  /** The origin under which passkeys work for whoever asks so; null: under none. */
  originFor(request: Addressed): string | null;
  /** Whether the account has one that browsers would offer here. */
  usableBy(shopperId: string): Promise<boolean>;
  list(shopperId: string): Promise<PasskeyView[]>;
  /** What the browser is to ask its authenticators for; null when the account has as many as it may. */
  startAdding(input: { shopperId: string; lang: 'zh' | 'en' }): Promise<PasskeyOptions | null>;
  add(input: AddWish): Promise<AddPasskey>;
  /** False when it is no passkey of the account. */
  rename(input: { shopperId: string; passkeyId: string; name: string }): Promise<boolean>;
  remove(input: { shopperId: string; passkeyId: string }): Promise<boolean>;
  /** What the authenticator is to sign so that `purpose` may happen; null when the account has none. */
  ask(input: { shopperId: string; purpose: string }): Promise<PasskeyAsked | null>;
  /** What any authenticator may sign that keeps a passkey of this site, for whatever account. */
  askSignIn(): Promise<PasskeyAsked>;
  /** Whose passkey signed it. */
  signIn(input: {
    origin: string;
    answer: PasskeyAnswer;
  }): Promise<
    { readonly kind: 'proven'; readonly shopperId: string } | Exclude<CheckPasskey, { kind: 'proven' }>
  >;
  check(input: {
    shopperId: string;
    purpose: string;
    origin: string;
    answer: PasskeyAnswer;
  }): Promise<CheckPasskey>;
};
type AddWish = {
  readonly shopperId: string;
  readonly origin: string;
  readonly name: string;
  readonly created: PasskeyMade;
};
type Deps = Pick<MembersDeps, 'db' | 'clocks' | 'ids' | 'publicOrigin'> & {
  readonly personal: PersonalData;
  readonly profiles: Profiles;
};

const randomBytes = secureBytes();

export function createPasskeys(deps: Deps): Passkeys {
  const { db, personal, profiles } = deps;
  const site = passkeySite(deps.publicOrigin ?? null);
  const rpId = site.rpId ?? '';
  const nowWall = () => deps.clocks.wall.now();
  const rowsOf = (shopperId: string) => store.readPasskeys(db, { shopperId, rpId, nowWall: nowWall() });
  const draw = async (shopperId: string | null, purpose: string): Promise<string> => {
    const challenge = Buffer.from(randomBytes(CHALLENGE_BYTES)).toString('base64url');
    const expiresAtWall = nowWall() + PASSKEY_MS;
    await store.insertChallenge(db, { challenge, shopperId, purpose, expiresAtWall }, nowWall());
    return challenge;
  };
  /** Used up by being looked at, so that nothing that was sent once can be tried again. */
  const take = async (clientDataJSON: string, { shopperId, purpose }: Drawn) => {
    const challenge = challengeIn(clientDataJSON);
    if (challenge === null) return { kind: 'unproven', why: 'what was signed cannot be read' } as const;
    const row = await store.takeChallenge(db, { challenge, shopperId });
    const live = row !== undefined && row.purpose === purpose && row.expiresAtWall > nowWall();
    return live ? ({ kind: 'live', challenge } as const) : ({ kind: 'over' } as const);
  };
  /** Whether it signed this, counting on from the last time; a reset that waits is void then. */
  const prove = async (
    passkey: store.PasskeyRow,
    { challenge, origin, answer }: { challenge: string; origin: string; answer: PasskeyAnswer },
  ): Promise<Exclude<CheckPasskey, { kind: 'over' }>> => {
    const { passkeyId, shopperId } = passkey;
    const signed = await verifySigned(answer, { challenge, origin, rpId }, passkey);
    if (signed.kind === 'unproven') return signed;
    const { counter, backedUp } = signed;
    const counted = await store.noteUse(db, { passkeyId, counter, backedUp, nowWall: nowWall() });
    if (!counted) return { kind: 'unproven', why: 'another signature was counted as high meanwhile' };
    // Not all are lost, whatever support was told.
    await stopWaiting(db, { shopperId, by: 'passkey', nowWall: nowWall() });
    return { kind: 'proven', passkeyId };
  };
  const seal = async (shopperId: string, name: string) =>
    personal.seal(await profiles.personId(shopperId), name);

  return {
    originFor: site.originFor,
    usableBy: async (shopperId) => (await rowsOf(shopperId)).length > 0,
    async list(shopperId) {
      const rows = await rowsOf(shopperId);
      if (rows.length === 0) return [];
      const personId = await profiles.personId(shopperId);
      return Promise.all(
        rows.map(async ({ passkeyId, sealedName, backedUp, createdAtWall, lastUsedAtWall }) => ({
          ...{ passkeyId, backedUp, createdAtWall, lastUsedAtWall },
          name: await personal.open(personId, sealedName),
        })),
      );
    },
    async startAdding({ shopperId, lang }) {
      const known = await rowsOf(shopperId);
      if (known.length >= PASSKEYS_MAX) return null;
      return optionsOf({ rpId, known, shopperId, lang, challenge: await draw(shopperId, ADDING) });
    },
    async add({ shopperId, origin, name, created }) {
      const taken = await take(created.response.clientDataJSON, { shopperId, purpose: ADDING });
      if (taken.kind !== 'live') return taken;
      const made = await verifyMade(created, { challenge: taken.challenge, origin, rpId });
      if (made.kind === 'unproven') return made;
      const { kind: _, ...facts } = made;
      const passkeyId = deps.ids.next('pk');
      const sealedName = await seal(shopperId, name);
      return db.transaction(async (tx): Promise<AddPasskey> => {
        await store.lockAccount(tx, shopperId);
        const known = await store.readPasskeys(tx, { shopperId, rpId, nowWall: nowWall() });
        if (known.length >= PASSKEYS_MAX) return { kind: 'full' };
        const row = { passkeyId, shopperId, rpId, sealedName, createdAtWall: nowWall(), ...facts };
        if (!(await store.insertPasskey(tx, row)))
          return { kind: 'unproven', why: 'the credential is known already' };
        return { kind: 'added', passkeyId };
      });
    },
    rename: async ({ shopperId, passkeyId, name }) =>
      store.renamePasskey(db, { shopperId, passkeyId, sealedName: await seal(shopperId, name) }),
    remove: (input) => store.deletePasskey(db, input),
    async ask({ shopperId, purpose }) {
      const known = await rowsOf(shopperId);
      if (known.length === 0) return null;
      const challenge = await draw(shopperId, purpose);
      return {
        ...{ challenge, rpId, allowCredentials: known.map(descriptorOf) },
        ...{ userVerification: 'required', timeout: PASSKEY_MS },
      };
    },
    async askSignIn() {
      const challenge = await draw(null, SIGNING_IN);
      return {
        ...{ challenge, rpId, allowCredentials: [] },
        ...{ userVerification: 'required', timeout: PASSKEY_MS },
      };
    },
    async signIn({ origin, answer }) {
      const taken = await take(answer.response.clientDataJSON, { shopperId: null, purpose: SIGNING_IN });
      if (taken.kind !== 'live') return taken;
      const find = { credentialId: answer.id, rpId, nowWall: nowWall() };
      const passkey = await store.readByCredential(db, find);
      if (passkey === undefined) return { kind: 'unproven', why: 'a passkey that nobody has' };
      // Who says whose it is must say so: the account is not known from elsewhere.
      if (answer.response.userHandle === undefined)
        return { kind: 'unproven', why: 'the passkey names no account' };
      const proven = await prove(passkey, { challenge: taken.challenge, origin, answer });
      return proven.kind === 'proven' ? { kind: 'proven', shopperId: passkey.shopperId } : proven;
    },
    async check({ shopperId, purpose, origin, answer }) {
      const taken = await take(answer.response.clientDataJSON, { shopperId, purpose });
      if (taken.kind !== 'live') return taken;
      const passkey = (await rowsOf(shopperId)).find(({ credentialId }) => credentialId === answer.id);
      if (passkey === undefined) return { kind: 'unproven', why: 'no passkey of this account' };
      return prove(passkey, { challenge: taken.challenge, origin, answer });
    },
  };
}

type Drawn = { readonly shopperId: string | null; readonly purpose: string };

function optionsOf(input: {
  readonly rpId: string;
  readonly challenge: string;
  readonly shopperId: string;
  readonly lang: 'zh' | 'en';
  readonly known: readonly store.PasskeyRow[];
}): PasskeyOptions {
  // Guests have no name. The end of the id tells two accounts apart in an authenticator's list.
  const mark = input.shopperId.slice(-4);
  const name = input.lang === 'zh' ? `大促会员 ${mark}` : `Dacu member ${mark}`;
  return {
    challenge: input.challenge,
    rp: { id: input.rpId, name: RP_NAME },
    user: { id: userHandleOf(input.shopperId), name, displayName: name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ alg, type: 'public-key' })),
    excludeCredentials: input.known.map(descriptorOf),
    authenticatorSelection: {
      ...{ residentKey: 'preferred', requireResidentKey: false },
      userVerification: 'required',
    },
    attestation: 'none',
    timeout: PASSKEY_MS,
  };
}

function descriptorOf({ credentialId, transports }: store.PasskeyRow) {
  type Transport = PasskeyAsked['allowCredentials'][number]['transports'][number];
  return {
    id: credentialId,
    type: 'public-key' as const,
    transports: transports as readonly Transport[] as Transport[],
  };
}
