import type { FastifyRequest } from 'fastify';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * True when a state-changing request may go on: it comes from a page of this site, or from no page at all and without
 * a cookie. A browser always states `Origin` on cross-site writes, so a forged form cannot ride on a shopper's session.
 */
export function originAllowed(request: FastifyRequest, publicOrigin: string | null): boolean {
  if (READS.has(request.method) || request.routeOptions.config.anyOrigin) return true;
  const origin = request.headers.origin;
  if (origin === undefined)
    return request.headers.cookie === undefined || request.headers['sec-fetch-site'] === 'same-origin';
  return origin === (publicOrigin ?? `${request.protocol}://${request.host}`);
}
