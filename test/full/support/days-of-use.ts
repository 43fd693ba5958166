// Four accounts as they truly are over days: used up and refilled, with answers about them that fail, lie and rumour. What was
// truly told of a shortage is kept, so that a choice can be held against it.
import { fuseQuota } from '../../../main/domain/fuse-quota.ts';
import type { AccountId, ProviderId } from '../../../main/domain/ids.ts';
import type { KnownQuota, KnownWindow, QuotaWindow, Sample } from '../../../main/domain/quota-window.ts';
import type { AccountFacts } from '../../../main/domain/selection-facts.ts';
import { noonMs, quotaWindow } from '../../fakes/accounts.ts';
import type { Random } from './random.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
export const stepMs = 5 * minuteMs;
/** A reset is told within so much of the true one. */
const wanderMs = 3 * minuteMs;
export const reservePercent = 5;
/** After so many plain answers in a row nothing is left of a lie before them. */
export const plainAnswers = 3;
/** With so much left, nobody doubts that a window has recovered. */
const amplePercent = 15;

/** What serves first, and what the files of its own provider hold, which matters to that provider's programs alone. */
export type Place = 'service' | 'files';

/** One period of shortage of an account: from the first answer that says so until every window concerned is refilled. */
interface Shortage {
  readonly windows: Set<string>;
  /** It was chosen by hand in spite of it. */
  isAccepted: boolean;
  /** Where another account has taken its place because of it. */
  readonly leftIn: Set<Place>;
}

/** What was told, counted. */
export interface Told {
  exhaustions: number;
  rumours: number;
  refusals: number;
  falseZeros: number;
}

interface TrueWindow {
  readonly id: string;
  readonly label: string;
  readonly lengthMs: number;
  /** Of what is used in the shortest window, this part counts here. */
  readonly share: number;
  used: number;
  endsAt: number;
}

/** One account as it truly is, what is told of it, and the book about it. */
export class TrueAccount {
  readonly id: AccountId;
  readonly provider: ProviderId;
  readonly windows: readonly TrueWindow[];
  readonly #random: Random;
  readonly #counts: Told;
  known: KnownQuota | undefined;
  lastAnswer: AccountFacts['lastAnswer'];
  shortage: Shortage | undefined;
  /** It was chosen, and has not had plenty for sure since. */
  isLeftAlone = false;
  /** Plain answers in a row, all while plenty was left. */
  plentyInRow = 0;
  #isPlain = true;
  #silentSteps = 0;

  constructor(id: AccountId, provider: ProviderId, random: Random, counts: Told) {
    this.id = id;
    this.provider = provider;
    this.#random = random;
    this.#counts = counts;
    const shapes: readonly [string, string, number, number][] = [
      ['five-hour', '5-hour', 5 * hourMs, 1],
      ['weekly', 'Weekly', 7 * dayMs, 1 / 14],
    ];
    this.windows = shapes.map(([windowId, label, lengthMs, share]) => ({
      id: windowId,
      label,
      lengthMs,
      share,
      used: random.between(0, 60),
      endsAt: noonMs + random.between(0.1, 1) * lengthMs,
    }));
  }

  /** Time has passed up to `now`. */
  move(now: number, isInUse: boolean): void {
    const random = this.#random;
    const isWorking = random.below(isInUse ? 2 : 10) === 0;
    const points = isWorking ? random.between(0, isInUse ? 7 : 3) : 0;
    for (const window of this.windows) {
      while (window.endsAt <= now) {
        window.used = 0;
        window.endsAt += window.lengthMs;
      }
      // Within a step nobody can have heard of it yet.
      if (now - (window.endsAt - window.lengthMs) >= stepMs && window.used < 100 - reservePercent)
        this.shortage?.windows.delete(window.id);
      window.used = Math.min(104, window.used + points * window.share);
    }
    if (this.shortage?.windows.size === 0) this.shortage = undefined;
  }

  #told(kind: Sample['kind'], now: number, windows: readonly QuotaWindow[]): void {
    this.known = fuseQuota(this.known, {
      account: this.id,
      at: now,
      kind,
      source: 'a test',
      credential: 'login-1',
      windows,
    });
  }

  /** The person has chosen it, whatever is left of it. */
  accept(): void {
    this.isLeftAlone = true;
    if (this.shortage !== undefined) this.shortage.isAccepted = true;
  }

  /** What is heard of it now: an answer, a lie, a rumour or nothing. */
  hear(now: number): void {
    const random = this.#random;
    if (this.#silentSteps === 0 && random.below(60) === 0) this.#silentSteps = 1 + random.below(36);
    if (random.below(50) === 0) this.#hearRumour(now);
    if (this.#silentSteps > 0) {
      this.#silentSteps -= 1;
      this.#counts.refusals += 1;
      this.lastAnswer = random.below(2) === 0 ? 'refused' : 'none';
      this.#isPlain = false;
      this.plentyInRow = 0;
      return;
    }
    this.lastAnswer = undefined;
    const odd = this.#isPlain ? random.below(60) : -1;
    const isSettled = this.windows.every(
      ({ endsAt, lengthMs }) => endsAt - now > 2 * stepMs && endsAt - lengthMs < now - 2 * stepMs,
    );
    const isLie = odd === 0 && isSettled;
    const told = this.windows
      // An answer may leave one out.
      .filter((_window, index) => odd !== index + 1)
      .map(({ id, label, lengthMs, used, endsAt }) =>
        quotaWindow({
          id,
          label,
          lengthMs,
          usedPercent: isLie ? 0 : Math.floor(used),
          resetsAt: Math.round(endsAt + random.between(-wanderMs, wanderMs)),
        }),
      );
    this.#told('api', now, told);
    if (isLie) this.#counts.falseZeros += 1;
    this.#isPlain = !isLie && told.length === this.windows.length;
    const isPlenty = this.windows.every(({ used }) => 100 - used >= amplePercent);
    this.plentyInRow = this.#isPlain && isPlenty ? this.plentyInRow + 1 : 0;
    if (this.plentyInRow >= plainAnswers) this.isLeftAlone = false;
    if (!isLie) this.#write(told, now);
  }

  /** A session shows what it takes for the truth. */
  #hearRumour(now: number): void {
    const [window] = this.windows;
    if (window === undefined) return;
    const { id, label, lengthMs, endsAt } = window;
    this.#counts.rumours += 1;
    this.#told('status-line', now - 2 * minuteMs, [
      quotaWindow({ id, label, lengthMs, usedPercent: 100, resetsAt: endsAt }),
    ]);
    this.#isPlain = false;
    this.plentyInRow = 0;
  }

  #write(told: readonly QuotaWindow[], now: number): void {
    // Nobody can go by what is told of a period that is said to be over already, nor by the first that contradicts a rumour.
    const isSure = (id: string): boolean =>
      this.known?.windows.find((window) => window.id === id)?.doubted === undefined;
    const short = told.filter(
      ({ id, usedPercent, resetsAt }) =>
        100 - (usedPercent ?? 0) < reservePercent && (resetsAt ?? 0) > now && isSure(id),
    );
    if (short.length === 0) return;
    if (this.shortage === undefined) {
      this.shortage = { windows: new Set(), isAccepted: false, leftIn: new Set() };
      this.#counts.exhaustions += 1;
    }
    for (const { id } of short) this.shortage.windows.add(id);
  }

  facts(now: number): AccountFacts {
    const windows = (this.known?.windows ?? []).map((window): KnownWindow =>
      window.resetsAt !== null && window.resetsAt <= now ? { ...window, usedPercent: null } : window,
    );
    return {
      account: this.id,
      provider: this.provider,
      signedIn: true,
      subscribed: true,
      isApiKey: false,
      windows,
      ...(this.lastAnswer !== undefined && { lastAnswer: this.lastAnswer }),
    };
  }
}
