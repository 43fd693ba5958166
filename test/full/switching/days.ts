// Days of two providers with two accounts each under every kind of strategy: accounts are used up and refilled, and the person
// chooses by hand and undoes what has been switched by itself. The choice is held against a book of what truly happened.
import {
  afterChoice,
  choiceAt,
  initialCourse,
  nextCourse,
  type Course,
} from '../../../main/domain/course.ts';
import type { AccountId, ProviderId } from '../../../main/domain/ids.ts';
import type { SelectionFacts } from '../../../main/domain/selection-facts.ts';
import type { Strategy } from '../../../main/domain/settings.ts';
import { claudeId, noonMs, openaiId } from '../../fakes/accounts.ts';
import { ada, bob, cleo, dan, providerFacts } from '../../fakes/selection.ts';
import type { Figure, Outcome } from '../figure.ts';
import {
  dayMs,
  plainAnswers,
  reservePercent,
  stepMs,
  TrueAccount,
  type Place,
} from '../support/days-of-use.ts';
import { createRandom, type Random } from '../support/random.ts';

const controlDays = 40;
/** On average, so many steps between two choices by hand, and from a switch to its undo. */
const stepsToChoice = 200;
const stepsToUndo = 60;

const noCounts = {
  steps: 0,
  exhaustions: 0,
  switchesAway: 0,
  switchesBack: 0,
  /** From one that could be used to another one, where a strategy picks among all of them. */
  exchanges: 0,
  choicesByHand: 0,
  undone: 0,
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

/** What is remembered between two decisions. */
type Memory = (course: Course) => Course;

const remembersAll: Memory = (course) => course;
/** Nothing is held until it has recovered, and no choice is kept. */
const remembersUse: Memory = ({ standIns }) => ({ ...initialCourse, standIns });
const forgetsChoices: Memory = ({ byHand: _forgotten, ...course }) => course;

interface Rules {
  readonly strategy: Strategy;
  /** Whether the last provider of the list may fall back too. */
  readonly everyoneFallsBack: boolean;
}

const worlds: readonly Rules[] = [
  { strategy: 'user-preference', everyoneFallsBack: false },
  { strategy: 'user-preference', everyoneFallsBack: true },
  { strategy: 'cost-optimized', everyoneFallsBack: false },
  { strategy: 'soonest-reset', everyoneFallsBack: false },
];

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
  readonly #memory: Memory;
  /** Whether the strategy picks among all accounts, so that none is wanted before the others. */
  readonly #isOpen: boolean;
  readonly #accounts: readonly TrueAccount[];
  readonly #wanted = new Map<ProviderId, AccountId>([
    [claudeId, ada],
    [openaiId, cleo],
  ]);
  /** What the person has put in its place, until it is used up anew. */
  readonly #byHand = new Map<'service' | ProviderId, AccountId>();
  #chosen: ProviderId = claudeId;
  #course: Course = initialCourse;
  /** The last switch, or the end of a choice by hand. */
  #movedAt = -Infinity;
  /** What was chosen was used up again before it had plenty: that may be one exhaustion or two, so it may stay or not. */
  #isUnclear = false;
  /** How things stood before the last switch that nobody asked for. */
  #undoable: { readonly course: Course; readonly stand: Stand } | undefined;

  constructor(rules: Rules, memory: Memory, seed: number, counts: Counts) {
    this.counts = counts;
    this.#rules = rules;
    this.#memory = memory;
    this.#isOpen = rules.strategy !== 'user-preference';
    this.#random = createRandom(seed);
    this.#accounts = [ada, bob, cleo, dan].map(
      (id, index) => new TrueAccount(id, index < 2 ? claudeId : openaiId, this.#random, this.counts),
    );
  }

  #facts(now: number): SelectionFacts {
    return {
      now,
      strategy: this.#rules.strategy,
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

  /** The person has put these accounts in use, the last one to serve, and knows which of them are used up. */
  #putInUse(course: Course, chosen: readonly TrueAccount[], isUndo: boolean, now: number): void {
    const facts = this.#facts(now);
    const last = chosen.at(-1);
    if (this.#isOpen) {
      // One account serves by hand there: what was chosen before it is the policy's again.
      this.#byHand.clear();
      for (const { shortage } of this.#accounts) if (shortage !== undefined) shortage.isAccepted = false;
    }
    let next = course;
    for (const account of chosen) {
      const { id, provider } = account;
      next = afterChoice(facts, next, { provider, account: id, serves: isUndo && account === last });
      if (this.#isOpen && account !== last) continue;
      account.accept();
      this.#byHand.set(provider, id);
    }
    if (last !== undefined) this.#byHand.set('service', last.id);
    this.#course = nextCourse(facts, this.#memory(next)).course;
    this.#undoable = undefined;
    this.#isUnclear = false;
    if (choiceAt(facts, this.#course).account !== last?.id) this.counts.notObeyed += 1;
  }

  #choose(now: number): void {
    const account = this.#accounts[this.#random.below(this.#accounts.length)];
    if (account === undefined) return;
    this.counts.choicesByHand += 1;
    this.#chosen = account.provider;
    this.#wanted.set(account.provider, account.id);
    this.#putInUse(this.#course, [account], false, now);
  }

  #undo(now: number): void {
    const back = this.#undoable;
    const serving = this.#find(back?.stand.serving);
    if (back === undefined || serving === undefined) return;
    this.counts.undone += 1;
    const present = this.#stand(this.#facts(now));
    const others = [...back.stand.inUse].flatMap(([provider, id]) => {
      const account = this.#find(id);
      const isMoved = id !== present.inUse.get(provider) && provider !== serving.provider;
      return isMoved && account !== undefined ? [account] : [];
    });
    // What has been learnt since stays known.
    const course = { ...this.#course, standIns: back.course.standIns };
    this.#putInUse(course, [...others, serving], true, now);
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

  /** Whether that was the person's choice: then it is against them, and theirs no more. */
  #isAgainstThePerson(id: AccountId | undefined, at: 'service' | ProviderId): boolean {
    if (id === undefined || this.#byHand.get(at) !== id) return false;
    this.#byHand.delete(at);
    this.counts.againstThePerson += 1;
    return true;
  }

  #writeService(before: AccountId | undefined, after: AccountId | undefined): void {
    if (this.#isAgainstThePerson(before, 'service')) return;
    if (this.#isOpen && this.#find(before)?.shortage === undefined) this.counts.exchanges += 1;
    else if (this.#isOpen || this.#distance(after) > this.#distance(before))
      this.#writeLeaving(before, 'service');
    else this.counts.switchesBack += 1;
  }

  #write(before: Stand, after: Stand, now: number): boolean {
    const isMoved = before.serving !== after.serving;
    const moved = providerIds.filter((id) => before.inUse.get(id) !== after.inUse.get(id));
    if (!isMoved && moved.length === 0) return false;
    this.#movedAt = now;
    if (isMoved) this.#writeService(before.serving, after.serving);
    // Beside what serves, each provider's files hold an account.
    for (const id of moved) {
      const [left, taken] = [before.inUse.get(id), after.inUse.get(id)];
      if (left === before.serving || taken === after.serving || this.#isAgainstThePerson(left, id)) continue;
      if (taken === this.#wanted.get(id)) this.counts.switchesBack += 1;
      else this.#writeLeaving(left, 'files');
    }
    return true;
  }

  /** What is used up anew is the person's choice no more. */
  #release(now: number): void {
    for (const [place, id] of this.#byHand) {
      const account = this.#find(id);
      if (account?.shortage === undefined || account.shortage.isAccepted) continue;
      if (account.isLeftAlone) this.#isUnclear = true;
      this.#byHand.delete(place);
      this.#movedAt = now;
    }
  }

  #step(now: number): void {
    this.counts.steps += 1;
    const inUse = this.#stand(this.#facts(now));
    for (const account of this.#accounts) {
      account.move(now, inUse.inUse.get(account.provider) === account.id);
      account.hear(now);
    }
    this.#release(now);
    if (this.#random.below(stepsToChoice) === 0) this.#choose(now);
    else if (this.#random.below(stepsToUndo) === 0) this.#undo(now);
    const facts = this.#facts(now);
    const before = { course: this.#course, stand: this.#stand(facts) };
    this.#course = nextCourse(facts, this.#memory(this.#course)).course;
    const after = this.#stand(facts);
    if (this.#write(before.stand, after, now)) this.#undoable = before;
    this.#lookWhetherBack(after.serving, now);
  }

  /** Where nothing else was chosen, what is wanted serves again in the end. */
  #lookWhetherBack(serving: AccountId | undefined, now: number): void {
    const wanted = this.#find(this.#byHand.get(this.#chosen) ?? this.#wanted.get(this.#chosen));
    const byHand = this.#byHand.get('service');
    if (
      this.#isOpen ||
      this.#isUnclear ||
      wanted === undefined ||
      (byHand !== undefined && byHand !== wanted.id)
    )
      return;
    const isDue = wanted.plentyInRow >= plainAnswers && now - this.#movedAt >= 2 * stepMs;
    if (isDue && serving !== wanted.id) this.counts.notBack += 1;
  }

  run(days: number): void {
    for (let now = noonMs; now < noonMs + days * dayMs; now += stepMs) this.#step(now);
  }
}

function outcomeOf(days: number, seed: number, memory: Memory): Outcome {
  const counts: Counts = { ...noCounts };
  for (const [index, rules] of worlds.entries())
    new Days(rules, memory, worlds.length * seed + index, counts).run(Math.ceil(days / worlds.length));
  const { exhaustions, switchesAway, choicesByHand, undone, groundless, repeated, notBack } = counts;
  const against = counts.againstThePerson + counts.notObeyed;
  const isEnough = switchesAway > 0 && choicesByHand > 0 && undone > 0 && counts.exchanges > 0;
  return {
    met: groundless + repeated + against + notBack === 0 && switchesAway <= exhaustions && isEnough,
    goal: `in ${days} days at most one switch for each exhaustion, 0 without one, 0 away from what was chosen or undone by hand, 0 times not back`,
    actual: `${switchesAway} switches for ${exhaustions} exhaustions, ${repeated} repeated, ${groundless} without one, ${against} away from ${choicesByHand} choices by hand and ${undone} undone switches, ${notBack} times not back`,
    counts: { ...counts },
  };
}

export const figure: Figure = {
  id: 'days-of-switching',
  about:
    'What is used up is left once, what was chosen or undone by hand is never left, and what has recovered is come back to',
  place: 'node',
  size: { unit: 'days', quick: 60, full: 1000 },
  measure: async (size, seed) => outcomeOf(size, seed, remembersAll),
  // Each of them has to miss.
  control: async (seed) => {
    const holdsNothing = outcomeOf(controlDays, seed, remembersUse);
    return holdsNothing.met ? holdsNothing : outcomeOf(controlDays, seed, forgetsChoices);
  },
};
