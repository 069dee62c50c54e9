/**
 * Every variable Dacu reads; none has to be set. `.env.example` is compared with this list by a test, and the text of
 * a mistake is made from it: name, what was found, what is allowed.
 */
export type Variable = {
  readonly name: string;
  /** What it is for, as `.env.example` tells it. */
  readonly doc: string;
  /** What may stand there, as a mistake tells it. */
  readonly allowed: string;
  readonly example: string;
  valid(value: string): boolean;
};

const wholeNumber = (value: string, min: number, max: number): boolean =>
  /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max;

function isUrl(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

const absolutePath = (value: string): boolean => value.startsWith('/') || /^[A-Za-z]:[\\/]/.test(value);

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export const ROLES = ['web', 'worker', 'shoppers'] as const;
export type Role = (typeof ROLES)[number];

export const VARIABLES = [
  {
    name: 'PORT',
    doc: 'Port of the storefront, the console and the API.',
    allowed: 'a port number from 1 to 65535',
    example: '3000',
    valid: (value) => wholeNumber(value, 1, 65_535),
  },
  {
    name: 'HOST',
    doc: 'Address to listen on. `localhost` is this machine alone; `0.0.0.0` lets phones and containers in.',
    allowed: 'a host name or address',
    example: 'localhost',
    valid: (value) => /^[\w.:-]+$/.test(value),
  },
  {
    name: 'DATABASE_URL',
    doc: 'A PostgreSQL 15 or newer of yours. Unset: the embedded one is started. Production needs it.',
    allowed: 'postgres://user:password@host:port/database',
    example: 'postgres://dacu:secret@db.example:5432/dacu',
    valid: (value) => isUrl(value, ['postgres:', 'postgresql:']),
  },
  {
    name: 'DATABASE_CONNECTIONS',
    doc: 'Connections of this process to PostgreSQL at most; 10 of them are for its own work and for reports.',
    allowed: 'a whole number from 12 to 500',
    example: '20',
    valid: (value) => wholeNumber(value, 12, 500),
  },
  {
    name: 'NODE_ENV',
    doc: '`production`: a real sale; no demonstration parts, no embedded database, no generated secrets.',
    allowed: 'production, development or test',
    example: 'production',
    valid: (value) => ['production', 'development', 'test'].includes(value),
  },
  {
    name: 'DACU_ROLES',
    doc: 'What this process does: `web` answers, `worker` relays events and does due work, `shoppers` simulates; `all` is all.',
    allowed: `all, or some of ${ROLES.join(', ')} with commas between`,
    example: 'all',
    valid: (value) =>
      value === 'all' || value.split(',').every((role) => ROLES.includes(role.trim() as Role)),
  },
  {
    name: 'DACU_NODES',
    doc: '`several`: other nodes run on the database of DATABASE_URL too, each started so, each with a PORT of its own, all with one master key; simulated shoppers only where DACU_ROLES names them. Production is always so.',
    allowed: 'one or several',
    example: 'one',
    valid: (value) => value === 'one' || value === 'several',
  },
  {
    name: 'DACU_DATA_DIR',
    doc: 'Folder of the embedded database and the generated key. Unset: ./.dacu, or /var/lib/dacu/<clone> for root.',
    allowed: 'an absolute path',
    example: '/srv/dacu',
    valid: absolutePath,
  },
  {
    name: 'DACU_PUBLIC_URL',
    doc: 'Address under which people reach this site, when a proxy stands in front. https makes cookies Secure. Passkeys of shoppers belong to its host name: they need a name (no IP address) and https, and are of no use under another one.',
    allowed: 'https://host or http://host, without a path',
    example: 'https://sale.example',
    valid: (value) => isUrl(value, ['http:', 'https:']) && new URL(value).pathname === '/',
  },
  {
    name: 'DACU_TRUST_PROXY',
    doc: 'Proxies whose X-Forwarded-For is believed: how many stand in front, or their addresses. Unset: none.',
    allowed: 'a count of proxies from 1 to 9, or addresses and networks with commas between',
    example: '1',
    valid: (value) => wholeNumber(value, 1, 9) || /^[\da-fA-F.:/, ]+$/.test(value),
  },
  {
    name: 'DACU_MASTER_KEY_FILE',
    doc: 'File with the key that seals personal data: 32 bytes as 64 hex digits, mode 0600, kept apart from the data. Production needs it.',
    allowed: 'an absolute path',
    example: '/etc/dacu/master.key',
    valid: (value) => value.startsWith('/') || /^[A-Za-z]:[\\/]/.test(value),
  },
  {
    name: 'DACU_RATE_PER_MINUTE',
    doc: 'API requests that one address may send in a minute; 0 lifts the limit, for load tests.',
    allowed: 'a whole number from 0 to 1000000',
    example: '1200',
    valid: (value) => wholeNumber(value, 0, 1_000_000),
  },
  {
    name: 'DACU_ALIPAY_APP_ID',
    doc: 'Connects Alipay, with the two below: the application’s number at open.alipay.com. Production only; a demonstration pays in its sandbox.',
    allowed: 'the digits of an APPID',
    example: '2021000000000000',
    valid: (value) => /^\d{10,32}$/.test(value),
  },
  {
    name: 'DACU_ALIPAY_KEY_FILE',
    doc: 'File of the application’s RSA2 private key (PKCS#8, PEM).',
    allowed: 'an absolute path',
    example: '/etc/dacu/alipay-private.pem',
    valid: absolutePath,
  },
  {
    name: 'DACU_ALIPAY_PUBLIC_KEY_FILE',
    doc: 'File of Alipay’s public key (支付宝公钥, PEM), from the console of the application.',
    allowed: 'an absolute path',
    example: '/etc/dacu/alipay-public.pem',
    valid: absolutePath,
  },
  {
    name: 'DACU_WECHATPAY_MERCHANT_ID',
    doc: 'Connects WeChat Pay (APIv3), with the four below and one of the two ways to know its signatures that follow them, or both: the merchant’s number at pay.weixin.qq.com. Production only.',
    allowed: 'the digits of a merchant number',
    example: '1900000000',
    valid: (value) => /^\d{8,32}$/.test(value),
  },
  {
    name: 'DACU_WECHATPAY_APP_ID',
    doc: 'The application that is bound to the merchant.',
    allowed: 'wx and 16 characters',
    example: 'wx0000000000000000',
    valid: (value) => /^wx[0-9a-zA-Z]{16}$/.test(value),
  },
  {
    name: 'DACU_WECHATPAY_SERIAL',
    doc: 'Serial number of the merchant’s API certificate.',
    allowed: '40 hex digits',
    example: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
    valid: (value) => /^[0-9A-Fa-f]{40}$/.test(value),
  },
  {
    name: 'DACU_WECHATPAY_KEY_FILE',
    doc: 'File of the merchant’s private key (`apiclient_key.pem`).',
    allowed: 'an absolute path',
    example: '/etc/dacu/apiclient_key.pem',
    valid: absolutePath,
  },
  {
    name: 'DACU_WECHATPAY_API_KEY_FILE',
    doc: 'File of the 32 characters of the APIv3 key, which seals notifications.',
    allowed: 'an absolute path',
    example: '/etc/dacu/wechatpay-api.key',
    valid: absolutePath,
  },
  {
    name: 'DACU_WECHATPAY_PUBLIC_KEY_ID',
    doc: 'Signatures under WeChat Pay’s public key, with the file below: its number (微信支付公钥ID).',
    allowed: 'PUB_KEY_ID_ and digits',
    example: 'PUB_KEY_ID_0119000000000000000000000000000000',
    valid: (value) => /^PUB_KEY_ID_\d{8,60}$/.test(value),
  },
  {
    name: 'DACU_WECHATPAY_PUBLIC_KEY_FILE',
    doc: 'File of WeChat Pay’s public key (PEM), from the merchant platform.',
    allowed: 'an absolute path',
    example: '/etc/dacu/wechatpay-public.pem',
    valid: absolutePath,
  },
  {
    name: 'DACU_WECHATPAY_CERTIFICATES',
    doc: 'Signatures under the platform’s certificates (平台证书), as older merchants have them: fetched, checked and changed by themselves. With the public key set too, both are believed, as for the weeks in which a merchant moves from one to the other. In a demonstration the sandbox signs so.',
    allowed: 'on or off',
    example: 'on',
    valid: (value) => value === 'on' || value === 'off',
  },
  {
    name: 'DACU_SMS_URL',
    doc: 'Where codes by text message are handed over, with the key below: your own gateway to the networks, called as the docs of `payment/checks/http-sender.ts` say. Unset: risky payments are checked by passkey alone, and go on unchecked for who has none. Production only.',
    allowed: 'an https:// address (http:// to this machine)',
    example: 'https://sms.example/send',
    valid: (value) =>
      isUrl(value, ['https:']) ||
      (isUrl(value, ['http:']) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(value).hostname)),
  },
  {
    name: 'DACU_SMS_KEY_FILE',
    doc: 'File of the key that signs them: 32 characters or more (openssl rand -hex 32).',
    allowed: 'an absolute path',
    example: '/etc/dacu/sms.key',
    valid: absolutePath,
  },
  {
    name: 'DACU_REHEARSALS',
    doc: 'Whether the console may start rehearsals on this node: each takes a core of it, at low priority, and a database. Unset: on, and off in production.',
    allowed: 'on or off',
    example: 'on',
    valid: (value) => value === 'on' || value === 'off',
  },
  {
    name: 'DACU_LOG_LEVEL',
    doc: 'How much the log tells.',
    allowed: LOG_LEVELS.join(', '),
    example: 'info',
    valid: (value) => LOG_LEVELS.includes(value as never),
  },
  {
    name: 'DACU_DEMO_AT',
    doc: 'Campaign time at the first start of a demonstration.',
    allowed: 'an instant with its offset, as 2024-06-17T23:55:00+08:00',
    example: '2024-06-17T23:55:00+08:00',
    valid: (value) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value)),
  },
] as const satisfies readonly Variable[];

export type VariableName = (typeof VARIABLES)[number]['name'];
