import type { z } from 'zod';
import type { ClockView, clockMoves, clockPreview, clockStops } from '../api/index.ts';
import type { Http } from './http.ts';

export type ClockStops = z.infer<typeof clockStops>;
export type ClockPreview = z.infer<typeof clockPreview>;
export type ClockMoves = z.infer<typeof clockMoves>;

/** Moving campaign time; a simulated database only. */
export function clockCalls(http: Http) {
  return {
    clockStops: () => http<ClockStops>({ path: '/api/ops/clock/stops', answer: 'clockStops' }),
    clockPreview: (campaignAt: number) =>
      http<ClockPreview>({
        path: '/api/ops/clock/preview',
        query: { campaignAt },
        answer: 'clockPreview',
      }),
    /** Commander; refusals `clockBack` and `simulatedOnly`. */
    moveClock: (campaignAt: number, delivery: boolean) =>
      http<ClockView>({
        method: 'POST',
        path: '/api/ops/clock',
        body: { campaignAt, delivery },
        answer: 'clockView',
      }),
    clockMoves: () => http<ClockMoves>({ path: '/api/ops/clock/moves', answer: 'clockMoves' }),
  };
}
