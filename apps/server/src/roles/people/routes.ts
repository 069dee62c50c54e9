import { actList, actsQuery, roleList } from '@dacu/contract/api';
import type { Context } from '../../context.ts';
import type { App } from '../../platform/http/app-types.ts';
import { readActs } from './read-acts.ts';
import { OPERATOR_ROLES, roleActs } from './role-acts.ts';

const SIGNED_IN = ['notSignedIn', 'passwordChangeRequired'] as const;

/** GET /api/ops/roles · GET /api/ops/acts — any operator. */
export function trailRoutes(app: App, context: Context): void {
  const { members, db } = context;

  app.get(
    '/api/ops/roles',
    {
      schema: {
        summary: 'What each role may do',
        description:
          'Read off the routes of this server: every route that changes something says what it does and which roles it lets in.',
        tags: ['ops'],
        response: { 200: roleList },
      },
      config: { refusals: [...SIGNED_IN] },
    },
    async (request) => {
      await members.requireOperator(request);
      const { acts, reads } = roleActs(app.routeList);
      return {
        roles: [...OPERATOR_ROLES],
        acts: acts.map((act) => ({ ...act, roles: [...act.roles] })),
        reads,
      };
    },
  );

  app.get(
    '/api/ops/acts',
    {
      schema: {
        summary: 'What operators did, newest first',
        description:
          'People added, changed and disabled, passwords and sessions, editions, switches, imports, and moves of the clock: `at` is campaign time. `kind` takes several, separated by commas; `by` and `q` find parts of words in any case; `from` and `to` are campaign time, half-open. At most 200 a page.',
        tags: ['ops'],
        querystring: actsQuery,
        response: { 200: actList },
      },
      config: { refusals: [...SIGNED_IN] },
    },
    async (request) => {
      await members.requireOperator(request);
      return readActs(db, request.query);
    },
  );
}
