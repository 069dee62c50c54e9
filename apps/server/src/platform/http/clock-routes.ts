import { clockShift, clockView } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import type { FastifyRequest } from 'fastify';
import type { Clocks, ShiftedClock } from '../clocks.ts';
import type { App } from './app-types.ts';

export type ClockParts = {
  readonly clocks: Clocks;
  readonly databaseKind: 'simulated' | 'real';
  /** IANA zone of the campaign that runs at an instant. */
  zoneAt(at: number): Promise<string>;
  /** The demonstration's clock, null where campaign time is wall time. */
  readonly shifted: ShiftedClock | null;
  /** Stores the moved clock before the answer says so. */
  clockMoved(): Promise<void>;
  /** Throws the refusal of somebody who may not move the clock. */
  requireMover(request: FastifyRequest): Promise<unknown>;
};

export function clockRoutes(app: App, parts: ClockParts): void {
  async function view() {
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
    view,
  );

  app.post(
    '/api/ops/clock',
    {
      schema: {
        summary: 'Moves campaign time forward; a simulated database only, never back',
        description:
          'Commander. Everything due on the way (holds that end, slots that open) happens at once. 409 `clockBack` for an instant before now, `simulatedOnly` on a real database.',
        tags: ['clock'],
        body: clockShift,
        response: { 200: clockView },
      },
      config: {
        refusals: ['notSignedIn', 'passwordChangeRequired', 'forbidden', 'simulatedOnly', 'clockBack'],
      },
    },
    async (request) => {
      await parts.requireMover(request);
      if (!parts.shifted || parts.databaseKind !== 'simulated') throw new Refusal('simulatedOnly');
      const { campaignAt } = request.body;
      if (!parts.shifted.moveTo(campaignAt))
        throw new Refusal('clockBack', { campaignAt: parts.shifted.now() });
      await parts.clockMoved();
      return view();
    },
  );
}
