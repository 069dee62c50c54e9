import { fenOf } from '../money-on-the-wire.ts';
import type { Delivery, Notification } from '../provider.ts';

/**
 * An asynchronous notification of Alipay: a form, signed with RSA2 over its sorted fields. Its time of sending lies in
 * the signed part but says nothing of replay (Alipay repeats one for 25 hours with the time of the first try), so what
 * keeps a replay harmless is that settling is idempotent.
 */
export function readNotification(
  delivery: Delivery,
  appId: string,
  signedByAlipay: (fields: Record<string, string>) => boolean,
): Notification | null {
  const fields = Object.fromEntries(new URLSearchParams(delivery.rawBody));
  if (!fields.sign || fields.sign_type !== 'RSA2') return null;
  if (!isGenuine(fields, signedByAlipay)) return null;
  // Signed by Alipay for another merchant's application is not meant for us.
  if (fields.app_id !== appId) return null;
  const { out_trade_no: paymentId, notify_id: notificationId, trade_status: status } = fields;
  const amountFen = fenOf(fields.total_amount ?? '');
  if (!paymentId || !notificationId || amountFen === null) return null;
  // The trade's closing after its money went back is no failed payment.
  if (fields.refund_fee !== undefined) return { kind: 'other', notificationId, paymentId };
  const outcome =
    status === 'TRADE_SUCCESS' || status === 'TRADE_FINISHED'
      ? 'succeeded'
      : status === 'TRADE_CLOSED'
        ? 'failed'
        : null;
  if (outcome === null) return { kind: 'other', notificationId, paymentId };
  return {
    kind: 'charge',
    notificationId,
    paymentId,
    providerRef: fields.trade_no ?? '',
    outcome,
    amountFen,
  };
}

function isGenuine(
  fields: Record<string, string>,
  signedByAlipay: (fields: Record<string, string>) => boolean,
): boolean {
  try {
    return signedByAlipay(fields);
  } catch {
    return false;
  }
}
