import { clockView } from '@dacu/contract/api';
import type { z } from 'zod';
import type { Clocks } from '../clocks.ts';
import type { App } from './app-types.ts';

export type ClockParts = {
  readonly clocks: Clocks;
  readonly databaseKind: 'simulated' | 'real';
  /** IANA zone of the campaign that runs at an instant. */
  zoneAt(at: number): Promise<string>;
};

/** Both clocks as they stand. */
export async function presentClocks(parts: ClockParts): Promise<z.infer<typeof clockView>> {
  const campaignAt = parts.clocks.campaign.now();
  return {
    campaignAt,
    wallAt: parts.clocks.wall.now(),
    zone: await parts.zoneAt(campaignAt),
    running: parts.clocks.campaign.running(),
    shifted: parts.clocks.campaign.shifted(),
    databaseKind: parts.databaseKind,
  };
}

/** GET /api/clock */
export function clockRoutes(app: App, parts: ClockParts): void {
  app.get(
    '/api/clock',
    {
      schema: {
        summary: 'Both clocks; screens count down on campaign time',
        description:
          'A screen shows `campaignAt + (now − received)` while `running`. Where the two clocks are one, campaign time is wall time and `shifted` is false. Public.',
        tags: ['clock'],
        response: { 200: clockView },
      },
    },
    () => presentClocks(parts),
  );
}
