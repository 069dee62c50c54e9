import type { Entry } from './entry.ts';

/** Refusals about operators and their passwords; part of the registry. */
export const PEOPLE_ERRORS = {
  nameTaken: {
    status: 409,
    shopper: { zh: '这个名字已被使用。', en: 'This name is taken.' },
    operator: {
      zh: '已有同名人员（包括已停用的），请换一个名字。',
      en: 'Somebody has this name, perhaps disabled; choose another.',
    },
  },
  ownAccount: {
    status: 409,
    shopper: { zh: '不能对自己这样做。', en: 'You cannot do this to yourself.' },
    operator: {
      zh: '不能更改自己的角色、停用或重置自己，请另一位总指挥操作。',
      en: 'Nobody changes their own role, disables or resets themselves; ask another commander.',
    },
  },
  lastCommander: {
    status: 409,
    shopper: { zh: '至少要有一位总指挥。', en: 'There must be a commander.' },
    operator: {
      zh: '这是最后一位能登录的总指挥，请先指定另一位。',
      en: 'This is the last commander who can sign in; make another one first.',
    },
  },
  passwordWrong: {
    status: 422,
    shopper: { zh: '当前密码不正确。', en: 'The current password is not right.' },
    operator: {
      zh: '当前密码不正确，未作更改。',
      en: 'The current password is not right; nothing was changed.',
    },
  },
} as const satisfies Record<string, Entry>;
