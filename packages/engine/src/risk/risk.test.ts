import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CODE_DIGITS,
  codeAllowedAfter,
  codeFrom,
  judgePayment,
  PAYMENT_RISK_TERMS,
  type PaymentFacts,
  type PaymentRisk,
} from './index.ts';

const PLAIN: PaymentFacts = {
  ...{ amountFen: 12_800, hasPaid: true, knowsRecipient: true },
  ...{ failedTries: 0, otherAccounts: 0 },
};

describe('a payment', () => {
  test.each<[string, Partial<PaymentFacts>, PaymentRisk[]]>([
    ['of an ordinary amount to a known place', {}, []],
    ['one fen below the amount', { amountFen: 499_999 }, []],
    ['of the amount', { amountFen: 500_000 }, ['highAmount']],
    ['to somebody new, small', { knowsRecipient: false, amountFen: 99_999 }, []],
    ['to somebody new, large', { knowsRecipient: false, amountFen: 100_000 }, ['newRecipient']],
    ['the first of an account', { hasPaid: false, knowsRecipient: false, amountFen: 499_999 }, []],
    ['after four failed tries', { failedTries: 4 }, []],
    ['after five failed tries', { failedTries: 5 }, ['failedTries']],
    ['with a number of two others', { otherAccounts: 2 }, []],
    ['with a number of three others', { otherAccounts: 3 }, ['sharedPhone']],
    [
      'with everything at once',
      { amountFen: 900_000, knowsRecipient: false, failedTries: 9, otherAccounts: 9 },
      ['highAmount', 'newRecipient', 'failedTries', 'sharedPhone'],
    ],
  ])('%s is checked for its reasons alone', (_name, facts, risks) => {
    expect(judgePayment({ ...PLAIN, ...facts })).toEqual(risks);
  });

  test('goes by the terms that it is judged by', () => {
    expect(judgePayment(PLAIN, { ...PAYMENT_RISK_TERMS, amountFenFrom: 12_800 })).toEqual(['highAmount']);
  });
});

describe('a code', () => {
  test('has six digits, and no byte makes one digit likelier than another', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 40, maxLength: 40 }), (bytes) => {
        const code = codeFrom(bytes);
        const usable = bytes.filter((byte) => byte < 250).length;
        expect(code === null).toBe(usable < CODE_DIGITS);
        if (code !== null) expect(code).toMatch(/^\d{6}$/);
      }),
    );
    expect(codeFrom(new Uint8Array(9).fill(250))).toBeNull();
    const digits = Array.from({ length: 250 }, (_, byte) => codeFrom(new Uint8Array(6).fill(byte))![0]);
    for (const digit of '0123456789') expect(digits.filter((one) => one === digit)).toHaveLength(25);
  });

  test.each<[string, number[], number]>([
    ['nothing was sent', [], 0],
    ['one just now', [0], 60_000],
    ['one 59.999 s ago', [-59_999], 1],
    ['one a minute ago', [-60_000], 0],
    ['five within the hour', [-61_000, -200_000, -300_000, -400_000, -3_000_000], 600_000],
    ['the fifth an hour ago', [-61_000, -200_000, -300_000, -400_000, -3_600_000], 0],
    [
      'ten within the day',
      Array.from({ length: 10 }, (_, index) => -(index + 1) * 7_200_000),
      86_400_000 - 72_000_000,
    ],
  ])('when %s', (_name, sentAt, waitMs) => {
    expect(codeAllowedAfter(sentAt, 0)).toBe(waitMs);
    expect(codeAllowedAfter(sentAt.toReversed(), 0)).toBe(waitMs);
  });
});
