import type { storyZh } from './story-zh.ts';

export const storyEn: Record<keyof typeof storyZh, string> = {
  'story.purchase.placed': 'Placed',
  'story.charge.asked': 'Payment asked for',
  'story.charge.failed': 'Payment failed',
  'story.charge.settled': 'Provider confirmed',
  'story.purchase.paid': 'Paid',
  'story.purchase.closed': 'Closed',
  'story.purchase.refunded': 'Refunded',
  'story.purchase.protected': 'Price protection paid',
  'story.payment.refunded': 'Money sent back',
  'story.complaint.opened': 'Complaint',
  'story.box.drawn': 'Blind box drawn',
  'order.note.sandbox': 'sandbox',
  'story.by.shopper': 'shopper',
  'story.by.operator': 'operator',
  'story.by.clerk': 'store clerk',
  'story.by.provider': 'payment provider',
  'story.by.carrier': 'carrier',
  'story.by.clock': 'by deadline',
  'story.by.system': 'system',
};
