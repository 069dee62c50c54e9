import { z } from 'zod';
import type { Delivery, Notification, RefundStanding } from '../provider.ts';
import type { WechatpaySettings } from './client.ts';
import type { PlatformKeys } from './platform-keys.ts';
import { platformSigned, unseal } from './signing.ts';

const envelope = z.object({
  id: z.string().min(1).max(64),
  event_type: z.string(),
  resource: z.object({
    algorithm: z.string(),
    ciphertext: z.string(),
    nonce: z.string(),
    associated_data: z.string().optional(),
  }),
});
const transaction = z.object({
  mchid: z.string(),
  appid: z.string(),
  out_trade_no: z.string(),
  transaction_id: z.string(),
  trade_state: z.string(),
  amount: z.object({ total: z.number().int() }),
});
const refund = z.object({
  mchid: z.string(),
  out_trade_no: z.string(),
  out_refund_no: z.string(),
  refund_status: z.string(),
});

/** A notification of WeChat Pay: signed by the platform, what it says sealed under the APIv3 key. */
export async function readNotification(
  settings: WechatpaySettings,
  keys: PlatformKeys,
  delivery: Delivery,
  nowWall: number,
): Promise<Notification | null> {
  if (!(await platformSigned(keys, delivery.headers, delivery.rawBody, nowWall))) return null;
  const outer = envelope.safeParse(parseJson(delivery.rawBody));
  if (!outer.success) return null;
  const plain = unseal(settings.apiKey, outer.data.resource);
  if (plain === null) return null;
  const { id: notificationId, event_type: event } = outer.data;
  return event.startsWith('REFUND.')
    ? aboutRefund(notificationId, settings, parseJson(plain))
    : aboutCharge(notificationId, settings, parseJson(plain));
}

function aboutCharge(
  notificationId: string,
  settings: WechatpaySettings,
  plain: unknown,
): Notification | null {
  const { success, data } = transaction.safeParse(plain);
  if (!success || data.mchid !== settings.merchantId || data.appid !== settings.appId) return null;
  const { out_trade_no: paymentId, transaction_id: providerRef, amount } = data;
  // Only what was paid is notified; anything else is asked for.
  if (data.trade_state !== 'SUCCESS') return { kind: 'other', notificationId, paymentId };
  return {
    ...{ kind: 'charge', notificationId, paymentId, providerRef },
    outcome: 'succeeded',
    amountFen: amount.total,
  };
}

function aboutRefund(
  notificationId: string,
  settings: WechatpaySettings,
  plain: unknown,
): Notification | null {
  const { success, data } = refund.safeParse(plain);
  if (!success || data.mchid !== settings.merchantId) return null;
  return {
    ...{ kind: 'refund', notificationId },
    refundId: data.out_refund_no,
    paymentId: data.out_trade_no,
    standing: refundStanding(data.refund_status),
  };
}

/** `CLOSED`: WeChat gave the refund up; `ABNORMAL`: the payer's card or account takes it no more. */
export function refundStanding(status: string): RefundStanding {
  if (status === 'SUCCESS') return { state: 'succeeded' };
  return status === 'PROCESSING' ? { state: 'processing' } : { state: 'abnormal', reason: status };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
