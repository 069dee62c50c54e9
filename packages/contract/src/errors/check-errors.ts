import type { Entry } from './entry.ts';

/** Refusals around the second check of a risky payment; part of the registry. */
export const CHECK_ERRORS = {
  paymentCheckNeeded: {
    status: 403,
    shopper: {
      zh: '为了您的资金安全，请先完成安全验证。',
      en: 'To keep your money safe, please confirm that it is you first.',
    },
    operator: {
      zh: '该笔支付触发风险规则，须先通过验证（ways 为可用方式）。',
      en: 'This payment met a rule of risk and wants a check first; `ways` says which.',
    },
  },
  paymentCheckNotNeeded: {
    status: 409,
    shopper: { zh: '这笔支付不需要验证，请直接付款。', en: 'This payment needs no check. Please just pay.' },
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
    shopper: { zh: '这次验证已失效，请重新开始。', en: 'That check is over. Please start it again.' },
    operator: {
      zh: '验证已过期、已使用、次数用尽或已被新的验证取代。',
      en: 'The check expired, was used, has no tries left, or a newer one took its place.',
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
  checkWayClosed: {
    status: 409,
    shopper: {
      zh: '您的账户现在不能用这种方式验证。',
      en: 'Your account cannot be confirmed in this way just now.',
    },
    operator: {
      zh: '该验证方式不可用：没有通行密钥，没有短信通道，或没有可信的手机号（ways 为可用方式）。',
      en: 'This way is not open: no passkey, no sender of messages, or no number that is known to be theirs; `ways` says which are.',
    },
  },
  sessionNotFresh: {
    status: 403,
    shopper: { zh: '请先确认是您本人。', en: 'Please confirm first that it is you.' },
    operator: {
      zh: '增删通行密钥须在登录或验证后的十分钟内（ways 为可用方式，空则暂不可验证）。',
      en: 'Passkeys are added and removed within ten minutes of signing in or of a check; `ways` says how, none: not yet.',
    },
  },
  passkeyRefused: {
    status: 422,
    shopper: {
      zh: '这个通行密钥没有通过验证，请重试或换一种方式。',
      en: 'That passkey was not accepted. Please try again or use another way.',
    },
    operator: {
      zh: '通行密钥签名、来源、计数或归属不符，原因见日志。',
      en: 'Signature, origin, counter or owner of the passkey is not right; the log says which.',
    },
  },
  passkeyOver: {
    status: 409,
    shopper: {
      zh: '等待时间过长或已使用过，请重新添加。',
      en: 'That took too long or was used before. Please add it again.',
    },
    operator: {
      zh: '添加通行密钥的挑战已过期或已使用。',
      en: 'The challenge for adding a passkey expired or was used.',
    },
  },
  passkeyResetNotNeeded: {
    status: 409,
    shopper: {
      zh: '无需重置：没有通行密钥，或可以用验证码自行管理。',
      en: 'No reset is needed: there is no passkey, or a code by message can manage them.',
    },
    operator: {
      zh: '该会员没有可重置的通行密钥，或可以用短信验证码自行删除。请引导会员到「我的 · 通行密钥」。',
      en: 'The shopper has no passkey to reset, or can remove them with a code by message under Me · Passkeys.',
    },
  },
  passkeyResetWaiting: {
    status: 409,
    shopper: { zh: '已有一次重置在等待生效。', en: 'A reset is waiting already.' },
    operator: {
      zh: '该会员已有一次通行密钥重置在等待生效。',
      en: 'A reset of this shopper’s passkeys is waiting already.',
    },
  },
  paymentAfterReset: {
    status: 403,
    shopper: {
      zh: '通行密钥刚刚重置过，为保护您的账户，七天内单笔支付须低于 ¥5,000。请改买较小的金额，或过几天再来。',
      en: 'Your passkeys were reset a short while ago. To protect your account, single payments stay below ¥5,000 for seven days. Please buy for less, or come back later.',
    },
    operator: {
      zh: '通行密钥重置生效后七天内，单笔 ¥5,000 及以上不放行。',
      en: 'No single payment of ¥5,000 or more within seven days of a reset of passkeys.',
    },
  },
  passkeysFull: {
    status: 409,
    shopper: {
      zh: '通行密钥数量已达上限，请先删除不用的。',
      en: 'You have as many passkeys as there can be. Please remove one first.',
    },
    operator: { zh: '该账户通行密钥数量已达上限。', en: 'The account has as many passkeys as it may have.' },
  },
  passkeyOriginRefused: {
    status: 403,
    shopper: {
      zh: '通行密钥只能在本站的正式地址使用，请从那里打开。',
      en: 'Passkeys work only under the proper address of this site. Please open it there.',
    },
    operator: {
      zh: '请求来自不允许使用通行密钥的地址（origin 为允许的地址；空则 DACU_PUBLIC_URL 不是域名或不是 https）。',
      en: 'Asked from an address where passkeys do not work; `origin` is where they do, none where DACU_PUBLIC_URL is no https name.',
    },
  },
} as const satisfies Record<string, Entry>;
