import type { Context } from '../../apps/server/src/context.ts';

export const FIRST_OPERATOR = 'operator';

/** The first operator of a database without one: a one-time password, told once and stored nowhere; null otherwise. */
export async function openOperator(context: Context): Promise<string | null> {
  if ((await context.members.operators.count()) > 0) return null;
  const { oneTimePassword } = await context.members.operators.create({
    name: FIRST_OPERATOR,
    role: 'commander',
  });
  return oneTimePassword;
}
