/**
 * The sandbox: payment providers of our own making, for databases that are simulated. It behaves as real ones do: it
 * has its own books, answers later, signs what it says, says it again until it is heard, and refunds. Nothing of it is
 * known to the rest but the `PaymentProvider` port and the notify addresses.
 *
 * It is spoken to in two ways over the same books. Directly (`provider`, signed with Ed25519), for rehearsals and tests.
 * Through a gateway (`openGateway`) that speaks the wire formats of Alipay and WeChat Pay with their signatures, so that
 * the adapters are used as they would be against the real ones; the demonstration pays so.
 *
 * A shopper approves or declines on the charge's page; the notification leaves as due work about a second of campaign
 * time later, through `deliver`: over HTTP to the notify address when live, by a call in a rehearsal. A delivery that is
 * not answered with success is repeated with growing pauses by the due work.
 */
import type { Clocks } from '../../../../platform/clocks.ts';
import type { Db } from '../../../../platform/db/types.ts';
import type { Ids } from '../../../../platform/ids.ts';
import type { Delivery, PaymentProvider } from '../provider.ts';
import { type DecideAnswer, decideCharge } from './decide-charge.ts';
import { ensureKeys, type SigningKeys } from './keys.ts';
import { createProvider } from './provider.ts';

export { deliverOverHttp } from './deliver-http.ts';
export { type Gateway, openGateway } from './gateway.ts';
export { sandboxDue } from './notify.ts';
export { sandboxRoutes } from './routes.ts';

/**
 * Resolves when the notification was accepted; rejects when it has to be tried again. `notifyUrl` is what the charge was
 * asked with, null where it is not spoken to over a wire.
 */
export type Deliver = (delivery: Delivery, notifyUrl: string | null) => Promise<void>;

export type SandboxDeps = { readonly db: Db; readonly clocks: Clocks; readonly ids: Ids };
export type Sandbox = {
  readonly provider: PaymentProvider;
  readonly keys: SigningKeys;
  /** What the shopper does on the charge's page. */
  decide(input: { at: number; providerRef: string; outcome: 'succeeded' | 'failed' }): Promise<DecideAnswer>;
};

/** Makes the key pair on the first start of a database and keeps it there. */
export async function createSandbox(deps: SandboxDeps): Promise<Sandbox> {
  const keys = await ensureKeys(deps.db);
  return {
    provider: createProvider(deps, keys),
    keys,
    decide: (input) => decideCharge(deps, input),
  };
}
