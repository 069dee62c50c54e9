import type { Path } from '@dacu/engine/plan';
import type { FindingView } from '../api/ops.ts';
import type { Locate, Place } from './positions.ts';

/** A finding of the plan check with its place in the file, as every screen and `dacu check` show it. */
export type Finding = FindingView;

type Text = Finding['message'];

/** How a value of each notation is written, and what to say when one is not. */
export const NOTATIONS: Readonly<Record<string, { readonly allowed: string; readonly message: Text }>> = {
  money: {
    allowed: '¥300 · ¥1,234.50 · ¥2万 · ¥300亿',
    message: { zh: '金额写法不对', en: 'Not an amount of money' },
  },
  odds: { allowed: '1% · 0.6944%', message: { zh: '概率写法不对', en: 'Not odds' } },
  percent: { allowed: '40% · 2.5%', message: { zh: '百分比写法不对', en: 'Not a percentage' } },
  share: { allowed: '0% … 100%', message: { zh: '占比写法不对', en: 'Not a share of a whole' } },
  payRate: {
    allowed: '5折 · 95折 · 8.5折 · 50%',
    message: { zh: '折扣写法不对；写实付比例', en: 'Not a rate; write what is paid of the price' },
  },
  duration: { allowed: '30s · 5min · 24h · 30d', message: { zh: '时长写法不对', en: 'Not a duration' } },
  lead: {
    allowed: '7d · 2 weeks · 3 months · 10 years',
    message: { zh: '提前量写法不对', en: 'Not a length of calendar time' },
  },
  storage: {
    allowed: '500GB · 80TB · 100PB',
    message: { zh: '存储量写法不对', en: 'Not an amount of storage' },
  },
  date: {
    allowed: '06-18 · 2024-06-18 · 06-18 20:00 · { lunar: { month: 1, day: 15 } } · { node: ID, days: -1 }',
    message: { zh: '日期不存在或写法不对', en: 'No such date, or not written as one' },
  },
  clock: { allowed: '00:00 … 23:59', message: { zh: '时刻写法不对', en: 'Not a time of day' } },
  daily: {
    allowed: '00:00-02:00 · 22:00-24:00',
    message: { zh: '每日时段写法不对', en: 'Not hours of a day' },
  },
  id: {
    allowed: 'a-z 0-9 -',
    message: {
      zh: '编号只能用小写字母、数字和连字符',
      en: 'An id has lower-case letters, digits and hyphens',
    },
  },
  words: { allowed: '"…" (1–600)', message: { zh: '这里应是文字', en: 'Text belongs here' } },
  count: { allowed: '200 · 500万 · 1.2亿', message: { zh: '数量写法不对', en: 'Not a whole number' } },
  positive: {
    allowed: '1, 2, 3 …',
    message: { zh: '这里应是正整数', en: 'A positive whole number belongs here' },
  },
  factor: {
    allowed: '0.5 · 3 · 10',
    message: { zh: '这里应是不小于 0 的数', en: 'A number from 0 on belongs here' },
  },
  score: {
    allowed: '1 … 5',
    message: { zh: '这里应是 1–5 的整数', en: 'A whole number from 1 to 5 belongs here' },
  },
  flag: {
    allowed: 'true · false',
    message: { zh: '这里应是 true 或 false', en: 'true or false belongs here' },
  },
  target: {
    allowed: '¥300亿 · 35% · 500万 · 8‱ · 60',
    message: { zh: '目标值写法不对', en: 'Not a target' },
  },
  hours: {
    allowed: '[1.1, 0.6, …] (24)',
    message: { zh: '应是 24 个数，每小时一个', en: 'There must be 24 numbers, one for each hour' },
  },
  zone: { allowed: 'Asia/Shanghai', message: { zh: '没有这个时区', en: 'No such time zone' } },
  country: { allowed: 'SG · MY · TH', message: { zh: '国家代码不对', en: 'Not a country code' } },
  currency: { allowed: 'CNY · SGD', message: { zh: '货币代码不对', en: 'Not a currency code' } },
};

/** What the reading of a file can say besides. */
const WORDS = {
  unknownKey: { zh: '不认识的字段', en: 'Unknown key' },
  missing: { zh: '缺少必填字段', en: 'A required key is missing' },
  badWord: { zh: '不认识的取值', en: 'Unknown word' },
  wrongType: { zh: '类型不对', en: 'Wrong type' },
  outOfRange: { zh: '超出范围', en: 'Out of range' },
  noSuchDay: { zh: '这一年没有这一天', en: 'The calendar of that year has no such day' },
  otherCampaign: { zh: '这是另一个活动的方案', en: 'This is the plan of another campaign' },
  oursNotPresent: {
    zh: '来源标记里的字段在这里没有写值',
    en: 'The mark names a key that has no value here',
  },
} as const satisfies Record<string, Text>;
export type ReadingCode = keyof typeof WORDS;

export type Unplaced = {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly path: Path;
  /** Point at the key instead of at the value. */
  readonly atKey?: boolean;
  /** The other half of a contradiction. */
  readonly other?: Path;
  readonly found: string;
  readonly allowed: string;
  readonly message: Text;
  readonly suggestion: string | null;
};

export function readingError(
  code: ReadingCode,
  path: Path,
  rest: Partial<Pick<Unplaced, 'found' | 'allowed' | 'suggestion' | 'atKey' | 'message'>> = {},
): Unplaced {
  return {
    severity: 'error',
    code,
    path,
    found: '',
    allowed: '',
    message: WORDS[code],
    suggestion: null,
    ...rest,
  };
}

/** `['promotions', 3, 'when']` → `promotions[3].when` */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}

function placeOf(path: Path, locate: Locate): NonNullable<Finding['other']> {
  const { line, column } = locate.value(path);
  return { path: pathText(path), line, column };
}

export function placed(finding: Unplaced, locate: Locate): Finding {
  const place: Place = finding.atKey ? locate.key(finding.path) : locate.value(finding.path);
  return {
    severity: finding.severity,
    code: finding.code,
    path: pathText(finding.path),
    line: place.line,
    column: place.column,
    found: (finding.found || place.source).slice(0, 120),
    allowed: finding.allowed,
    message: finding.message,
    suggestion: finding.suggestion,
    ...(finding.other && { other: placeOf(finding.other, locate) }),
  };
}

export const inFileOrder = (left: Finding, right: Finding) =>
  left.line - right.line || left.column - right.column || left.code.localeCompare(right.code);
