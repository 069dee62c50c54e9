import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Launched, launch, makePlace } from '../faults/launch.ts';
import { openBrowser } from './open-browser.ts';
import {
  addPasskey,
  attachAuthenticator,
  payWithPasskey,
  removePasskey,
  signInAgain,
} from './passkey.journey.ts';
import {
  addBySearch,
  buyFlash,
  checkOut,
  enter,
  fillCart,
  isRefusedAnother,
  isToldNoWay,
  keepFavourite,
  pay,
  payWithCode,
  readReceipt,
  returnOne,
  type Shopper,
  seeVenue,
  speakEnglish,
} from './storefront.journey.ts';

/** Near enough to midnight's flash sale that a shopper need not wait long for it. */
const DEMO_AT = '2024-06-17T23:59:30+08:00';
const place = makePlace();
let server: Launched | null = null;
let browser: Browser;
let shopper: Shopper;

/** DACU_BASE_URL walks through a server that runs already. */
beforeAll(async () => {
  const given = process.env.DACU_BASE_URL;
  if (!given) server = await launch(place, { DACU_DEMO_AT: DEMO_AT, DACU_ROLES: 'web,worker' });
  browser = await openBrowser();
  shopper = await enter(browser, given ?? server!.url);
});

afterAll(async () => {
  await browser?.close();
  server?.signal('SIGTERM');
  await server?.exited;
  place.remove();
});

test('the venue shows what is on, with a countdown that runs', () => seeVenue(shopper));

test('an item is kept by its heart, through a reload, and let go again', () => keepFavourite(shopper));

test('items of two shops are found by words, priced on one receipt that adds up, and paid after one decline', async () => {
  await addBySearch(shopper, '坚果');
  await addBySearch(shopper, '耳机');
  await expect.poll(() => shopper.page.locator('.cart-shop').count()).toBe(2);
  const quoted = await readReceipt(shopper);
  const asked = await checkOut(shopper);
  expect(asked).toBe(quoted);
  await pay(shopper, { failFirst: true });
});

test('a unit of a paid order is returned and refunded', async () => {
  expect(await returnOne(shopper)).toBeGreaterThan(0);
});

test('more than can be sent is told before it is ordered, with what could be done', () =>
  isToldNoWay(shopper, 'sk-camera-vlog-1'));

test('a flash item is bought when its slot opens, and a second one is refused in words', async () => {
  const path = await buyFlash(shopper, 75_000);
  await isRefusedAnother(shopper, path);
});

test('a payment of a high amount goes on with the code that the phone received', async () => {
  const other = await enter(browser, process.env.DACU_BASE_URL ?? server!.url);
  await fillCart(other, 'sk-camera-vlog-1', 3);
  await checkOut(other);
  await payWithCode(other);
  // The check that was wanted and the wrong code; Chromium reports every refused call.
  expect(other.complaints.filter((words) => !/status of (403|422)/.test(words))).toEqual([]);
});

test('a passkey is added, confirms a payment of a high amount through a decline and another provider, and signs in again', async () => {
  const other = await enter(browser, process.env.DACU_BASE_URL ?? server!.url);
  const device = await attachAuthenticator(other.page);
  await addPasskey(other);
  await payWithPasskey(other, device);
  await signInAgain(other, device);
  await removePasskey(other);
  expect(other.complaints.filter((words) => !/status of 403/.test(words))).toEqual([]);
});

test('English stays chosen', () => speakEnglish(shopper));

test('the browser complained about nothing', () => {
  // Chromium reports every refused call; the second flash order is one.
  const refused = /status of 409/;
  expect(shopper.complaints.filter((words) => !refused.test(words))).toEqual([]);
});
