import { clockMoves, clockPreview, clockShift, clockStops, clockView } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app-types.ts';
import { clockStops as stopsOf } from './clock-stops.ts';
import { createMoveClock, readMoves } from './move-clock.ts';
import { previewMove } from './preview-move.ts';

export type ClockOpsParts = {
  readonly context: Context;
  /** Stores the moved clock. */
  clockMoved(): Promise<void>;
  /** Both clocks, as `GET /api/clock` answers them. */
  view(): Promise<z.infer<typeof clockView>>;
};

const ANY_OPERATOR = ['notSignedIn', 'passwordChangeRequired'] as const;
/** Campaign time stays within the years that calendars and countdowns are made for. */
const to = z.object({ campaignAt: z.coerce.number().int().min(0).max(4_102_444_800_000) });

/**
 * GET /api/ops/clock/stops · GET /api/ops/clock/preview · GET /api/ops/clock/moves — any operator; POST /api/ops/clock —
 * commander. The clock moves on a simulated database only.
 */
export function clockOpsRoutes(app: App, parts: ClockOpsParts): void {
  readRoutes(app, parts.context);
  const moveClock = createMoveClock(parts);

  app.post(
    '/api/ops/clock',
    {
      schema: {
        summary: 'Moves campaign time forward; a simulated database only, never back',
        description:
          'Commander. Everything due on the way (holds that end, slots that open) happens at once, in the order of its instants; the stretch is left out of pace and forecasts. With `delivery` what is below its first stock alert is filled up to its allotment by a receipt of stock. 409 `clockBack` for an instant before now, `simulatedOnly` on a real database.',
        tags: ['clock'],
        body: clockShift,
        response: { 200: clockView },
      },
      config: {
        roles: ['commander'],
        act: {
          zh: '移动活动时钟（仅模拟库），可同时补货',
          en: 'Move the campaign clock (simulated database only), with a delivery of stock',
        },
        refusals: [...ANY_OPERATOR, 'forbidden', 'simulatedOnly', 'clockBack'],
      },
    },
    async (request) => {
      const { name } = await parts.context.members.requireOperator(request, ['commander']);
      const { campaignAt, delivery } = request.body;
      const outcome = await moveClock({ toAt: campaignAt, delivery, by: name });
      if (outcome.kind === 'refused') throw new Refusal(outcome.reason, { campaignAt: outcome.campaignAt });
      return parts.view();
    },
  );
}

function readRoutes(app: App, context: Context): void {
  const { clocks, plan, members, config } = context;
  app.get(
    '/api/ops/clock/stops',
    {
      schema: {
        summary: 'Openings of the plans that lie ahead',
        description:
          'Seasons, phases, nodes, the next seven slots of each flash sale and the end of every campaign, in order of time. Any operator.',
        tags: ['clock'],
        response: { 200: clockStops },
      },
      config: { refusals: [...ANY_OPERATOR] },
    },
    async (request) => {
      await members.requireOperator(request);
      const campaignAt = clocks.campaign.now();
      const editions = await Promise.all(
        (await plan.campaigns()).map(({ editionId }) => plan.edition(editionId)),
      );
      const plans = editions.flatMap((edition) => (edition === null ? [] : [edition.compiled]));
      return { campaignAt, databaseKind: config.databaseKind, stops: stopsOf(plans, campaignAt) };
    },
  );

  app.get(
    '/api/ops/clock/preview',
    {
      schema: {
        summary: 'What moving campaign time would do',
        description:
          'Changes nothing: phases and promotions that turn, holds that end, due work, flash slots that pass, and the delivery that would fill up what is short. `refusal` says why the clock would not move. Any operator.',
        tags: ['clock'],
        querystring: to,
        response: { 200: clockPreview },
      },
      config: { refusals: [...ANY_OPERATOR] },
    },
    async (request) => {
      await members.requireOperator(request);
      return previewMove(context, request.query.campaignAt);
    },
  );

  app.get(
    '/api/ops/clock/moves',
    {
      schema: {
        summary: 'When the campaign clock was moved, by whom and how far',
        description: 'Newest first, at most 50. Any operator.',
        tags: ['clock'],
        response: { 200: clockMoves },
      },
      config: { refusals: [...ANY_OPERATOR] },
    },
    async (request) => {
      await members.requireOperator(request);
      return { moves: await readMoves(context) };
    },
  );
}
