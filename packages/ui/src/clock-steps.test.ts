import type { ClockView } from '@dacu/contract/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCampaignClock } from './clock.tsx';

const view: ClockView = {
  campaignAt: 1_718_639_700_250,
  wallAt: 0,
  zone: 'Asia/Shanghai',
  running: true,
  shifted: true,
  databaseKind: 'simulated',
};

describe('campaign time in steps', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('document', { addEventListener() {}, removeEventListener() {} });
    vi.stubGlobal('window', { addEventListener() {}, removeEventListener() {} });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('stands still between two steps however late it is read, and tells all its readers of the next at once', async () => {
    const clock = createCampaignClock(async () => view);
    const stop = clock.start();
    await vi.advanceTimersByTimeAsync(0);
    const steps = clock.steps(1000);
    expect(clock.steps(1000)).toBe(steps);
    const told: (number | null)[] = [];
    const leave = [
      steps.subscribe(() => told.push(steps.read())),
      steps.subscribe(() => told.push(steps.read())),
    ];
    expect(steps.read()).toBe(1_718_639_700_000);
    // A page too busy to run its timers: the clock is past the step, the value is not.
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5_000);
    expect(steps.read()).toBe(1_718_639_700_000);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told.length).toBe(2);
    expect(told[0]).toBe(told[1]);
    expect(told[0]).toBeGreaterThan(1_718_639_700_000);
    for (const each of leave) each();
    const before = told.length;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(told.length).toBe(before);
    stop();
  });
});
