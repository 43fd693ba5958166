// Device codes that wait for a person to type them into a page.
import { randomInt } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Secrets } from './secrets.ts';

interface DeviceCode {
  readonly provider: string;
  readonly userCode: string;
  readonly expiresAtMs: number;
  account: string | undefined;
  denied: boolean;
}

// No vowels and no digits that look like letters, so that a code is neither a word nor misread.
const alphabet = 'BCDFGHJKLMNPQRSTVWXZ';
const lifeMs = 15 * 60_000;

export class DeviceCodes {
  readonly #clock: Clock;
  readonly #secrets: Secrets;
  readonly #codes = new Map<string, DeviceCode>();

  constructor(clock: Clock, secrets: Secrets) {
    this.#clock = clock;
    this.#secrets = secrets;
  }

  reset(): void {
    this.#codes.clear();
  }

  start(provider: string): { readonly deviceId: string; readonly userCode: string } {
    const letters = Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)] ?? '').join('');
    const userCode = `${letters.slice(0, 4)}-${letters.slice(4)}`;
    const deviceId = this.#secrets.issue('device-auth-id', 'nobody yet', 'canary_device_');
    const expiresAtMs = this.#clock.nowMs() + lifeMs;
    this.#codes.set(deviceId, { provider, userCode, expiresAtMs, account: undefined, denied: false });
    return { deviceId, userCode };
  }

  /** The person's decision; false when no such code is waiting. */
  decide(provider: string, userCode: string, account: string, allow: boolean): boolean {
    const wanted = userCode.trim().toUpperCase();
    const code = this.#waiting(provider).find((one) => one.userCode === wanted);
    if (code === undefined) return false;
    code.denied = !allow;
    if (allow) code.account = account;
    return true;
  }

  /** The account that a device may have now, once. */
  collect(deviceId: string, userCode: string): string | undefined {
    const code = this.#codes.get(deviceId);
    if (code?.userCode !== userCode || code.account === undefined) return undefined;
    this.#codes.delete(deviceId);
    return code.account;
  }

  /** What a person would read off the screen of the device: the newest code still waiting. */
  newestUserCode(provider: string): string | undefined {
    return this.#waiting(provider).at(-1)?.userCode;
  }

  #waiting(provider: string): DeviceCode[] {
    const nowMs = this.#clock.nowMs();
    return [...this.#codes.values()].filter(
      (one) =>
        one.provider === provider && one.account === undefined && !one.denied && one.expiresAtMs > nowMs,
    );
  }
}
