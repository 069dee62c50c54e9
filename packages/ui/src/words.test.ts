import i18next from 'i18next';
import { expect, it, vi } from 'vitest';
import { createWords } from './words.ts';

it('loads the language of the visit, and the other one only when it is asked for, once', async () => {
  const zh = vi.fn(async () => ({ default: { hello: '你好，{{name}}', 'a.b:c': '平' } }));
  const en = vi.fn(async () => ({ default: { hello: 'Hello, {{name}}', 'a.b:c': 'flat' } }));
  const words = createWords<'hello' | 'a.b:c'>({ zh, en });
  await words.start('zh');
  expect(en).not.toHaveBeenCalled();
  expect(i18next.t('hello', { name: '<小满>' })).toBe('你好，<小满>');
  await words.change('en');
  await words.change('zh');
  await words.change('en');
  expect(en).toHaveBeenCalledTimes(1);
  expect(zh).toHaveBeenCalledTimes(1);
  expect(i18next.t('hello', { name: 'Xiaoman' })).toBe('Hello, Xiaoman');
  // Dots and colons are part of a key, not a path.
  expect(i18next.t('a.b:c')).toBe('flat');
});

it('fetches the later words when they are asked for, from then on with every language, and again after a failure', async () => {
  const first = async () => ({ default: { now: 'now' } });
  const zh = vi.fn(async () => ({ default: { soon: '以后' } }));
  const en = vi.fn(async () => ({ default: { soon: 'later' } }));
  zh.mockRejectedValueOnce(new Error('offline'));
  const words = createWords<'now' | 'soon'>({ zh: first, en: first }, { zh, en });
  await words.start('zh');
  await words.change('en');
  await words.change('zh');
  expect([zh, en].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  await expect(words.more()).rejects.toThrow('offline');
  await words.more();
  expect(i18next.t('soon')).toBe('以后');
  expect(i18next.t('now')).toBe('now');
  await words.change('en');
  expect(i18next.t('soon')).toBe('later');
  await words.more();
  expect([zh, en].map(({ mock }) => mock.calls.length)).toEqual([2, 1]);
});

it('fetches the later words of the first language also where they are asked for before it is there', async () => {
  const first = async () => ({ default: { now: 'now' } });
  const zh = vi.fn(async () => ({ default: { soon: '以后' } }));
  const en = vi.fn(async () => ({ default: { soon: 'later' } }));
  const words = createWords<'now' | 'soon'>({ zh: first, en: first }, { zh, en });
  const more = words.more();
  await words.start('en');
  await more;
  expect([zh, en].map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
});
