import type { PasskeyAsked } from '@dacu/contract/api';
import { formatFen } from '@dacu/engine/money';
import { type CheckWay, CODE_MS, codeAllowedAfter, type PaymentRisk } from '@dacu/engine/risk';
import type { Tx } from '../../../../platform/db/types.ts';
import { writeOutbox } from '../../../../platform/outbox/write-outbox.ts';
import type { ChecksDeps } from './index.ts';
import { maskPhone } from './messages.ts';
import * as store from './store.ts';

/**
 * What is checked: a payment, since it is risky, or the session that asks, since it is about to change what guards its
 * account.
 */
export type CheckSubject =
  | ({ readonly kind: 'payment'; readonly risks: readonly PaymentRisk[] } & store.CheckedPayment)
  | { readonly kind: 'session'; readonly sessionHash: Uint8Array };

export type CheckAsked = {
  readonly at: number;
  readonly shopperId: string;
  readonly subject: CheckSubject;
  readonly way: CheckWay;
  /** The number to take where the account has shown none to be its own lately; null: then it is asked by no message. */
  readonly phone: string | null;
  readonly lang: 'zh' | 'en';
};
export type AskAnswer =
  | {
      readonly kind: 'asked';
      readonly way: 'sms';
      readonly checkId: string;
      /** As screens may show it. */
      readonly phone: string;
      readonly expiresAtWall: number;
    }
  | {
      readonly kind: 'asked';
      readonly way: 'passkey';
      readonly checkId: string;
      readonly passkey: PasskeyAsked;
      readonly expiresAtWall: number;
    }
  | { readonly kind: 'tooSoon'; readonly retryMs: number }
  | { readonly kind: 'notSent' }
  /** Not a way that is open to this account. */
  | { readonly kind: 'closed' };

const DAY_MS = 86_400_000;
/** As long as a session: numbers change hands, and who lost one must not be kept out for ever. */
const CONFIRMED_MS = 180 * DAY_MS;

export function askCheck(deps: ChecksDeps, input: CheckAsked): Promise<AskAnswer> {
  return input.way === 'passkey' ? askPasskey(deps, input) : askCode(deps, input);
}

/** The number that the account has shown to be its own in the last half year. */
export function readConfirmed({ db, clocks }: ChecksDeps, shopperId: string) {
  return store.readConfirmed(db, shopperId, clocks.wall.now() - CONFIRMED_MS);
}

/**
 * Has a passkey of the account sign: the challenge is good for this check alone, and with it for this purchase, amount and
 * provider.
 */
async function askPasskey(deps: ChecksDeps, input: CheckAsked): Promise<AskAnswer> {
  const { shopperId } = input;
  const checkId = deps.ids.next('pc');
  const row = rowOf(deps, checkId, input);
  const passkey = await deps.members.passkeys.ask({ shopperId, purpose: purposeOf(row) });
  if (passkey === null) return { kind: 'closed' };
  await deps.db.transaction((tx) => add(tx, input, { ...row, code: null }));
  return { kind: 'asked', way: 'passkey', checkId, passkey, expiresAtWall: row.expiresAtWall };
}

/** What a challenge is drawn for, in full: an answer to it serves nothing else. */
export function purposeOf({ checkId, payment }: Pick<store.CheckRow, 'checkId' | 'payment'>): string {
  const words =
    payment === null
      ? ['session', checkId]
      : ['payment', checkId, payment.purchaseId, payment.stage, payment.amountFen, payment.method ?? ''];
  return words.join(' ');
}

/**
 * Sends a code to the shopper's phone. It voids the earlier one of the same payment. Counted before it is sent, for the
 * number and for the account, so that nobody can have a stranger's phone ring all night.
 */
async function askCode(deps: ChecksDeps, input: CheckAsked): Promise<AskAnswer> {
  const { shopperId } = input;
  const { sender } = deps;
  const number = sender === null ? null : await numberOf(deps, input);
  if (sender === null || number === null) return { kind: 'closed' };
  const { phone, phoneKey, sealedPhone } = number;
  const checkId = deps.ids.next('pc');
  const code = deps.codes.draw();
  const row = rowOf(deps, checkId, input);
  const nowWall = row.askedAtWall;
  const retryMs = await deps.db.transaction(async (tx) => {
    await store.lockAskers(tx, [`phone ${phoneKey}`, `shopper ${shopperId}`]);
    const sent = await store.readSendings(tx, { phoneKey, shopperId, since: nowWall - DAY_MS });
    const waitMs = Math.max(
      codeAllowedAfter(sent.toPhone, nowWall),
      codeAllowedAfter(sent.forShopper, nowWall),
    );
    if (waitMs > 0) return waitMs;
    const codeHash = deps.codes.hashOf(checkId, code);
    await add(tx, input, { ...row, code: { phoneKey, sealedPhone, codeHash } });
    return 0;
  });
  if (retryMs > 0) return { kind: 'tooSoon', retryMs };
  try {
    await sender.send({ messageId: checkId, phone, text: textOf(input, code) });
  } catch (err) {
    deps.log.warn({ err, checkId }, 'the code of a check was not sent');
    await store.voidCheck(deps.db, checkId);
    return { kind: 'notSent' };
  }
  const { expiresAtWall } = row;
  return { kind: 'asked', way: 'sms', checkId, phone: maskPhone(phone), expiresAtWall };
}

type NewCheck = Parameters<typeof store.insertCheck>[1];

function rowOf(deps: ChecksDeps, checkId: string, input: CheckAsked): Omit<NewCheck, 'code'> {
  const { shopperId, way, subject } = input;
  const askedAtWall = deps.clocks.wall.now();
  const times = { askedAtWall, expiresAtWall: askedAtWall + CODE_MS };
  if (subject.kind === 'session')
    return {
      ...{ checkId, shopperId, way, ...times },
      ...{ payment: null, sessionHash: subject.sessionHash, risks: [] },
    };
  const { purchaseId, stage, amountFen, method, risks } = subject;
  return {
    ...{ checkId, shopperId, way, ...times },
    ...{ payment: { purchaseId, stage, amountFen, method }, sessionHash: null, risks },
  };
}

/** Adds the check, and tells it where it belongs to an order. */
async function add(tx: Tx, { at, subject, way }: CheckAsked, row: NewCheck): Promise<void> {
  await store.insertCheck(tx, row);
  if (subject.kind === 'session') return;
  const { purchaseId, amountFen, risks } = subject;
  await writeOutbox(tx, [
    {
      ...{ type: 'payment.checkAsked', aggregate: purchaseId, at },
      data: { purchaseId, checkId: row.checkId, way, amountFen, risks, reason: risks[0], by: 'system' },
    },
  ]);
}

async function numberOf(deps: ChecksDeps, { shopperId, phone }: CheckAsked) {
  const { personal, profiles } = deps.members;
  const personId = await profiles.personId(shopperId);
  const known = await readConfirmed(deps, shopperId);
  if (known !== undefined) return { ...known, phone: await personal.open(personId, known.sealedPhone) };
  if (phone === null) return null;
  return { phone, phoneKey: personal.phoneKeyOf(phone), sealedPhone: await personal.seal(personId, phone) };
}

/** Who sends it, what for, for how long; a code that nobody asked for says what to do with it. */
function textOf({ subject, lang }: CheckAsked, code: string): string {
  const minutes = CODE_MS / 60_000;
  if (subject.kind === 'session')
    return lang === 'zh'
      ? `【大促】验证码 ${code}，用于管理您账户的通行密钥，${minutes} 分钟内有效。如非本人操作，请勿告诉他人。`
      : `[Dacu] ${code} is your code to change the passkeys of your account, good for ${minutes} minutes. If this is not you, tell it to nobody.`;
  const amount = formatFen(subject.amountFen);
  return lang === 'zh'
    ? `【大促】验证码 ${code}，用于确认支付 ${amount}，${minutes} 分钟内有效。如非本人操作，请勿告诉他人。`
    : `[Dacu] ${code} is your code to confirm a payment of ${amount}, good for ${minutes} minutes. If this is not you, tell it to nobody.`;
}
