/**
 * Constant response headers, computed once. Pages may run only our own scripts; styles may be inline, because the
 * console's components and the charts' tooltips write them; nothing may frame us. API answers may load nothing at all.
 */
export type HeaderSet = Readonly<Record<string, string>>;

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "manifest-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export function securityHeaders(https: boolean): { readonly page: HeaderSet; readonly api: HeaderSet } {
  const always: HeaderSet = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(https ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
  return {
    page: {
      ...always,
      'content-security-policy': PAGE_POLICY,
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    },
    api: {
      ...always,
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    },
  };
}
