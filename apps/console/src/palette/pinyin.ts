/** The first character of each initial in the order of pinyin; i, u and v begin no syllable. */
const FIRSTS = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他屲夕丫帀';
const LETTERS = 'abcdefghjklmnopqrstwxyz';
const ORDER = new Intl.Collator('zh-Hans-CN-u-co-pinyin');
const known = new Map<string, string>();

/**
 * Initials of Chinese words as people type them: 库存 → `kc`; letters and digits stay. Taken from the pinyin order that
 * every browser carries, so that no dictionary is loaded; of a character with several readings it knows the first.
 */
export function initialsOf(text: string): string {
  let initials = '';
  for (const char of text) initials += initialOf(char);
  return initials;
}

function initialOf(char: string): string {
  if (/[a-z0-9]/i.test(char)) return char.toLowerCase();
  if (!/\p{Script=Han}/u.test(char)) return '';
  const before = known.get(char);
  if (before !== undefined) return before;
  let initial = '';
  for (let at = 0; at < FIRSTS.length; at += 1) {
    if (ORDER.compare(char, FIRSTS.charAt(at)) < 0) break;
    initial = LETTERS.charAt(at);
  }
  known.set(char, initial);
  return initial;
}
