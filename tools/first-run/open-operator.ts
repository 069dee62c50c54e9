import type { Context } from '../../apps/server/src/context.ts';

export const FIRST_OPERATOR = 'operator';

/**
 * How the first operator comes in: a one-time password, told now and stored nowhere, or null once one was used. As long
 * as it is unused every start makes another and voids the one before, so that losing it costs nothing; where nodes of
 * a demonstration share a database the first one's stays, since another node's start must not void what was just read.
 */
export async function openOperator({
  members,
  config,
}: Pick<Context, 'members' | 'config'>): Promise<string | null> {
  const { operators } = members;
  if ((await operators.count()) > 0) {
    const shared = config.severalNodes && !config.production;
    return shared ? null : operators.renewUnused(FIRST_OPERATOR);
  }
  return (await operators.create({ name: FIRST_OPERATOR, role: 'commander' })).oneTimePassword;
}
