import type { CheckWay } from '@dacu/engine/risk';
import type {
  BalanceChoice,
  BalanceQuote,
  BalanceRequest,
  BoxList,
  BoxPool,
  CheckAnswer,
  CheckView,
  PasskeyAdd,
  PasskeyAsked,
  PasskeyList,
  PasskeyOptions,
  PasskeySignIn,
  PaymentList,
  PaymentMethod,
  PaymentView,
  PresaleFullQuoteRequest,
  PresaleGiveUp,
  PurchaseBoxes,
  PurchaseView,
  QuoteView,
  SandboxMessages,
} from '../api/index.ts';
import type { Http } from './http.ts';

type Signal = AbortSignal | undefined;

/** More of what a shopper's screen may ask: calls that no first page makes, so that it need not carry them. */
export function createLaterClient(http: Http) {
  const id = encodeURIComponent;
  return {
    /** Has the server ask the providers how open charges stand; for a shopper who came back from a provider's page. */
    checkPayments: (purchaseId: string) =>
      http<PaymentList>({
        method: 'POST',
        path: `/api/purchases/${id(purchaseId)}/payments/check`,
        body: {},
        answer: 'paymentList',
      }),
    /** The sandbox provider's own counter. Its answer only says "taken down"; the result comes to the server by notification. */
    decideSandboxPayment: (payment: PaymentView, outcome: 'succeeded' | 'failed') =>
      http<unknown>({ method: 'POST', path: payment.approveUrl, body: { outcome }, answer: 'none' }),

    presaleFullQuote: (skuId: string, body: PresaleFullQuoteRequest, signal?: Signal) =>
      http<QuoteView>({
        method: 'POST',
        path: `/api/presale/${id(skuId)}/full/quote`,
        body,
        answer: 'quoteView',
        signal,
      }),
    balanceQuote: (purchaseId: string, body: BalanceChoice, signal?: Signal) =>
      http<BalanceQuote>({
        method: 'POST',
        path: `/api/purchases/${id(purchaseId)}/balance/quote`,
        body,
        answer: 'balanceQuote',
        signal,
      }),
    agreeBalance: (purchaseId: string, body: BalanceRequest) =>
      http<PurchaseView>({
        method: 'POST',
        path: `/api/purchases/${id(purchaseId)}/balance`,
        body,
        answer: 'purchaseView',
      }),
    giveUpPresale: (purchaseId: string, body: PresaleGiveUp) =>
      http<PurchaseView>({
        method: 'POST',
        path: `/api/purchases/${id(purchaseId)}/presale/end`,
        body,
        answer: 'purchaseView',
      }),

    boxes: (sku: string, signal?: Signal) =>
      http<BoxList>({ path: '/api/boxes', query: { sku }, answer: 'boxList', signal }),
    boxPool: (poolId: string, signal?: Signal) =>
      http<BoxPool>({ path: `/api/boxes/${id(poolId)}`, answer: 'boxPool', signal }),
    purchaseBoxes: (purchaseId: string, signal?: Signal) =>
      http<PurchaseBoxes>({
        path: `/api/purchases/${id(purchaseId)}/boxes`,
        answer: 'purchaseBoxes',
        signal,
      }),
    openBoxes: (purchaseId: string, drawIds: readonly string[]) =>
      http<PurchaseBoxes>({
        method: 'POST',
        path: `/api/purchases/${id(purchaseId)}/boxes/open`,
        body: { drawIds },
        answer: 'purchaseBoxes',
      }),

    askPaymentCheck: (
      purchaseId: string,
      body: { way: CheckWay; method: PaymentMethod; lang: 'zh' | 'en' },
    ) =>
      http<CheckView>({
        method: 'POST',
        path: `/api/purchases/${id(purchaseId)}/payment-checks`,
        body,
        answer: 'checkView',
      }),
    answerPaymentCheck: (checkId: string, body: CheckAnswer) =>
      http<{ payUntilWall: number }>({
        method: 'POST',
        path: `/api/payment-checks/${id(checkId)}`,
        body,
        answer: 'paymentCheckPassed',
      }),
    askSessionCheck: (body: { way: CheckWay; lang: 'zh' | 'en' }) =>
      http<CheckView>({ method: 'POST', path: '/api/session-checks', body, answer: 'checkView' }),
    answerSessionCheck: (checkId: string, body: CheckAnswer) =>
      http<{ freshUntilWall: number }>({
        method: 'POST',
        path: `/api/session-checks/${id(checkId)}`,
        body,
        answer: 'sessionCheckPassed',
      }),
    passkeys: (signal?: Signal) =>
      http<PasskeyList>({ path: '/api/passkeys', answer: 'passkeyList', signal }),
    passkeyOptions: (lang: 'zh' | 'en') =>
      http<PasskeyOptions>({
        method: 'POST',
        path: '/api/passkeys/options',
        body: { lang },
        answer: 'passkeyOptions',
      }),
    addPasskey: (body: PasskeyAdd) =>
      http<PasskeyList>({ method: 'POST', path: '/api/passkeys', body, answer: 'passkeyList' }),
    renamePasskey: (passkeyId: string, name: string) =>
      http<PasskeyList>({
        method: 'PUT',
        path: `/api/passkeys/${id(passkeyId)}`,
        body: { name },
        answer: 'passkeyList',
      }),
    removePasskey: (passkeyId: string) =>
      http<PasskeyList>({
        method: 'DELETE',
        path: `/api/passkeys/${id(passkeyId)}`,
        answer: 'passkeyList',
      }),
    signInOptions: () =>
      http<PasskeyAsked>({
        method: 'POST',
        path: '/api/session/passkey/options',
        body: {},
        answer: 'passkeyAsked',
      }),
    signIn: (body: PasskeySignIn) =>
      http<unknown>({ method: 'POST', path: '/api/session/passkey', body, answer: 'visitView' }),
    signOut: () => http<unknown>({ method: 'DELETE', path: '/api/session', answer: 'signedOut' }),
    stopPasskeyReset: () =>
      http<PasskeyList>({ method: 'DELETE', path: '/api/passkey-reset', answer: 'passkeyList' }),
    sandboxMessages: (signal?: Signal) =>
      http<SandboxMessages>({ path: '/api/sandbox/messages', answer: 'sandboxMessages', signal }),
  };
}
