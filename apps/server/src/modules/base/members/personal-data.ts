import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Address } from '@dacu/contract/api';
import { secureBytes } from '../../../platform/chance.ts';
import { readTogether } from '../../../platform/db/read-together.ts';
import { createBoundedCache } from './bounded-cache.ts';
import type { MembersDeps } from './index.ts';
import type { AddressKeys } from './mask.ts';
import * as store from './store.ts';

export type PersonalData = {
  /** Seals a text under the person's key (made at first use). Base64: version, nonce, tag, ciphertext. */
  seal(personId: string, plain: string): Promise<string>;
  /** Throws when the key is gone (the person was erased) or the data was altered. */
  open(personId: string, sealed: string): Promise<string>;
  /** The same for bytes, without base64. */
  sealBytes(personId: string, plain: Buffer): Promise<Buffer>;
  openBytes(personId: string, sealed: Buffer): Promise<Buffer>;
  /** Keyed hashes for limits: the same phone or the same place give the same key on every account. */
  keysOf(address: Address): AddressKeys;
  /** A sealed key that was read for something else: used within seconds, and opened when something asks for it. */
  learn(personId: string, sealedKey: Buffer): void;
  /** The phone's part of `keysOf`, where there is no place yet. */
  phoneKeyOf(phone: string): string;
};

const nonces = secureBytes();
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function createPersonalData({ db, clocks, masterKey }: MembersDeps): PersonalData {
  if (masterKey.length !== 32) throw new Error(`the master key has ${masterKey.length} bytes, not 32`);
  // One purpose, one key: what seals person keys never hashes phones.
  const sealingKey = derive(masterKey, 'dacu person keys');
  const indexKey = derive(masterKey, 'dacu blind index');
  const keys = createBoundedCache<KeyObject>({ ttlMs: 60_000, entriesMax: 10_000 });

  const sealedKeys = createBoundedCache<Buffer>({ ttlMs: 5_000, entriesMax: 10_000 });
  const readKey = readTogether((personIds) => store.readPersonKeys(db, personIds));
  const makeKey = readTogether(async (personIds) => {
    const made = personIds.map((personId) => ({
      personId,
      sealedKey: encrypt(sealingKey, randomBytes(32), personId),
    }));
    await store.putPersonKeys(db, made);
    return store.readPersonKeys(db, personIds);
  });

  async function keyOf(personId: string, make: boolean): Promise<KeyObject> {
    const nowWall = clocks.wall.now();
    const cached = keys.get(personId, nowWall);
    if (cached !== undefined) return cached;
    const learnt = sealedKeys.get(personId, nowWall);
    const sealed = learnt ?? (await readKey(personId)) ?? (make ? await makeKey(personId) : undefined);
    if (sealed === undefined) throw new Error('the key of this person is gone');
    const key = createSecretKey(decrypt(sealingKey, sealed, personId));
    keys.set(personId, key, nowWall);
    return key;
  }

  const phoneKeyOf = (phone: string) => blind(indexKey, 'phone', phone);

  return {
    phoneKeyOf,
    learn(personId, sealedKey) {
      sealedKeys.set(personId, sealedKey, clocks.wall.now());
    },
    async seal(personId, plain) {
      return encrypt(await keyOf(personId, true), Buffer.from(plain, 'utf8'), personId).toString('base64');
    },
    async open(personId, sealed) {
      const key = await keyOf(personId, false);
      return decrypt(key, Buffer.from(sealed, 'base64'), personId).toString('utf8');
    },
    sealBytes: async (personId, plain) => encrypt(await keyOf(personId, true), plain, personId),
    openBytes: async (personId, sealed) => decrypt(await keyOf(personId, false), sealed, personId),
    keysOf(address) {
      return {
        phone: phoneKeyOf(address.phone),
        address: blind(indexKey, 'address', `${address.region}${normalisePlace(address.line)}`),
      };
    },
  };
}

/** A key object: bytes would be made into one again at every use, which costs more than the cipher (15 µs, 2 µs). */
function derive(masterKey: Uint8Array, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', masterKey, new Uint8Array(0), purpose, 32)));
}

/** The owner is authenticated with the data, so a sealed field cannot be moved to another person's row. */
function encrypt(key: KeyObject, plain: Buffer, owner: string): Buffer {
  const nonce = nonces(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
}

function decrypt(key: KeyObject, sealed: Buffer, owner: string): Buffer {
  if (sealed[0] !== VERSION) throw new Error('sealed data of an unknown version');
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(owner))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}

/** 128 bits suffice for telling people apart and keep the hot rows short. */
function blind(key: KeyObject, kind: string, value: string): string {
  return createHmac('sha256', key).update(`${kind}:${value}`).digest('base64url').slice(0, 22);
}

/** Spaces, punctuation, letter case, full-width forms and what nobody can see do not make another address. */
function normalisePlace(line: string): string {
  return line
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}\p{C}\p{M}\p{Default_Ignorable_Code_Point}]+/gu, '');
}
