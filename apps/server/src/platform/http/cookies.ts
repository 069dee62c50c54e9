import type { CookieSerializeOptions } from '@fastify/cookie';

/** How every session cookie of ours is set: out of reach of scripts, not sent along from other sites' forms. */
export function sessionCookie(https: boolean, ttlMs: number): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: https, maxAge: Math.floor(ttlMs / 1000) };
}
