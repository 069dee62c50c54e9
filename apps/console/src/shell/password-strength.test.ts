import { describe, expect, it } from 'vitest';
import { judgePassword } from './password-strength.ts';

describe('a new password', () => {
  it.each([
    ['short', 'tooShort'],
    ['123456789012', 'weak'],
    ['qwertyuiop12', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['commandercommander', 'weak'],
    ['Tr7-vexing', 'fair'],
    ['three quiet lanterns over Suzhou', 'strong'],
    ['灯火阑珊处有人在等你回家', 'fair'],
  ])('%s is %s', (password, strength) => {
    expect(judgePassword(password, 'commander').strength).toBe(strength);
  });

  it('is refused past what the server takes', () => {
    expect(judgePassword('x1y2z3'.repeat(34), 'commander').longEnough).toBe(false);
  });
});
