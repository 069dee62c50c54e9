import { isIP } from 'node:net';

/** Where a passkey is made and used: the name it belongs to, and the one origin whose pages may ask for it. */
export type PasskeySite = { readonly rpId: string; readonly origin: string };

/** A request, as far as it says under which address it came. */
export type Addressed = { readonly protocol: string; readonly host: string };

const DEMO = 'localhost';

/**
 * The site of this configuration. With `DACU_PUBLIC_URL` it is that origin and its host name; browsers keep no passkey for
 * an IP address or without https, so then there is none. Without it (a demonstration) it is `localhost` on whatever port
 * was asked, the one name that browsers trust over http.
 */
export function passkeySite(publicOrigin: string | null): {
  readonly rpId: string | null;
  originFor(request: Addressed): string | null;
} {
  if (publicOrigin === null)
    return {
      rpId: DEMO,
      originFor({ protocol, host }) {
        const { port } = new URL(`${protocol}://${host}`);
        return `${protocol}://${DEMO}${port === '' ? '' : `:${port}`}`;
      },
    };
  const { hostname, protocol } = new URL(publicOrigin);
  const named = isIP(hostname.replace(/^\[|\]$/g, '')) === 0;
  const trusted = protocol === 'https:' || hostname === DEMO;
  return named && trusted
    ? { rpId: hostname, originFor: () => publicOrigin }
    : { rpId: null, originFor: () => null };
}
