import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ConfigRefused, decideConfig } from './config.ts';
import { readEnv } from './env.ts';
import { VARIABLES } from './variables.ts';

const refusedBy = (environment: Record<string, string>): readonly string[] => {
  try {
    decideConfig(readEnv(environment, null));
  } catch (error) {
    if (error instanceof ConfigRefused) return error.mistakes;
    throw error;
  }
  return [];
};

test('no variable at all makes a demonstration on localhost:3000 with the embedded database', () => {
  const config = decideConfig(readEnv({}, null));
  expect(config).toMatchObject({
    production: false,
    databaseKind: 'simulated',
    port: 3000,
    host: 'localhost',
    databaseUrl: null,
    https: false,
    trustProxy: false,
  });
  expect([...config.roles]).toEqual(['web', 'worker', 'shoppers']);
  expect(new Date(config.demoAt).toISOString()).toBe('2024-06-17T15:55:00.000Z');
});

test('every mistake is told at once, with what is allowed', () => {
  const mistakes = refusedBy({
    PORT: '70000',
    DACU_ROLES: 'web,oven',
    DACU_LOG_LEVEL: 'loud',
    DACU_PUBLIC_URL: 'sale.example',
    DACU_DEMO_AT: '2024-06-17',
  });
  expect(mistakes).toHaveLength(5);
  expect(mistakes[0]).toBe('PORT is “70000”; it must be a port number from 1 to 65535');
});

test('a database password is never shown, not even when the address is wrong', () => {
  const mistakes = refusedBy({ DATABASE_URL: 'mysql://dacu:hunter22@db/dacu' });
  expect(mistakes).toHaveLength(1);
  expect(mistakes.join()).not.toContain('hunter22');
});

test('production names everything it lacks, and never takes a simulated part', () => {
  const mistakes = refusedBy({ NODE_ENV: 'production', DACU_ROLES: 'web,shoppers' });
  expect(mistakes.join('\n')).toMatch(/DATABASE_URL.*DACU_MASTER_KEY_FILE.*DACU_PUBLIC_URL.*shoppers/s);
  const config = decideConfig(
    readEnv(
      {
        NODE_ENV: 'production',
        DATABASE_URL: 'postgres://db/dacu',
        DACU_MASTER_KEY_FILE: '/etc/dacu/master.key',
        DACU_PUBLIC_URL: 'https://sale.example/',
      },
      null,
    ),
  );
  expect(config).toMatchObject({ databaseKind: 'real', https: true, publicOrigin: 'https://sale.example' });
  expect(config.roles.has('shoppers')).toBe(false);
});

test('a payment provider, and who carries messages, is connected with all settings, only where money and phones are real', () => {
  const alipay = {
    DACU_ALIPAY_APP_ID: '2021000000000000',
    DACU_ALIPAY_KEY_FILE: '/etc/dacu/a.pem',
    DACU_ALIPAY_PUBLIC_KEY_FILE: '/etc/dacu/b.pem',
  };
  expect(refusedBy(alipay)).toEqual([expect.stringContaining('only with NODE_ENV=production')]);
  const real = {
    NODE_ENV: 'production',
    DATABASE_URL: 'postgres://db/dacu',
    DACU_MASTER_KEY_FILE: '/etc/dacu/master.key',
    DACU_PUBLIC_URL: 'https://sale.example/',
  };
  expect(decideConfig(readEnv(real, null)).providers).toEqual({ alipay: null, wechatpay: null });
  expect(decideConfig(readEnv({ ...real, ...alipay }, null)).providers).toEqual({
    alipay: { appId: '2021000000000000', keyFile: '/etc/dacu/a.pem', publicKeyFile: '/etc/dacu/b.pem' },
    wechatpay: null,
  });
  expect(refusedBy({ ...real, DACU_WECHATPAY_MERCHANT_ID: '1900000000' })).toHaveLength(6);
  const wechatpay = {
    DACU_WECHATPAY_MERCHANT_ID: '1900000000',
    DACU_WECHATPAY_APP_ID: 'wx0000000000000000',
    DACU_WECHATPAY_SERIAL: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
    DACU_WECHATPAY_KEY_FILE: '/etc/dacu/c.pem',
    DACU_WECHATPAY_API_KEY_FILE: '/etc/dacu/d.key',
  };
  const publicKey = {
    DACU_WECHATPAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000000000000000000000000000000',
    DACU_WECHATPAY_PUBLIC_KEY_FILE: '/etc/dacu/e.pem',
  };
  const certificates = { DACU_WECHATPAY_CERTIFICATES: 'on' };
  const connected = (more: Record<string, string>) =>
    decideConfig(readEnv({ ...real, ...wechatpay, ...more }, null)).providers.wechatpay;
  const keyed = { keyId: publicKey.DACU_WECHATPAY_PUBLIC_KEY_ID, file: '/etc/dacu/e.pem' };
  expect(connected(publicKey)).toMatchObject({ publicKey: keyed, certificates: false });
  expect(connected(certificates)).toMatchObject({ publicKey: null, certificates: true });
  expect(connected({ ...publicKey, ...certificates })).toMatchObject({
    publicKey: keyed,
    certificates: true,
  });
  expect(refusedBy({ ...real, ...wechatpay })).toHaveLength(2);
  expect(refusedBy({ ...real, ...wechatpay, DACU_WECHATPAY_CERTIFICATES: 'off' })).toHaveLength(2);
  const half = { DACU_WECHATPAY_PUBLIC_KEY_FILE: '/etc/dacu/e.pem' };
  expect(refusedBy({ ...real, ...wechatpay, ...certificates, ...half })).toHaveLength(1);
  // Certificates of a merchant whom nobody named would be believed by nobody.
  expect(refusedBy({ ...real, ...certificates })).toEqual([
    'DACU_WECHATPAY_CERTIFICATES=on needs DACU_WECHATPAY_MERCHANT_ID',
  ]);
  expect(decideConfig(readEnv(certificates, null)).wechatpayCertificates).toBe(true);
  const sms = { DACU_SMS_URL: 'https://sms.example/send', DACU_SMS_KEY_FILE: '/etc/dacu/sms.key' };
  expect(refusedBy(sms)).toEqual([expect.stringContaining('sends real messages')]);
  expect(decideConfig(readEnv(real, null)).messages).toBeNull();
  expect(decideConfig(readEnv({ ...real, ...sms }, null)).messages).toEqual({
    ...{ url: 'https://sms.example/send', keyFile: '/etc/dacu/sms.key' },
  });
  expect(refusedBy({ ...real, DACU_SMS_URL: 'https://sms.example/send' })).toHaveLength(1);
  expect(refusedBy({ ...real, ...sms, DACU_SMS_URL: 'http://sms.example/send' })).toHaveLength(1);
});

test('several nodes need a database of their own, and only the node that is told to simulates shoppers', () => {
  expect(refusedBy({ DACU_NODES: 'several' })).toEqual([expect.stringContaining('needs DATABASE_URL')]);
  expect(refusedBy({ NODE_ENV: 'production', DACU_NODES: 'one' }).join()).toContain('leave DACU_NODES out');
  const env = { DACU_NODES: 'several', DATABASE_URL: 'postgres://db/dacu' };
  const config = decideConfig(readEnv(env, null));
  expect(config).toMatchObject({ severalNodes: true, databaseKind: 'simulated' });
  expect([...config.roles]).toEqual(['web', 'worker']);
  const told = decideConfig(readEnv({ ...env, DACU_ROLES: 'web,worker,shoppers' }, null));
  expect(told.roles.has('shoppers')).toBe(true);
  expect(decideConfig(readEnv({}, null)).severalNodes).toBe(false);
});

test('an empty value counts as unset', () => {
  expect(decideConfig(readEnv({ PORT: '', DATABASE_URL: '  ' }, null)).port).toBe(3000);
});

test('.env.example documents every variable, names no other, and its examples are valid', () => {
  const text = readFileSync(fileURLToPath(new URL('../../../../.env.example', import.meta.url)), 'utf8');
  const named = [...text.matchAll(/^#? ?([A-Z][A-Z_]+)=(.*)$/gm)].map((match) => match[1]);
  expect(named).toEqual(VARIABLES.map(({ name }) => name));
  for (const variable of VARIABLES) {
    expect(text).toContain(variable.doc);
    expect(text).toContain(`# ${variable.name}=${variable.example}`);
    expect(variable.valid(variable.example)).toBe(true);
  }
});
