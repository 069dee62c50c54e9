/**
 * Pre-sale, a deposit and then a balance (domain §2; Civil Code articles 586 to 588): what its terms come to, what each
 * ending pays back, keeps or doubles, and what a refund takes from which payment. Pure; whole fen.
 */
export { type Ending, type EndingEvent, endPresale } from './endings.ts';
export { type DepositRank, giftPurchaseIds, ranksBefore } from './gift-ranks.ts';
export { type PaymentParts, type RefundParts, refundParts } from './refund-parts.ts';
export { REMINDER_KINDS, type Reminder, type ReminderKind, remindersOf } from './reminders.ts';
export {
  type Likeness,
  RED_ACTS,
  type Shortage,
  shortageOf,
  similarItem,
} from './shortage.ts';
export {
  type FrozenPresale,
  legalDepositFen,
  type PresaleStage,
  type PresaleUnit,
  presaleStage,
  presaleUnit,
  setAsideUnits,
} from './terms.ts';
