import type { PasskeyAdd, PasskeyAnswer, PasskeyAsked, PasskeyOptions } from '@dacu/contract/api';
import { queryOptions } from '@tanstack/react-query';
import { laterApi } from './later.ts';

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: ({ signal }) => laterApi.passkeys(signal),
  staleTime: 30_000,
});

/** Talks to authenticators; loaded when somebody uses one. */
const library = () => import('@simplewebauthn/browser');

/** The device, or its owner, did not go through with it; `known`: it has a passkey of this account already. */
export class PasskeyNotDone extends Error {
  readonly known: boolean;

  constructor(known: boolean) {
    super('the passkey was not made or used');
    this.known = known;
  }
}

/** Whether this browser knows passkeys at all; over plain http it does so under localhost alone. */
export function browserHasPasskeys(): boolean {
  return typeof window.PublicKeyCredential === 'function';
}

export async function makePasskey(options: PasskeyOptions): Promise<PasskeyAdd['created']> {
  const { startRegistration } = await library();
  const { id, rawId, response } = await done(startRegistration({ optionsJSON: options }));
  const { clientDataJSON, attestationObject, transports = [] } = response;
  return {
    id,
    rawId,
    type: 'public-key',
    response: { clientDataJSON, attestationObject, transports: [...transports] },
  };
}

export async function signWithPasskey(asked: PasskeyAsked): Promise<PasskeyAnswer> {
  const { startAuthentication } = await library();
  const { id, rawId, response } = await done(startAuthentication({ optionsJSON: asked }));
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return {
    ...{ id, rawId, type: 'public-key' },
    response: {
      clientDataJSON,
      authenticatorData,
      signature,
      ...(userHandle !== undefined && { userHandle }),
    },
  };
}

/** Browsers tell little of why, on purpose; all of it means that the person may try again. */
async function done<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw new PasskeyNotDone(error instanceof Error && error.name === 'InvalidStateError');
  }
}

const DEVICES = [
  [/iPhone/, 'iphone'],
  [/iPad/, 'ipad'],
  [/Android/, 'android'],
  [/Macintosh/, 'mac'],
  [/Windows/, 'windows'],
  [/Linux/, 'linux'],
] as const;

/** What this device is likely to be called by its owner, who may change it. */
export function deviceKind(userAgent: string): (typeof DEVICES)[number][1] | 'other' {
  return DEVICES.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'other';
}
