import { expect, it } from 'vitest';
import { readSought } from './sought.ts';

const BODY = '06a1b2c3d4e5f6g7h8j9k0m1n2';

it.each([
  ['', { kind: 'nothing' }],
  ['   ', { kind: 'nothing' }],
  [`pu_${BODY}`, { kind: 'id', of: 'purchase', id: `pu_${BODY}` }],
  [` PU_${BODY.toUpperCase()} `, { kind: 'id', of: 'purchase', id: `pu_${BODY}` }],
  [`or_${BODY}`, { kind: 'id', of: 'order', id: `or_${BODY}` }],
  [`pa_${BODY}`, { kind: 'id', of: 'payment', id: `pa_${BODY}` }],
  [`re_${BODY}`, { kind: 'id', of: 'refund', id: `re_${BODY}` }],
  [`rf_${BODY}`, { kind: 'id', of: 'refund', id: `rf_${BODY}` }],
  [`sh_${BODY}`, { kind: 'id', of: 'shopper', id: `sh_${BODY}` }],
  ['13800138000', { kind: 'phone', phone: '13800138000' }],
  ['+86 138-0013-8000', { kind: 'phone', phone: '13800138000' }],
  ['12800138000', { kind: 'words', words: '12800138000', numberPart: '12800138000' }],
  ['06A1-B2C3', { kind: 'words', words: '06A1-B2C3', numberPart: '06a1b2c3' }],
  ['5678', { kind: 'words', words: '5678', numberPart: '5678' }],
  ['年货', { kind: 'words', words: '年货', numberPart: null }],
  ['pu_short', { kind: 'words', words: 'pu_short', numberPart: null }],
])('%j is read as what it can be', (typed, sought) => {
  expect(readSought(typed)).toEqual(sought);
});
