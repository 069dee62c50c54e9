import { z } from 'zod';
import {
  CLOCK_PATTERN,
  COUNT_PATTERN,
  DAILY_PATTERN,
  DATE_PATTERN,
  DURATION_PATTERN,
  ID_PATTERN,
  isDate,
  LEAD_PATTERN,
  MONEY_PATTERN,
  ODDS_PATTERN,
  PAY_PATTERN,
  PERCENT_PATTERN,
  parseCount,
  parseDuration,
  parseLead,
  parseMoney,
  parseOdds,
  parsePay,
  parsePercent,
  parseStorageGb,
  parseTarget,
  STORAGE_PATTERN,
} from './notation.ts';

/**
 * The building blocks of every plan schema. A leaf that fails answers with the *name of its notation* as the message
 * (`money`, `date` …) and a block with the keys it knows: `parse-plan` turns both into words, so that no message is
 * written twice.
 */

/** `zh · en`, the two languages of a description in the published JSON Schema. */
export const say = <S extends z.ZodType>(schema: S, zh: string, en: string): S =>
  schema.describe(`${zh} · ${en}`) as S;

function leaf<T>(name: string, pattern: RegExp, parse: (text: string) => T | null) {
  const error = () => name;
  return z
    .string({ error })
    .regex(pattern, { error })
    .transform((text, context) => {
      const value = parse(text);
      if (value === null) {
        context.addIssue({ code: 'custom', message: name });
        return z.NEVER;
      }
      return value;
    })
    .meta({ id: name });
}

export const money = leaf('money', MONEY_PATTERN, parseMoney);
export const percent = leaf('percent', PERCENT_PATTERN, parsePercent);
/** A share of a whole: 0 % to 100 %. */
export const share = leaf('share', PERCENT_PATTERN, (text) => {
  const bp = parsePercent(text);
  return bp !== null && bp <= 10_000 ? bp : null;
});
/** Odds of a draw, in parts per million. */
export const odds = leaf('odds', ODDS_PATTERN, parseOdds);
export const payRate = leaf('payRate', PAY_PATTERN, parsePay);
export const duration = leaf('duration', DURATION_PATTERN, parseDuration);
export const lead = leaf('lead', LEAD_PATTERN, parseLead);
export const storage = leaf('storage', STORAGE_PATTERN, parseStorageGb);
export const dateText = leaf('date', DATE_PATTERN, (text) => (isDate(text) ? text : null));
export const clock = z
  .string({ error: () => 'clock' })
  .regex(CLOCK_PATTERN, { error: () => 'clock' })
  .meta({ id: 'clock' });
export const daily = z
  .string({ error: () => 'daily' })
  .regex(DAILY_PATTERN, { error: () => 'daily' })
  .meta({ id: 'daily' });
export const id = z
  .string({ error: () => 'id' })
  .max(60)
  .regex(ID_PATTERN, { error: () => 'id' })
  .meta({ id: 'id' });
export const words = z
  .string({ error: () => 'words' })
  .min(1, { error: () => 'words' })
  .max(600)
  .meta({ id: 'words' });

const whole = z
  .number({ error: () => 'count' })
  .int({ error: () => 'count' })
  .min(0, { error: () => 'count' });
export const count = z
  .union([whole, leaf('countText', COUNT_PATTERN, parseCount)], { error: () => 'count' })
  .meta({ id: 'quantity' });
export const positive = z
  .number({ error: () => 'positive' })
  .int({ error: () => 'positive' })
  .min(1, { error: () => 'positive' })
  .meta({ id: 'positive' });
export const factor = z.number({ error: () => 'factor' }).min(0, { error: () => 'factor' });
export const score = z
  .number({ error: () => 'score' })
  .int({ error: () => 'score' })
  .min(1, { error: () => 'score' })
  .max(5, { error: () => 'score' })
  .meta({ id: 'score' });
export const flag = z.boolean({ error: () => 'flag' });

export const target = z
  .union(
    [
      z
        .number({ error: () => 'target' })
        .int({ error: () => 'target' })
        .transform((value) => ({ unit: 'count' as const, value, written: String(value) })),
      leaf('targetText', /^[¥￥]?[\d,.]+[万亿]?[%‱]?$/, parseTarget),
    ],
    { error: () => 'target' },
  )
  .meta({ id: 'target' });

/**
 * A mapping of a plan file. Unknown keys are errors. Every mapping may carry `ours`: `true` when all of it is our
 * addition, or the keys whose values are. What is not marked stands in the source document (`provenance.ts`).
 */
export function block<Shape extends z.ZodRawShape>(shape: Shape) {
  const keys = Object.keys(shape);
  return z.strictObject(
    {
      ...shape,
      ours: z
        .union([z.literal(true), z.array(z.enum(keys as [string, ...string[]])).min(1)])
        .describe('来源标记：不在来源文件里的值 · values that are not in the source document')
        .optional(),
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys' ? `known ${[...keys, 'ours'].join(' ')}` : undefined,
    },
  );
}

/** Both languages; `zh` is what the source says, `en` is its translation. */
export const text = z
  .strictObject(
    {
      zh: say(words, '中文', 'Chinese, the words of the source'),
      en: say(words, '英文', 'English'),
    },
    { error: (issue) => (issue.code === 'unrecognized_keys' ? 'known zh en' : undefined) },
  )
  .meta({ id: 'text' });
export const title = say(text, '名称', 'title');
export const detail = say(text, '说明', 'what it means').optional();

/** A statement of the plan that people act on: named, so that a later figure, task or review can refer to it. */
export const point = block({ id: say(id, '编号', 'identifier'), title, detail }).meta({ id: 'point' });
export const points = z.array(point).optional();

/** An instant: a date of the plan's zone, by the solar calendar, the lunar one, or from a node of the calendar. */
export const moment = z
  .union(
    [
      dateText,
      block({
        lunar: say(
          block({
            month: say(z.number().int().min(1).max(12), '农历月', 'lunar month'),
            day: say(z.number().int().min(1).max(30), '农历日', 'lunar day'),
            leap: say(flag, '闰月', 'leap month').optional(),
          }),
          '农历日期',
          'a day of the Chinese calendar in the plan’s year',
        ),
        days: say(z.number().int(), '再加几天', 'days after it (negative: before)').optional(),
        at: say(clock, '时刻', 'time of day').optional(),
      }),
      block({
        node: say(id, '日历节点', 'a node of the calendar'),
        days: say(z.number().int(), '再加几天', 'days after it (negative: before)').optional(),
        at: say(clock, '时刻', 'time of day').optional(),
      }),
    ],
    { error: () => 'date' },
  )
  .meta({ id: 'moment' });
export const from = say(moment, '开始（含）', 'start, included');
export const until = say(moment, '结束（不含）', 'end, not included');

/** When something runs: within a phase, season or node, between two dates, or always; within it each day, if `daily`. */
export const when = block({
  phase: say(id, '阶段', 'while this phase is open').optional(),
  season: say(id, '季', 'during this season').optional(),
  node: say(id, '节点', 'during this node').optional(),
  whole: say(z.literal('campaign'), '整个活动', 'as long as the campaign').optional(),
  from: from.optional(),
  until: until.optional(),
  daily: say(
    z.union([daily, z.array(daily).min(1)], { error: () => 'daily' }),
    '每日时段',
    'only in these hours of each day',
  ).optional(),
}).meta({ id: 'when' });
export type When = z.output<typeof when>;
export type Moment = z.output<typeof moment>;

/** Which products: every field that is present must match. */
export const scope = block({
  shops: say(z.array(id).min(1), '店铺', 'shops').optional(),
  categories: say(z.array(id).min(1), '品类', 'categories').optional(),
  brands: say(z.array(id).min(1), '品牌', 'brands').optional(),
  skus: say(z.array(words).min(1), '单品', 'single items').optional(),
  tags: say(z.array(id).min(1), '标签', 'product tags').optional(),
  excludeSkus: say(z.array(words).min(1), '排除单品', 'items left out').optional(),
  excludeTags: say(z.array(id).min(1), '排除标签', 'tags left out').optional(),
}).meta({ id: 'scope' });

/** Who may have it: every field that is present must match. */
export const audience = block({
  memberTiers: say(z.array(id).min(1), '会员等级', 'member tiers').optional(),
  newcomer: say(flag, '新客', 'first order only').optional(),
  idleDays: say(positive, '未购天数', 'days without an order').optional(),
  channels: say(z.array(id).min(1), '渠道', 'channels').optional(),
  qualifications: say(
    z.array(id).min(1),
    '资格',
    'qualifications that an authority grants; any of them',
  ).optional(),
  regions: say(z.array(id).min(1), '收货地区', 'regions that the goods go to').optional(),
}).meta({ id: 'audience' });
