import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/** The Chromium that npm brings, or the one that CHROME names. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROME ?? (await chromium.executablePath());
  return playwright.launch({ executablePath, args: FLAGS });
}
