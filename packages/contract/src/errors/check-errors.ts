import type { Entry } from './entry.ts';

/** Refusals around the second check of a risky payment; part of the registry. */
export const CHECK_ERRORS = {
  paymentCheckNeeded: {
    status: 403,
    shopper: {
      zh: '为了您的资金安全，请先完成短信验证。',
      en: 'To keep your money safe, please confirm with a text message first.',
    },
    operator: {
      zh: '该笔支付触发风险规则，须先通过验证（ways 为可用方式）。',
      en: 'This payment met a rule of risk and wants a check first; `ways` says which.',
    },
  },
  paymentCheckNotNeeded: {
    status: 409,
    shopper: { zh: '这笔支付不需要验证，请直接付款。', en: 'This payment needs no code. Please just pay.' },
    operator: { zh: '该笔支付没有触发风险规则。', en: 'No rule of risk asks for a check of this payment.' },
  },
  paymentCodeWrong: {
    status: 422,
    shopper: {
      zh: '验证码不正确，请再看一下短信。',
      en: 'That code is not right. Please look at the message again.',
    },
    operator: {
      zh: '验证码错误，triesLeft 为剩余次数。',
      en: 'A wrong code; `triesLeft` is how many tries are left.',
    },
  },
  paymentCheckOver: {
    status: 409,
    shopper: { zh: '验证码已失效，请重新获取。', en: 'That code is over. Please get a new one.' },
    operator: {
      zh: '验证已过期、已使用、次数用尽或已被新的验证码取代。',
      en: 'The check expired, was used, has no tries left, or a newer code took its place.',
    },
  },
  messageNotSent: {
    status: 503,
    shopper: {
      zh: '短信暂时发不出去，请稍候再试。',
      en: 'We could not send the message just now. Please try again soon.',
    },
    operator: { zh: '短信通道没有接收这条短信。', en: 'The sender of text messages did not take it.' },
  },
} as const satisfies Record<string, Entry>;
