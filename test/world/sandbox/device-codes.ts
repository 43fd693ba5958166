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
  askedAtMs: number;
}

/** What a device hears that asks whether its code was typed in. */
export type Collected = { readonly account: string } | { readonly problem: DeviceProblem };
type DeviceProblem = 'authorization_pending' | 'slow_down' | 'access_denied' | 'expired_token' | 'unknown';

interface DeviceSettings {
  /** Whether codes are given out at all. */
  readonly enabled: boolean;
  /** How long a device has to wait before each question; it is told to slow down when it does not. */
  readonly intervalSeconds: number;
  readonly lifeSeconds: number;
}

export type DeviceChanges = { readonly [Name in keyof DeviceSettings]?: DeviceSettings[Name] | undefined };

const usual: DeviceSettings = { enabled: true, intervalSeconds: 5, lifeSeconds: 15 * 60 };

// No vowels and no digits that look like letters, so that a code is neither a word nor misread.
const alphabet = 'BCDFGHJKLMNPQRSTVWXZ';
/** A question may overtake the one before it by as much on its way. */
const toleranceMs = 250;

export class DeviceCodes {
  readonly #clock: Clock;
  readonly #secrets: Secrets;
  readonly #codes = new Map<string, DeviceCode>();
  #settings = usual;

  constructor(clock: Clock, secrets: Secrets) {
    this.#clock = clock;
    this.#secrets = secrets;
  }

  reset(): void {
    this.#codes.clear();
    this.#settings = usual;
  }

  get settings(): DeviceSettings {
    return this.#settings;
  }

  /** Counts for codes given out from now on; the interval at once. */
  merge({ enabled, intervalSeconds, lifeSeconds }: DeviceChanges): void {
    const before = this.#settings;
    this.#settings = {
      enabled: enabled ?? before.enabled,
      intervalSeconds: intervalSeconds ?? before.intervalSeconds,
      lifeSeconds: lifeSeconds ?? before.lifeSeconds,
    };
  }

  start(provider: string): { readonly deviceId: string; readonly userCode: string } {
    const letters = Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)] ?? '').join('');
    const userCode = `${letters.slice(0, 4)}-${letters.slice(4)}`;
    const deviceId = this.#secrets.issue('device-auth-id', 'nobody yet', 'canary_device_');
    const askedAtMs = this.#clock.nowMs();
    const expiresAtMs = askedAtMs + this.#settings.lifeSeconds * 1000;
    const code = { provider, userCode, expiresAtMs, account: undefined, denied: false, askedAtMs };
    this.#codes.set(deviceId, code);
    return { deviceId, userCode };
  }

  /** Whether the code was given out by that provider. */
  isOf(provider: string, deviceId: string): boolean {
    return this.#codes.get(deviceId)?.provider === provider;
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

  /**
   * The account that a device may have now, once; or why not.
   * @param userCode where the provider asks the device for it once more
   */
  collect(deviceId: string, userCode?: string): Collected {
    const code = this.#codes.get(deviceId);
    if (code === undefined) return { problem: 'unknown' };
    if (userCode !== undefined && userCode !== code.userCode) return { problem: 'unknown' };
    const nowMs = this.#clock.nowMs();
    const waitedMs = nowMs - code.askedAtMs;
    code.askedAtMs = nowMs;
    if (code.denied) return { problem: 'access_denied' };
    if (code.expiresAtMs <= nowMs) return { problem: 'expired_token' };
    if (waitedMs < this.#settings.intervalSeconds * 1000 - toleranceMs) return { problem: 'slow_down' };
    if (code.account === undefined) return { problem: 'authorization_pending' };
    this.#codes.delete(deviceId);
    return { account: code.account };
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
