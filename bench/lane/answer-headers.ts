import { securityHeaders } from '../../apps/server/src/platform/http/security-headers.ts';

/** What an answer of ours carries, so that nobody is faster for saying less. */
export const ANSWER_HEADERS: readonly string[] = [
  ...Object.entries(securityHeaders(false).api).flat(),
  ...['content-type', 'application/json; charset=utf-8'],
  ...['x-request-id', 'rq_01m80dhmz4e5w94j80kd86wq6s'],
  ...['ratelimit-policy', '"default";q=600;w=60', 'ratelimit', '"default";r=119;t=0'],
];
