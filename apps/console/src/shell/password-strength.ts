export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 200;

export type PasswordJudgement = {
  /** What the server asks: 10 to 200 characters. */
  readonly longEnough: boolean;
  /** Not a few characters over and over, not a run like 1234567890, not around the operator's name. */
  readonly notGuessable: boolean;
  readonly strength: 'tooShort' | 'weak' | 'fair' | 'strong';
};

const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const RUN_LENGTH = 5;

/**
 * Judges by what makes guessing long: length first, then how many different characters remain when runs and the
 * operator's own name are taken out. It asks for no symbols: they make passwords hard to remember, not hard to guess.
 */
export function judgePassword(password: string, operatorName: string): PasswordJudgement {
  const longEnough = password.length >= PASSWORD_MIN && password.length <= PASSWORD_MAX;
  const rest = withoutKnownParts(password.toLowerCase(), operatorName.toLowerCase());
  const different = new Set(rest).size;
  const notGuessable = rest.length >= 6 && different >= 5;
  const strength = !longEnough
    ? 'tooShort'
    : !notGuessable
      ? 'weak'
      : rest.length >= 16 && different >= 8
        ? 'strong'
        : 'fair';
  return { longEnough, notGuessable, strength };
}

function withoutKnownParts(password: string, name: string): string {
  let rest = name.length >= 3 ? password.replaceAll(name, '') : password;
  for (const run of RUNS) {
    for (const row of [run, [...run].reverse().join('')]) {
      for (let length = row.length; length >= RUN_LENGTH; length--) {
        for (let from = 0; from + length <= row.length; from++) {
          rest = rest.replaceAll(row.slice(from, from + length), '');
        }
      }
    }
  }
  return rest;
}
