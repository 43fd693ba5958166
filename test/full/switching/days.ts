// Days of two providers with two accounts each: they are used up and refilled, answers fail, lie and rumour, and the person
// chooses by hand. A book is kept of what truly happened, and the choice is held against it.
import {
  afterChoice,
  choiceAt,
  initialCourse,
  nextCourse,
  type Course,
} from '../../../main/domain/course.ts';
import { fuseQuota } from '../../../main/domain/fuse-quota.ts';
import type { AccountId, ProviderId } from '../../../main/domain/ids.ts';
import type { KnownQuota, KnownWindow, QuotaWindow, Sample } from '../../../main/domain/quota-window.ts';
import type { AccountFacts, SelectionFacts } from '../../../main/domain/selection-facts.ts';
import { claudeId, noonMs, openaiId, quotaWindow } from '../../fakes/accounts.ts';
import { ada, bob, cleo, dan, providerFacts } from '../../fakes/selection.ts';
import type { Figure, Outcome } from '../figure.ts';
import { createRandom, type Random } from '../support/random.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const stepMs = 5 * minuteMs;
/** A reset is told within so much of the true one. */
const wanderMs = 3 * minuteMs;
const controlDays = 30;
const reservePercent = 5;
/** With so much left, nobody doubts that a window has recovered. */
const amplePercent = 15;
/** After so many plain answers in a row nothing is left of a lie before them. */
const plainAnswers = 3;

/** What serves first, and what the files of its own provider hold, which matters to that provider's programs alone. */
type Place = 'service' | 'files';

/** One period of shortage of an account: from the first answer that says so until every window concerned is refilled. */
interface Shortage {
  readonly windows: Set<string>;
  /** It was chosen by hand in spite of it. */
  isAccepted: boolean;
  /** Where another account has taken its place because of it. */
  readonly leftIn: Set<Place>;
}

const noCounts = {
  steps: 0,
  exhaustions: 0,
  switchesAway: 0,
  switchesBack: 0,
  choicesByHand: 0,
  rumours: 0,
  refusals: 0,
  falseZeros: 0,
  /** Faults, from here on. */
  groundless: 0,
  repeated: 0,
  againstThePerson: 0,
  notObeyed: 0,
  notBack: 0,
};
type Counts = typeof noCounts;

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
class TrueAccount {
  readonly id: AccountId;
  readonly provider: ProviderId;
  readonly windows: readonly TrueWindow[];
  readonly #random: Random;
  readonly #counts: Counts;
  known: KnownQuota | undefined;
  lastAnswer: AccountFacts['lastAnswer'];
  shortage: Shortage | undefined;
  /** Plain answers in a row, all while plenty was left. */
  plentyInRow = 0;
  #isPlain = true;
  #silentSteps = 0;

  constructor(id: AccountId, provider: ProviderId, random: Random, counts: Counts) {
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
    if (!isLie) this.#write(told);
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

  #write(told: readonly QuotaWindow[]): void {
    const short = told.filter(({ usedPercent }) => 100 - (usedPercent ?? 0) < reservePercent);
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

interface Rules {
  readonly days: number;
  /** Whether the last provider of the list may fall back too. */
  readonly everyoneFallsBack: boolean;
  /** Whether what was decided before is remembered: without it, nothing is held and no choice is kept. */
  readonly remembers: boolean;
}

/** What serves at one moment, and what is in use of each provider. */
interface Stand {
  readonly serving: AccountId | undefined;
  readonly inUse: ReadonlyMap<ProviderId, AccountId | undefined>;
}

const providerIds = [claudeId, openaiId];

class Days {
  readonly counts: Counts;
  readonly #random: Random;
  readonly #rules: Rules;
  readonly #accounts: readonly TrueAccount[];
  readonly #wanted = new Map<ProviderId, AccountId>([
    [claudeId, ada],
    [openaiId, cleo],
  ]);
  #chosen: ProviderId = claudeId;
  #course: Course = initialCourse;
  #switchedAt = -Infinity;

  constructor(rules: Rules, seed: number, counts: Counts) {
    this.counts = counts;
    this.#rules = rules;
    this.#random = createRandom(seed);
    this.#accounts = [ada, bob, cleo, dan].map(
      (id, index) => new TrueAccount(id, index < 2 ? claudeId : openaiId, this.#random, this.counts),
    );
  }

  #facts(now: number): SelectionFacts {
    return {
      now,
      strategy: 'user-preference',
      chosen: this.#chosen,
      providers: providerIds.map((provider) => {
        const wanted = this.#wanted.get(provider);
        return providerFacts(provider, {
          mayFallBack: provider === claudeId || this.#rules.everyoneFallsBack,
          ...(wanted !== undefined && { wanted }),
        });
      }),
      accounts: this.#accounts.map((account) => account.facts(now)),
      reservePercent,
      folderRules: [],
    };
  }

  #stand(facts: SelectionFacts): Stand {
    return {
      serving: choiceAt(facts, this.#course).account,
      inUse: new Map(providerIds.map((id) => [id, this.#course.standIns[id] ?? this.#wanted.get(id)])),
    };
  }

  #find(id: AccountId | undefined): TrueAccount | undefined {
    return this.#accounts.find((account) => account.id === id);
  }

  #choose(now: number): void {
    const account = this.#accounts[this.#random.below(this.#accounts.length)];
    if (account === undefined) return;
    const { id, provider, shortage } = account;
    this.counts.choicesByHand += 1;
    this.#chosen = provider;
    this.#wanted.set(provider, id);
    if (shortage !== undefined) shortage.isAccepted = true;
    const facts = this.#facts(now);
    this.#course = nextCourse(facts, afterChoice(facts, this.#course, { provider, account: id })).course;
    if (choiceAt(facts, this.#course).account !== id) this.counts.notObeyed += 1;
  }

  /** How far an account is from the one that is wanted before all others. */
  #distance(id: AccountId | undefined): number {
    const account = this.#find(id);
    if (account === undefined) return 4;
    return (account.provider === this.#chosen ? 0 : 2) + (this.#wanted.get(account.provider) === id ? 0 : 1);
  }

  /** An account has lost its place without being asked for. */
  #writeLeaving(id: AccountId | undefined, place: Place): void {
    const { counts } = this;
    const shortage = this.#find(id)?.shortage;
    counts.switchesAway += 1;
    if (shortage === undefined) counts.groundless += 1;
    else if (shortage.isAccepted) counts.againstThePerson += 1;
    else if (shortage.leftIn.has(place)) counts.repeated += 1;
    else shortage.leftIn.add(place);
  }

  #write(before: Stand, after: Stand, now: number): void {
    const isMoved = before.serving !== after.serving;
    const moved = providerIds.filter((id) => before.inUse.get(id) !== after.inUse.get(id));
    if (!isMoved && moved.length === 0) return;
    this.#switchedAt = now;
    if (isMoved && this.#distance(after.serving) > this.#distance(before.serving))
      this.#writeLeaving(before.serving, 'service');
    else if (isMoved) this.counts.switchesBack += 1;
    // Beside what serves, each provider's files hold an account.
    for (const id of moved) {
      const [left, taken] = [before.inUse.get(id), after.inUse.get(id)];
      if (left === before.serving || taken === after.serving) continue;
      if (taken === this.#wanted.get(id)) this.counts.switchesBack += 1;
      else this.#writeLeaving(left, 'files');
    }
  }

  #step(now: number): void {
    this.counts.steps += 1;
    const inUse = this.#stand(this.#facts(now));
    for (const account of this.#accounts) {
      account.move(now, inUse.inUse.get(account.provider) === account.id);
      account.hear(now);
    }
    if (this.#random.below(200) === 0) this.#choose(now);
    const facts = this.#facts(now);
    const before = this.#stand(facts);
    const from: Course = this.#rules.remembers
      ? this.#course
      : { ...initialCourse, standIns: this.#course.standIns };
    this.#course = nextCourse(facts, from).course;
    const after = this.#stand(facts);
    this.#write(before, after, now);
    const wanted = this.#find(this.#wanted.get(this.#chosen));
    const isDue = (wanted?.plentyInRow ?? 0) >= plainAnswers && now - this.#switchedAt >= 2 * stepMs;
    if (isDue && after.serving !== wanted?.id) this.counts.notBack += 1;
  }

  run(): void {
    for (let now = noonMs; now < noonMs + this.#rules.days * dayMs; now += stepMs) this.#step(now);
  }
}

function outcomeOf(days: number, seed: number, remembers: boolean): Outcome {
  const counts: Counts = { ...noCounts };
  for (const everyoneFallsBack of [false, true]) {
    const rules: Rules = { days: Math.ceil(days / 2), everyoneFallsBack, remembers };
    new Days(rules, 2 * seed + Number(everyoneFallsBack), counts).run();
  }
  const {
    exhaustions,
    switchesAway,
    choicesByHand,
    groundless,
    repeated,
    againstThePerson,
    notObeyed,
    notBack,
  } = counts;
  const faults = groundless + repeated + againstThePerson + notObeyed + notBack;
  return {
    met: faults === 0 && switchesAway <= exhaustions && switchesAway > 0 && choicesByHand > 0,
    goal: `in ${days} days at most one switch for each exhaustion, 0 without one, 0 away from a choice by hand, 0 times not back`,
    actual: `${switchesAway} switches for ${exhaustions} exhaustions, ${repeated} repeated, ${groundless} without one, ${againstThePerson + notObeyed} away from ${choicesByHand} choices by hand, ${notBack} times not back`,
    counts: { ...counts },
  };
}

export const figure: Figure = {
  id: 'days-of-switching',
  about:
    'What is used up is left once, a choice by hand is never left, and what has recovered is come back to',
  place: 'node',
  size: { unit: 'days', quick: 30, full: 500 },
  measure: async (size, seed) => outcomeOf(size, seed, true),
  control: async (seed) => outcomeOf(controlDays, seed, false),
};
