import { Refusal } from '@dacu/contract/errors';
import type {} from '@fastify/cookie';
import type { Caller } from './index.ts';
import { OPERATOR_COOKIE, type OperatorRole, type OperatorSession, type Operators } from './operators.ts';
import { SHOPPER_COOKIE, type Shoppers, VISIT_COOKIE } from './shoppers.ts';

/** A request, as far as it says who calls. */
export type WithCookies = { readonly cookies: Readonly<Record<string, string | undefined>> };

/** A cookie is whatever the browser sends, also what no table can hold. */
const VISIT_ID = /^vi_[0-9a-z]{26}$/;

/** Who calls, and the visit their cookie names if it is theirs; the channel falls back to `direct`. */
export async function shopperOf(shoppers: Shoppers, request: WithCookies): Promise<Caller | null> {
  const token = request.cookies[SHOPPER_COOKIE];
  const session = token === undefined ? null : await shoppers.session(token);
  if (session === null) return null;
  const visitId = request.cookies[VISIT_COOKIE] ?? '';
  const visit = VISIT_ID.test(visitId) ? await shoppers.visit(visitId) : null;
  if (visit === null || visit.shopperId !== session.shopperId)
    return { shopperId: session.shopperId, visitId: null, channel: 'direct' };
  return { shopperId: session.shopperId, visitId: visit.visitId, channel: visit.channel };
}

export async function requireShopper(shoppers: Shoppers, request: WithCookies): Promise<Caller> {
  const caller = await shopperOf(shoppers, request);
  if (caller === null) throw new Refusal('notSignedIn');
  return caller;
}

export type Session = {
  readonly shopperId: string;
  readonly sessionHash: Buffer;
  readonly freshUntilWall: number | null;
};

export async function requireSession(shoppers: Shoppers, request: WithCookies): Promise<Session> {
  const token = request.cookies[SHOPPER_COOKIE];
  const session = token === undefined ? null : await shoppers.freshness(token);
  if (session === null) throw new Refusal('notSignedIn');
  return session;
}

export async function requireOperator(
  operators: Operators,
  request: WithCookies,
  roles?: readonly OperatorRole[],
): Promise<OperatorSession> {
  const token = request.cookies[OPERATOR_COOKIE];
  const session = token === undefined ? null : await operators.session(token);
  if (session === null) throw new Refusal('notSignedIn');
  if (session.mustChangePassword) throw new Refusal('passwordChangeRequired');
  if (roles !== undefined && !roles.includes(session.role)) throw new Refusal('forbidden');
  return session;
}
