import type { Clocks } from '../../../../platform/clocks.ts';
import type { Db } from '../../../../platform/db/types.ts';
import * as store from './store.ts';

/**
 * Whoever carries text messages to phones. Resolves when it was taken over; rejects when it was not, and then the code
 * that it carried is void. Never called inside a transaction; what it is told must not be logged.
 */
export type MessageSender = {
  send(message: { readonly messageId: string; readonly phone: string; readonly text: string }): Promise<void>;
};

export type SandboxMessage = { readonly messageId: string; readonly text: string; readonly atWall: number };

/** Long enough to be read; a code in it is over by then. */
const KEPT_MS = 10 * 60_000;

/** 138****5678, as addresses are shown. */
export function maskPhone(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

/** The sandbox's sender: the phones are a table, which shows a shopper the messages of their own checks. */
export function createSandboxSender({ db, clocks }: { readonly db: Db; readonly clocks: Clocks }) {
  return {
    async send({ messageId, phone, text }: Parameters<MessageSender['send']>[0]): Promise<void> {
      const nowWall = clocks.wall.now();
      // Somebody who tries things out may have typed their own number: it is not kept.
      const sentTo = maskPhone(phone);
      await store.keepMessage(db, { messageId, sentTo, text, nowWall, keptSince: nowWall - KEPT_MS });
    },
    inbox: (shopperId: string): Promise<SandboxMessage[]> =>
      store.readMessages(db, shopperId, clocks.wall.now() - KEPT_MS),
  };
}
export type SandboxSender = ReturnType<typeof createSandboxSender>;
