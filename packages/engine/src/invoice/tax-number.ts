/** GB 32100-2015: digits and capitals without I, O, S, V and Z, by their value. */
const CODE = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CODE_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
/** GB 11714: an organisation's code, eight characters and a check character. */
const ORGANISATION = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/**
 * Is this a tax number a company can have? A unified social credit code of 18 characters with its check character (the
 * sum modulo 31), or a number from before it: six digits of a region and an organisation's code with its own.
 */
export function isTaxNumber(text: string): boolean {
  if (text.length === 18) return isCreditCode(text);
  return text.length === 15 && /^\d{6}/.test(text) && isOrganisationCode(text.slice(6));
}

function isCreditCode(text: string): boolean {
  const sum = weighed(text, CODE, CODE_WEIGHTS);
  return sum !== null && CODE[(31 - (sum % 31)) % 31] === text[17];
}

function isOrganisationCode(text: string): boolean {
  const sum = weighed(text, ORGANISATION, ORGANISATION_WEIGHTS);
  if (sum === null) return false;
  const check = 11 - (sum % 11);
  return text[8] === (check === 10 ? 'X' : check === 11 ? '0' : String(check));
}

/** Null where a character has no value. */
function weighed(text: string, values: string, weights: readonly number[]): number | null {
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    const value = values.indexOf(text[index]!);
    if (value < 0) return null;
    sum += value * weight;
  }
  return sum;
}
