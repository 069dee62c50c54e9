import type { RateRules } from '../platform/http/limits.ts';
import type { LogLevel } from '../platform/log.ts';
import type { Env } from './env.ts';
import { ROLES, type Role, VARIABLES, type VariableName } from './variables.ts';

/** What a process was told to be; decided once, then only read. */
export type Config = {
  readonly production: boolean;
  /** A database is simulated or real from its first row; production alone makes and takes real ones. */
  readonly databaseKind: 'simulated' | 'real';
  readonly port: number;
  readonly host: string;
  /** Origin under which people reach us, null when it is whatever they asked for. */
  readonly publicOrigin: string | null;
  /** Cookies are Secure and HSTS is sent. */
  readonly https: boolean;
  readonly trustProxy: boolean | number | string;
  readonly rates: RateRules;
  readonly roles: ReadonlySet<Role>;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly databaseConnections: number;
  /** Other nodes may run on the same database. */
  readonly severalNodes: boolean;
  /** Null: where `home.ts` decides. */
  readonly dataDir: string | null;
  /** Null: one is generated beside the embedded data (never in production). */
  readonly masterKeyFile: string | null;
  /** None in a demonstration, which pays in its sandbox. */
  readonly providers: ProviderConfig;
  /** WeChat Pay signs under its platform's certificates; in a demonstration the sandbox does. */
  readonly wechatpayCertificates: boolean;
  /** Who carries text messages on a real database; null: nobody. */
  readonly messages: { readonly url: string; readonly keyFile: string } | null;
  /** The console may start rehearsals here. Off in production unless asked for: they take a core from the sale. */
  readonly rehearsals: boolean;
  readonly logLevel: LogLevel;
  /** Campaign time at the first start of a simulated database. */
  readonly demoAt: number;
};

/** Accounts at payment providers; keys stand in files. Null: that provider is not connected. */
export type ProviderConfig = {
  readonly alipay: {
    readonly appId: string;
    readonly keyFile: string;
    readonly publicKeyFile: string;
  } | null;
  readonly wechatpay: {
    readonly merchantId: string;
    readonly appId: string;
    readonly serial: string;
    readonly keyFile: string;
    readonly apiKeyFile: string;
    /** One of the two ways in which its signatures are known, or both. */
    readonly publicKey: { readonly keyId: string; readonly file: string } | null;
    readonly certificates: boolean;
  } | null;
};

/** All mistakes of the environment in one message, each with what to write instead. */
export class ConfigRefused extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    const head =
      mistakes.length === 1 ? 'One setting is not right' : `${mistakes.length} settings are not right`;
    super(`${head}:\n${mistakes.map((mistake) => `  · ${mistake}`).join('\n')}\nAll settings: .env.example`);
    this.name = 'ConfigRefused';
    this.mistakes = mistakes;
  }
}

/** Five minutes before the flash sale that ends the day of 17 June in the 2024 plan. */
const DEMO_AT = '2024-06-17T23:55:00+08:00';
const SESSION_RATE = { perMinute: 600, burst: 120 };
const ADDRESS_RATE_PER_MINUTE = 1_200;

const NEEDED_IN_PRODUCTION: readonly (readonly [VariableName, string])[] = [
  ['DATABASE_URL', 'a PostgreSQL that you back up'],
  [
    'DACU_MASTER_KEY_FILE',
    'the key that seals personal data (openssl rand -hex 32 > master.key; chmod 600 master.key)',
  ],
  ['DACU_PUBLIC_URL', 'the https address that people open'],
];

/** Decides everything from the environment; throws `ConfigRefused` with every mistake at once. */
export function decideConfig(env: Env): Config {
  const mistakes = [
    ...invalid(env),
    ...missingInProduction(env),
    ...missingForNodes(env),
    ...halfConnected(env),
  ];
  if (mistakes.length > 0) throw new ConfigRefused(mistakes);

  const production = env.NODE_ENV === 'production';
  const severalNodes = production || env.DACU_NODES === 'several';
  const publicOrigin = env.DACU_PUBLIC_URL ? new URL(env.DACU_PUBLIC_URL).origin : null;
  const addressPerMinute = Number(env.DACU_RATE_PER_MINUTE ?? ADDRESS_RATE_PER_MINUTE);
  return {
    production,
    databaseKind: production ? 'real' : 'simulated',
    port: Number(env.PORT ?? 3000),
    host: env.HOST ?? 'localhost',
    publicOrigin,
    https: publicOrigin?.startsWith('https:') ?? false,
    trustProxy: proxies(env.DACU_TRUST_PROXY),
    rates:
      addressPerMinute === 0
        ? { address: null, session: null }
        : {
            address: { perMinute: addressPerMinute, burst: Math.ceil(addressPerMinute / 4) },
            session: SESSION_RATE,
          },
    roles: decideRoles(env.DACU_ROLES, severalNodes),
    databaseUrl: env.DATABASE_URL ?? null,
    databaseConnections: Number(env.DATABASE_CONNECTIONS ?? 20),
    severalNodes,
    dataDir: env.DACU_DATA_DIR ?? null,
    masterKeyFile: env.DACU_MASTER_KEY_FILE ?? null,
    providers: providersOf(env),
    wechatpayCertificates: env.DACU_WECHATPAY_CERTIFICATES === 'on',
    messages:
      env.DACU_SMS_URL && env.DACU_SMS_KEY_FILE
        ? { url: env.DACU_SMS_URL, keyFile: env.DACU_SMS_KEY_FILE }
        : null,
    rehearsals: (env.DACU_REHEARSALS ?? (production ? 'off' : 'on')) === 'on',
    logLevel: (env.DACU_LOG_LEVEL ?? 'info') as LogLevel,
    demoAt: Date.parse(env.DACU_DEMO_AT ?? DEMO_AT),
  };
}

function invalid(env: Env): string[] {
  return VARIABLES.flatMap(({ name, valid, allowed }) => {
    const value = env[name];
    if (value === undefined || valid(value)) return [];
    // A URL may carry a password: what is wrong with it is told without showing it.
    const found = name === 'DATABASE_URL' ? 'something else' : `“${value}”`;
    return [`${name} is ${found}; it must be ${allowed}`];
  });
}

function missingInProduction(env: Env): string[] {
  if (env.NODE_ENV !== 'production') return [];
  const missing = NEEDED_IN_PRODUCTION.filter(([name]) => env[name] === undefined).map(
    ([name, what]) => `NODE_ENV=production needs ${name}: ${what}`,
  );
  const url = env.DACU_PUBLIC_URL;
  if (url?.startsWith('http:'))
    missing.push('NODE_ENV=production needs DACU_PUBLIC_URL to begin with https:');
  if (env.DACU_ROLES?.split(',').some((role) => role.trim() === 'shoppers'))
    missing.push('NODE_ENV=production has no simulated shoppers: leave `shoppers` out of DACU_ROLES');
  return missing;
}

const ALIPAY = ['DACU_ALIPAY_APP_ID', 'DACU_ALIPAY_KEY_FILE', 'DACU_ALIPAY_PUBLIC_KEY_FILE'] as const;
const WECHATPAY = [
  'DACU_WECHATPAY_MERCHANT_ID',
  'DACU_WECHATPAY_APP_ID',
  'DACU_WECHATPAY_SERIAL',
  'DACU_WECHATPAY_KEY_FILE',
  'DACU_WECHATPAY_API_KEY_FILE',
] as const;
const WECHATPAY_PUBLIC_KEY = ['DACU_WECHATPAY_PUBLIC_KEY_ID', 'DACU_WECHATPAY_PUBLIC_KEY_FILE'] as const;

const SMS = ['DACU_SMS_URL', 'DACU_SMS_KEY_FILE'] as const;

/** A party is connected with all of its settings or with none, and only where money and phones are real. */
function halfConnected(env: Env): string[] {
  const certificates = env.DACU_WECHATPAY_CERTIFICATES === 'on';
  const ofPublicKey = WECHATPAY_PUBLIC_KEY.some((name) => env[name] !== undefined);
  const parties: { names: readonly VariableName[]; does: string }[] = [
    { names: ALIPAY, does: 'takes real money' },
    {
      names: certificates && !ofPublicKey ? WECHATPAY : [...WECHATPAY, ...WECHATPAY_PUBLIC_KEY],
      does: 'takes real money',
    },
    { names: SMS, does: 'sends real messages' },
  ];
  const alone =
    certificates && env.NODE_ENV === 'production' && env.DACU_WECHATPAY_MERCHANT_ID === undefined
      ? ['DACU_WECHATPAY_CERTIFICATES=on needs DACU_WECHATPAY_MERCHANT_ID']
      : [];
  const half = parties.flatMap(({ names, does }) => {
    const set = names.filter((name) => env[name] !== undefined);
    if (set.length === 0) return [];
    const mistakes = names.filter((name) => env[name] === undefined).map((name) => `${set[0]} needs ${name}`);
    if (env.NODE_ENV !== 'production') mistakes.push(`${set[0]} ${does}: only with NODE_ENV=production`);
    return mistakes;
  });
  return [...alone, ...half];
}

function providersOf(env: Env): ProviderConfig {
  const [appId, keyFile, publicKeyFile] = ALIPAY.map((name) => env[name]);
  const [merchantId, wechatAppId, serial, wechatKeyFile, apiKeyFile] = WECHATPAY.map((name) => env[name]);
  const [keyId, file] = WECHATPAY_PUBLIC_KEY.map((name) => env[name]);
  return {
    alipay: appId && keyFile && publicKeyFile ? { appId, keyFile, publicKeyFile } : null,
    wechatpay:
      merchantId && wechatAppId && serial && wechatKeyFile && apiKeyFile
        ? {
            ...{ merchantId, appId: wechatAppId, serial, keyFile: wechatKeyFile, apiKeyFile },
            publicKey: keyId && file ? { keyId, file } : null,
            certificates: env.DACU_WECHATPAY_CERTIFICATES === 'on',
          }
        : null,
  };
}

/** A real database has one way to be used, whatever is said of nodes; a shared one is never the embedded one. */
function missingForNodes(env: Env): string[] {
  if (env.DACU_NODES === 'one' && env.NODE_ENV === 'production')
    return ['NODE_ENV=production is always ready for several nodes: leave DACU_NODES out'];
  return env.DACU_NODES === 'several' && env.DATABASE_URL === undefined
    ? ['DACU_NODES=several needs DATABASE_URL: the embedded PostgreSQL belongs to one process']
    : [];
}

/** Where several nodes run, shoppers are simulated by the node that is told to: each would bring a town of its own. */
function decideRoles(value: string | undefined, severalNodes: boolean): ReadonlySet<Role> {
  if (value !== undefined && value !== 'all')
    return new Set(value.split(',').map((role) => role.trim() as Role));
  return new Set(ROLES.filter((role) => !(severalNodes && role === 'shoppers')));
}

function proxies(value: string | undefined): boolean | number | string {
  if (value === undefined) return false;
  return /^\d$/.test(value) ? Number(value) : value;
}
