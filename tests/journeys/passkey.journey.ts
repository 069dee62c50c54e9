import type { CDPSession, Page } from 'playwright-core';
import { expect } from 'vitest';
import { checkOut, fillCart, type Shopper } from './storefront.journey.ts';

/**
 * A passkey as a shopper uses it, with the browser's own virtual authenticator: true keys and signatures, and a finger that
 * can be the wrong one.
 */
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

type Authenticator = {
  /** Whether the next finger is the owner's. */
  recognises(owner: boolean): Promise<void>;
};

export async function attachAuthenticator(page: Page): Promise<Authenticator> {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return {
    async recognises(owner) {
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: owner });
    },
  };
}

/** On the account's page: added, and named. */
export async function addPasskey({ page }: Shopper): Promise<void> {
  await page.goto('/me');
  await page.getByRole('link', { name: /^通行密钥/ }).click();
  await page.getByText('还没有通行密钥').waitFor();
  await button(page, '添加通行密钥').click();
  await page.getByText(/^已添加“/).waitFor();
  await page.getByText('还没有用过').waitFor();
  await button(page, /^改名/).click();
  await page.getByLabel('名称').fill('林小满的手机');
  await button(page, '保存').click();
  await page.getByRole('heading', { name: '林小满的手机' }).waitFor();
}

/** The wrong finger pays nothing; the right one does, and another provider after a decline wants no other check. */
export async function payWithPasskey(shopper: Shopper, device: Authenticator): Promise<void> {
  const { page } = shopper;
  await fillCart(shopper, 'sk-camera-vlog-1', 3);
  await checkOut(shopper);
  await button(page, /^支付/).click();
  await page.getByRole('heading', { name: '安全验证' }).waitFor();
  await device.recognises(false);
  await button(page, '用通行密钥确认').click();
  await page.getByText('没有完成确认').waitFor();
  await device.recognises(true);
  await button(page, '用通行密钥确认').click();
  await button(page, '模拟付款失败').click();
  await page.getByText('这次付款没有成功').waitFor();
  await page.getByRole('radio', { name: /微信支付/ }).check();
  await button(page, '再付一次').click();
  await button(page, '确认付款').click();
  await page.getByRole('heading', { name: '付款成功' }).waitFor();
  await page.goto('/passkeys');
  await page.getByText(/^最近使用/).waitFor();
}

/** Out of the account, a guest, and in again with nothing but the device: what was bought is there. */
export async function signInAgain({ page }: Shopper, device: Authenticator): Promise<void> {
  await page.goto('/me');
  await button(page, '退出登录').click();
  await page.waitForURL((url) => url.pathname === '/');
  await page.goto('/orders');
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await page.locator('main a[href^="/orders/pu_"]').count()).toBe(0);
  await page.goto('/me');
  await device.recognises(false);
  await button(page, '用通行密钥登录').click();
  await page.getByText('没有完成登录').waitFor();
  await device.recognises(true);
  await button(page, '用通行密钥登录').click();
  await button(page, '退出登录').waitFor();
  await page.goto('/orders');
  await page.locator('main a[href^="/orders/pu_"]').first().waitFor();
  await page.goto('/passkeys');
  await page.getByRole('heading', { name: '林小满的手机' }).waitFor();
}

export async function removePasskey({ page }: Shopper): Promise<void> {
  await button(page, /^删除/).click();
  await page.getByText('它不能再用来确认付款').waitFor();
  await button(page, '删除').click();
  await page.getByText('已删除“林小满的手机”').waitFor();
  await page.getByText('还没有通行密钥').waitFor();
  expect(await page.getByRole('listitem').filter({ hasText: '林小满的手机' }).count()).toBe(0);
}
