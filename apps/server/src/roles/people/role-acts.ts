import type { OperatorRole } from '../../modules/base/members/index.ts';
import type { ListedRoute } from '../../platform/http/app-types.ts';

export const OPERATOR_ROLES: readonly OperatorRole[] = [
  'commander',
  'merchandiser',
  'service',
  'finance',
  'analyst',
];

export type RoleAct = {
  readonly route: string;
  readonly act: { readonly zh: string; readonly en: string };
  readonly roles: readonly OperatorRole[];
};

/**
 * What each role may do, read off the routes that this server has: whatever changes something says what it is and who
 * may. A list written by hand would one day say something else than the routes do.
 */
export function roleActs(routes: ReadonlyMap<string, ListedRoute>): { acts: RoleAct[]; reads: number } {
  const ops = [...routes].filter(([name]) => / \/api\/ops\//.test(name) && !/^(HEAD|OPTIONS) /.test(name));
  const acts = ops.flatMap(([route, { config }]) =>
    config.act === undefined ? [] : [{ route, act: config.act, roles: config.roles ?? OPERATOR_ROLES }],
  );
  acts.sort((one, other) => one.roles.length - other.roles.length || (one.route < other.route ? -1 : 1));
  return { acts, reads: ops.filter(([name]) => name.startsWith('GET ')).length };
}
