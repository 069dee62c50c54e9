import { formatFen } from '@dacu/engine/money';
import { CODE_MS, codeAllowedAfter, type PaymentRisk } from '@dacu/engine/risk';
import { writeOutbox } from '../../../../platform/outbox/write-outbox.ts';
import type { PaymentStage } from '../payment.ts';
import type { ChecksDeps } from './index.ts';
import { maskPhone } from './messages.ts';
import * as store from './store.ts';

/** What is to be paid, by whom; a check is good for exactly this. */
export type Checked = {
  readonly shopperId: string;
  readonly purchaseId: string;
  readonly stage: PaymentStage;
  readonly amountFen: number;
};
export type CheckAsked = Checked & {
  readonly at: number;
  readonly risks: readonly PaymentRisk[];
  /** The number of the order; an account that has shown another to be its own is asked there instead. */
  readonly phone: string;
  readonly lang: 'zh' | 'en';
};
export type AskAnswer =
  | {
      readonly kind: 'asked';
      readonly checkId: string;
      /** As screens may show it. */
      readonly phone: string;
      readonly expiresAtWall: number;
    }
  | { readonly kind: 'tooSoon'; readonly retryMs: number }
  | { readonly kind: 'notSent' };

const DAY_MS = 86_400_000;
/** As long as a session: numbers change hands, and who lost one must not be kept out for ever. */
export const CONFIRMED_MS = 180 * DAY_MS;

/**
 * Sends a code to the shopper's phone. It voids the earlier one of the same payment. Counted before it is sent, for the
 * number and for the account, so that nobody can have a stranger's phone ring all night.
 */
export async function askCheck(deps: ChecksDeps, sender: Sender, input: CheckAsked): Promise<AskAnswer> {
  const { shopperId, purchaseId, stage, amountFen, at, risks, lang } = input;
  const { checkId, code, phone, phoneKey, sealedPhone } = await prepare(deps, input);
  const nowWall = deps.clocks.wall.now();
  const expiresAtWall = nowWall + CODE_MS;
  const retryMs = await deps.db.transaction(async (tx) => {
    await store.lockAskers(tx, [`phone ${phoneKey}`, `shopper ${shopperId}`]);
    const sent = await store.readSendings(tx, { phoneKey, shopperId, since: nowWall - DAY_MS });
    const waitMs = Math.max(
      codeAllowedAfter(sent.toPhone, nowWall),
      codeAllowedAfter(sent.forShopper, nowWall),
    );
    if (waitMs > 0) return waitMs;
    await store.insertCheck(tx, {
      ...{ checkId, shopperId, purchaseId, stage, amountFen, risks, phoneKey, sealedPhone },
      ...{ codeHash: deps.codes.hashOf(checkId, code), askedAtWall: nowWall, expiresAtWall },
    });
    await writeOutbox(tx, [
      {
        ...{ type: 'payment.checkAsked', aggregate: purchaseId, at },
        data: { purchaseId, checkId, amountFen, risks, reason: risks[0], by: 'system' },
      },
    ]);
    return 0;
  });
  if (retryMs > 0) return { kind: 'tooSoon', retryMs };
  try {
    await sender.send({ messageId: checkId, phone, text: textOf({ code, amountFen, lang }) });
  } catch (err) {
    deps.log.warn({ err, checkId }, 'the code of a payment check was not sent');
    await store.voidCheck(deps.db, checkId);
    return { kind: 'notSent' };
  }
  return { kind: 'asked', checkId, phone: maskPhone(phone), expiresAtWall };
}

type Sender = NonNullable<ChecksDeps['sender']>;

async function prepare(deps: ChecksDeps, { shopperId, phone }: CheckAsked) {
  const { personal, profiles } = deps.members;
  const personId = await profiles.personId(shopperId);
  const known = await store.readConfirmed(deps.db, shopperId, deps.clocks.wall.now() - CONFIRMED_MS);
  const number = known === undefined ? phone : await personal.open(personId, known.sealedPhone);
  return {
    checkId: deps.ids.next('pc'),
    code: deps.codes.draw(),
    phone: number,
    phoneKey: known?.phoneKey ?? personal.phoneKeyOf(phone),
    sealedPhone: known?.sealedPhone ?? (await personal.seal(personId, phone)),
  };
}

/** Who sends it, what for, for how long; a code that nobody asked for says what to do with it. */
function textOf({ code, amountFen, lang }: { code: string; amountFen: number; lang: 'zh' | 'en' }): string {
  const amount = formatFen(amountFen);
  const minutes = CODE_MS / 60_000;
  return lang === 'zh'
    ? `【大促】验证码 ${code}，用于确认支付 ${amount}，${minutes} 分钟内有效。如非本人操作，请勿告诉他人。`
    : `[Dacu] ${code} is your code to confirm a payment of ${amount}, good for ${minutes} minutes. If this is not you, tell it to nobody.`;
}
