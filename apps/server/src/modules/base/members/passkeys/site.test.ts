import { expect, test } from 'vitest';
import { passkeySite } from './site.ts';

const asked = { protocol: 'http', host: '127.0.0.1:4110' };

test('a sale has the passkeys of its public name, whatever the Host header says', () => {
  const site = passkeySite('https://sale.example');
  expect(site.rpId).toBe('sale.example');
  expect(site.originFor({ protocol: 'https', host: 'evil.example' })).toBe('https://sale.example');
});

test('a demonstration has those of localhost, on the port that was asked', () => {
  const site = passkeySite(null);
  expect(site.rpId).toBe('localhost');
  expect(site.originFor(asked)).toBe('http://localhost:4110');
  expect(site.originFor({ protocol: 'http', host: 'localhost' })).toBe('http://localhost');
});

test('there are none where browsers keep none: an IP address, or a name without https', () => {
  for (const origin of ['https://10.0.0.1', 'https://[::1]:8443', 'http://sale.example'])
    expect([passkeySite(origin).rpId, passkeySite(origin).originFor(asked)]).toEqual([null, null]);
});
