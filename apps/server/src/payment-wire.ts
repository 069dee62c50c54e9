import { readFileSync } from 'node:fs';
import type { Config, ProviderConfig } from './config/config.ts';
import {
  createAlipay,
  createHttpSender,
  createWechatpay,
  type Gateway,
  type MessageSender,
  openGateway,
  type PaymentProvider,
} from './modules/trade/payment/index.ts';
import type { Clocks } from './platform/clocks.ts';
import { StartRefused } from './platform/embedded/start-refused.ts';
import type { Ids } from './platform/ids.ts';
import type { Log } from './platform/log.ts';

/** How providers reach us and find us again, and which real ones are connected. */
export type PaymentWire = {
  /** Where providers send notifications: `https://sale.example`. */
  readonly notifyOrigin: string;
  /** Where a provider's page leads back to; empty for our own pages, whatever address they were opened under. */
  readonly returnOrigin: string;
  /** Accounts at the real providers; none of them on a simulated database. */
  readonly providers: ProviderConfig;
  /** WeChat Pay in the demonstration signs under certificates, not under its public key. */
  readonly wechatpayCertificates: boolean;
};

const WECHAT_ORIGIN = 'https://api.mch.weixin.qq.com';
const ALIPAY_GATEWAY = 'https://openapi.alipay.com/gateway.do';
const BROWSER_GATEWAY = '/api/sandbox/alipay/gateway.do';

/**
 * The adapters of this node: those of the real providers with the accounts of the configuration, or, on a simulated
 * database, the same adapters against the sandbox's gateway.
 */
export async function connectProviders(parts: {
  readonly clocks: Clocks;
  readonly ids: Ids;
  readonly log: Pick<Log, 'error'>;
  readonly wire: PaymentWire | null;
  readonly gateway: Gateway | null;
}): Promise<PaymentProvider[]> {
  const { wire, gateway } = parts;
  if (wire === null) return [];
  const notify = (path: string): string => `${wire.notifyOrigin}/api/payments/${path}/notify`;
  const alipayBack = { notifyUrl: notify('alipay'), returnOrigin: wire.returnOrigin };
  const wechatBack = {
    ...{ notifyUrl: notify('wechatpay'), refundNotifyUrl: notify('wechatpay') },
    returnOrigin: wire.returnOrigin,
  };
  if (gateway !== null)
    return [
      await createAlipay(
        {
          ...gateway.alipay.merchant,
          ...alipayBack,
          ...{ gateway: `${gateway.origin}/gateway.do`, browserGateway: BROWSER_GATEWAY },
        },
        parts,
      ),
      createWechatpay({ ...gateway.wechatpay.merchant, ...wechatBack, origin: gateway.origin }, parts),
    ];
  const { alipay, wechatpay } = wire.providers;
  const connected: PaymentProvider[] = [];
  if (alipay !== null)
    connected.push(
      await createAlipay(
        {
          appId: alipay.appId,
          privateKeyPem: secretIn(alipay.keyFile, PEM_PRIVATE),
          alipayPublicKeyPem: secretIn(alipay.publicKeyFile, PEM_PUBLIC),
          ...{ gateway: ALIPAY_GATEWAY, browserGateway: ALIPAY_GATEWAY },
          ...alipayBack,
        },
        parts,
      ),
    );
  if (wechatpay !== null)
    connected.push(
      createWechatpay(
        {
          ...{ appId: wechatpay.appId, merchantId: wechatpay.merchantId, serial: wechatpay.serial },
          privateKeyPem: secretIn(wechatpay.keyFile, PEM_PRIVATE),
          apiKey: secretIn(wechatpay.apiKeyFile, /^[\x21-\x7e]{32}$/),
          trust: {
            publicKey: wechatpay.publicKey && {
              keyId: wechatpay.publicKey.keyId,
              publicKeyPem: secretIn(wechatpay.publicKey.file, PEM_PUBLIC),
            },
            certificates: wechatpay.certificates,
          },
          origin: WECHAT_ORIGIN,
          ...wechatBack,
        },
        parts,
      ),
    );
  return connected;
}

/** Where the sandbox speaks as the providers do; null where there is none, or no wire to it. */
export async function sandboxGateway(
  deps: Parameters<typeof openGateway>[0],
  wire: PaymentWire | null,
): Promise<Gateway | null> {
  return wire && openGateway(deps, wire.wechatpayCertificates ? 'certificates' : 'publicKey');
}

/** Who carries text messages: the configuration's gateway, or nobody. */
export function connectMessages({
  config,
  clocks,
  log,
}: {
  readonly config: Pick<Config, 'messages'>;
  readonly clocks: Clocks;
  readonly log: Pick<Log, 'warn'>;
}): MessageSender | null {
  if (config.messages === null) {
    log.warn('nobody carries text messages: risky payments of shoppers without a passkey go on unchecked');
    return null;
  }
  const { url, keyFile } = config.messages;
  return createHttpSender({ url, key: secretIn(keyFile, /^[\x21-\x7e]{32,}$/), fetch, wall: clocks.wall });
}

const PEM_PRIVATE = /^-----BEGIN PRIVATE KEY-----[\s\S]+-----END PRIVATE KEY-----$/;
const PEM_PUBLIC = /^-----BEGIN PUBLIC KEY-----[\s\S]+-----END PUBLIC KEY-----$/;

/** What a key file holds; what is wrong with it is told without showing it. */
function secretIn(file: string, shape: RegExp): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch {
    throw new StartRefused('paymentKey', `The payment key file ${file} cannot be read by this account.`);
  }
  if (!shape.test(text))
    throw new StartRefused(
      'paymentKey',
      `The payment key file ${file} does not hold what it should: a PEM key (PRIVATE KEY in PKCS#8, or PUBLIC KEY), the 32 characters of the APIv3 key, or 32 and more of the key for messages.`,
    );
  return text;
}

/** How providers reach a node that listens as this configuration says. */
export function wireOf(config: Config): PaymentWire {
  const host = ['0.0.0.0', '::'].includes(config.host) ? 'localhost' : config.host;
  const own = `http://${host}:${config.port}`;
  const real = config.databaseKind === 'real';
  return {
    notifyOrigin: real ? (config.publicOrigin ?? own) : own,
    returnOrigin: real ? (config.publicOrigin ?? own) : '',
    providers: config.providers,
    wechatpayCertificates: config.wechatpayCertificates,
  };
}
