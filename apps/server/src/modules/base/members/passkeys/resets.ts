import { PASSKEY_RESET_TERMS, stateOfReset } from '@dacu/engine/risk';
import type { MembersDeps } from '../index.ts';
import type { People } from '../people.ts';
import * as store from './reset-store.ts';
import { lockAccount, readPasskeys } from './store.ts';

export type AskReset =
  | { readonly kind: 'asked'; readonly reset: store.ResetRow }
  /** It has no passkey that could be reset. */
  | { readonly kind: 'none' }
  | { readonly kind: 'waiting'; readonly reset: store.ResetRow };

/**
 * Resets of a shopper's passkeys by support. Nothing happens at once: the passkeys that were there when it was asked for
 * cease to count when the waiting is over, which is seen when they are read. Until then the shopper, support, or one right
 * use of any of them stops it.
 */
export type PasskeyResets = {
  /** The last that was asked for, whatever became of it. */
  lastOf(shopperId: string): Promise<store.ResetRow | null>;
  /** Until when a single payment is limited since a reset took effect; null: it is not. */
  limitedUntil(shopperId: string): Promise<number | null>;
  /** Whether a reset of the last weeks keeps this account as closed as a passkey would. */
  guards(shopperId: string): Promise<boolean>;
  ask(input: { shopperId: string; by: string; reason: string }): Promise<AskReset>;
  /** False when none waits. */
  stopByShopper(shopperId: string): Promise<boolean>;
  stopByOperator(input: { shopperId: string; by: string }): Promise<boolean>;
};

export function createPasskeyResets(
  deps: Pick<MembersDeps, 'db' | 'clocks' | 'ids'> & { readonly people: People; readonly rpId: string },
): PasskeyResets {
  const { db, ids, people, rpId } = deps;
  const nowWall = () => deps.clocks.wall.now();
  const stateNow = async (shopperId: string) => {
    const reset = await store.readLastReset(db, shopperId);
    return reset === null ? null : { reset, state: stateOfReset(reset, nowWall()) };
  };

  return {
    lastOf: (shopperId) => store.readLastReset(db, shopperId),

    async limitedUntil(shopperId) {
      const last = await stateNow(shopperId);
      return last?.state === 'limited' ? last.reset.effectiveAtWall + PASSKEY_RESET_TERMS.limitedMs : null;
    },

    async guards(shopperId) {
      const state = (await stateNow(shopperId))?.state;
      return state === 'limited' || state === 'guarded';
    },

    ask: ({ shopperId, by, reason }) =>
      db.transaction(async (tx): Promise<AskReset> => {
        await lockAccount(tx, shopperId);
        const now = nowWall();
        const last = await store.readLastReset(tx, shopperId);
        if (last !== null && stateOfReset(last, now) === 'waiting') return { kind: 'waiting', reset: last };
        const passkeys = (await readPasskeys(tx, { shopperId, rpId, nowWall: now })).length;
        if (passkeys === 0) return { kind: 'none' };
        const reset: store.ResetRow = {
          ...{ resetId: ids.next('pr'), shopperId, askedBy: by, reason, askedAtWall: now },
          ...{ effectiveAtWall: now + PASSKEY_RESET_TERMS.waitMs, stoppedAtWall: null, stoppedBy: null },
        };
        await store.insertReset(tx, reset);
        const detail = { reason, passkeys, effectiveAtWall: reset.effectiveAtWall };
        await people.noteAct(tx, { kind: 'passkeyResetAsked', subject: shopperId, detail, by });
        return { kind: 'asked', reset };
      }),

    stopByShopper: (shopperId) => store.stopWaiting(db, { shopperId, by: 'shopper', nowWall: nowWall() }),

    stopByOperator: ({ shopperId, by }) =>
      db.transaction(async (tx) => {
        const stopped = await store.stopWaiting(tx, { shopperId, by: 'operator', nowWall: nowWall() });
        if (stopped)
          await people.noteAct(tx, { kind: 'passkeyResetStopped', subject: shopperId, detail: {}, by });
        return stopped;
      }),
  };
}
