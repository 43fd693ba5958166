// Debian's Chromium, started once for all files that the same worker runs: a start costs more than most tests.
import { chromium, type Browser } from '@playwright/test';

// Chromium's own sandbox refuses to run as root, which is who runs tests in a container.
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

let running: Browser | undefined;

/** It ends with the worker; what a test opens in it is for the test to close. One that has crashed is nobody's but its test's. */
export async function sharedBrowser(): Promise<Browser> {
  if (running?.isConnected() !== true)
    running = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args });
  return running;
}
