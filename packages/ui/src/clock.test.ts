import type { ClockView } from '@dacu/contract/api';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createCampaignClock } from './clock.tsx';

const START = 1_718_640_000_000;
const view = (more: Partial<ClockView> = {}): ClockView => ({
  campaignAt: START,
  wallAt: START,
  zone: 'Asia/Shanghai',
  running: true,
  shifted: false,
  databaseKind: 'real',
  ...more,
});

/** A page: what the clock listens to, and the browser's monotonic time. */
const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const network = new EventTarget();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', network);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('knows nothing before the first answer, then ticks on its own', async () => {
  const clock = createCampaignClock(async () => view());
  expect(clock.now()).toBeNull();
  const stop = clock.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(clock.now()).toBe(START);
  await vi.advanceTimersByTimeAsync(2_500);
  expect(clock.now()).toBe(START + 2_500);
  stop();
});

it('takes half of the round trip for the way back', async () => {
  const clock = createCampaignClock(async () => {
    await new Promise((resolve) => setTimeout(resolve, 800));
    return view();
  });
  const stop = clock.start();
  await vi.advanceTimersByTimeAsync(800);
  expect(clock.now()).toBe(START + 400);
  stop();
});

it('a changed system time moves no countdown', async () => {
  const clock = createCampaignClock(async () => view());
  const stop = clock.start();
  await vi.advanceTimersByTimeAsync(1_000);
  vi.setSystemTime(new Date('2031-01-01'));
  expect(clock.now()).toBe(START + 1_000);
  stop();
});

it('a clock that is paused stands still', async () => {
  const clock = createCampaignClock(async () => view({ running: false }));
  const stop = clock.start();
  await vi.advanceTimersByTimeAsync(9_000);
  expect(clock.now()).toBe(START);
  stop();
});

it('asks every minute, and at once when the page or the network comes back', async () => {
  let asked = 0;
  const clock = createCampaignClock(async () => {
    asked += 1;
    return view();
  });
  const stop = clock.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(2);
  page.dispatchEvent(new Event('visibilitychange'));
  network.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toBe(4);
  stop();
  await vi.advanceTimersByTimeAsync(600_000);
  network.dispatchEvent(new Event('online'));
  expect(asked).toBe(4);
});

it('asks every ten seconds where somebody may move the time', async () => {
  let asked = 0;
  const clock = createCampaignClock(async () => {
    asked += 1;
    return view({ shifted: true, databaseKind: 'simulated' });
  });
  const stop = clock.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(7);
  stop();
});

it('keeps ticking through a failed answer and asks again sooner', async () => {
  const answers = [view(), new Error('lost'), view({ campaignAt: START + 500_000 })];
  let told = 0;
  const clock = createCampaignClock(async () => {
    const answer = answers.shift();
    if (answer === undefined || answer instanceof Error) throw new Error('lost');
    return answer;
  });
  clock.subscribe(() => {
    told += 1;
  });
  const stop = clock.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(clock.now()).toBe(START + 60_000);
  expect(told).toBe(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(clock.now()).toBe(START + 500_000);
  expect(told).toBe(2);
  stop();
});
