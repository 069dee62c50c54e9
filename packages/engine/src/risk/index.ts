/**
 * Risk of a payment: whether it goes on as it is, or only once somebody has shown that they are who the order says. One
 * list of reasons, each with its threshold, and nothing else decides.
 */
export {
  CODE_DIGITS,
  CODE_MS,
  CODE_TRIES_MAX,
  codeAllowedAfter,
  codeFrom,
  PROOF_CHARGES_MAX,
  PROOF_MS,
} from './check-code.ts';
export {
  CHECK_WAYS,
  type CheckWay,
  judgePayment,
  PAYMENT_RISK_TERMS,
  PAYMENT_RISKS,
  type PaymentFacts,
  type PaymentRisk,
  type PaymentRiskTerms,
} from './judge-payment.ts';
export {
  PASSKEY_RESET_TERMS,
  type PasskeyReset,
  type PasskeyResetState,
  stateOfReset,
} from './passkey-reset.ts';
