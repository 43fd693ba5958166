// Tells the person through the system what they should know, each thing once: what arises together in one notice, and in
// quiet hours not before they end. Programs of the person's own are told at once, and also what the person has muted.
import { fullName } from '../domain/account-name.ts';
import { hookEventOf } from '../domain/alert-events.ts';
import { noteIn, noteText, type AlertNote } from '../domain/alert-notes.ts';
import type { Alert, AlertFacts } from '../domain/alert-policy.ts';
import { alertTexts } from '../domain/alert-texts.ts';
import { noticeText } from '../domain/alert-words.ts';
import type { Account } from '../domain/account.ts';
import { decideAlerts, dueAlerts, nextMoment } from '../domain/decide-alerts.ts';
import type { HookEvent } from '../domain/hook-event.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { Language } from '../domain/language.ts';
import { quietUntil } from '../domain/quiet-hours.ts';
import type { LocalMinute } from '../domain/time-of-day.ts';
import type { Clock, Log, Notice, Notifier, Preferences, Timer } from '../ports.ts';
import { selected } from '../state/selected.ts';
import type { Event, State } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { factsOf, seenAfter, type Seen } from './alert-facts.ts';
import { switchOffer, type SwitchOffer } from './switch-offer.ts';

export interface AlertParts {
  readonly store: Store;
  /** Of the notices, as the person reads at that moment; programs are told in English. */
  readonly language: () => Language;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly preferences: Pick<Preferences, 'saidAlerts' | 'setSaidAlerts' | 'snoozes' | 'setSnoozes'>;
  readonly notifier: Notifier;
  /** In the order of the list; `plans` from the smallest to the largest. */
  readonly providers: readonly {
    readonly id: ProviderId;
    readonly label: string;
    readonly plans?: readonly string[];
  }[];
  /** Opens the card of an account. */
  readonly show: (account: AccountId) => void;
  readonly switchTo: (wish: SwitchOffer['to']) => void;
  readonly tell: (event: HookEvent) => void;
  readonly log: Pick<Log, 'warn'>;
  readonly localMinute: LocalMinute;
}

export interface Alerts {
  /** Before anything is read: what is known by then counts as remembered, and waits for a reading. */
  start(): void;
  stop(): void;
}

interface Serving {
  readonly account: AccountId;
  readonly reason: string;
}

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
/** What one round of readings brings up belongs into one notice. */
const groupMs = 2_000;

/** After these, another account serves because the person wanted it, or because little was known before. */
const expectedSwitches: ReadonlySet<Event['type']> = new Set([
  'settings.changed',
  'accounts.loaded',
  'account.signed-in',
  'account.signed-out',
  'quota.remembered',
]);

export function createAlerts(parts: AlertParts): Alerts {
  const { store, clock, timer, preferences, notifier, providers, log } = parts;
  const seen = new Map<AccountId, Seen>();
  let notes: readonly AlertNote[] = [];
  let snoozes: Readonly<Record<AccountId, number>> = {};
  let serving: Serving | undefined;
  /** When what has come together so far becomes a notice, Unix milliseconds; undefined while nothing waits. */
  let groupEndsAt: number | undefined;
  let cancelTimer = (): void => undefined;
  let unsubscribe = (): void => undefined;

  /** What cannot be kept is remembered for this run: it must neither spoil a reading nor be said again. */
  function keep(what: string, write: () => void): void {
    try {
      write();
    } catch (thrown) {
      log.warn(`${what} not kept`, { thrown });
    }
  }

  function remember(next: readonly AlertNote[]): void {
    const before = notes.map(noteText).join('\n');
    const lines = next.map(noteText);
    notes = next;
    if (lines.join('\n') === before) return;
    keep('what was said', () => {
      preferences.setSaidAlerts(lines);
    });
  }

  const labelOf = (provider: ProviderId): string =>
    providers.find(({ id }) => id === provider)?.label ?? provider;

  function factsAbout(state: State, account: Account, switchedTo?: AccountId): AlertFacts {
    const { id, provider } = account;
    return factsOf(state, account, {
      seen: seen.get(id),
      planOrder: providers.find((each) => each.id === provider)?.plans ?? [],
      serves: serving?.account === id && { reason: serving.reason, isNew: switchedTo === id },
    });
  }

  /** The account that serves now, when it has come to that by itself. */
  function switchedTo(state: State, event: Event | undefined, now: number): AccountId | undefined {
    const { serves: account, reason } = selected(state, providers, now);
    // While nobody can serve, nobody has taken over.
    if (!state.loaded || account === undefined) return undefined;
    const before = serving;
    serving = { account: account.id, reason };
    const isFirstLook = event?.type === 'quota.read' && seen.get(event.sample.account)?.before === undefined;
    const isAsked = event?.type === 'course.moved' && event.by === 'person';
    const isExpected = isFirstLook || isAsked || (event !== undefined && expectedSwitches.has(event.type));
    return before === undefined || before.account === account.id || isExpected ? undefined : account.id;
  }

  /** Looks at everything once more; `event` is what has just happened, if anything has. */
  function look(state: State, event?: Event): void {
    const now = clock.nowMs();
    if (event !== undefined)
      for (const { id } of state.accounts) seen.set(id, seenAfter(seen.get(id), state, event, id));
    const taken = switchedTo(state, event, now);
    let next = notes;
    for (const account of state.accounts) {
      const decision = decideAlerts(factsAbout(state, account, taken), next, now);
      next = decision.notes;
      for (const alert of decision.alerts) {
        const told = hookEventOf(alert, account, now);
        if (told !== undefined) parts.tell(told);
      }
    }
    remember(next);
    wait(state, now);
  }

  /** Tells what is due, and sets the one timer for what comes next. */
  function wait(state: State, now: number): void {
    const all = state.accounts.map((account) => factsAbout(state, account));
    const isDue = all.some((facts) => dueAlerts(facts, notes, now).notes !== notes);
    groupEndsAt = isDue ? Math.min(groupEndsAt ?? Infinity, now + groupMs) : undefined;
    const quietEndsAt = quietUntil(state.settings.quietHours, now, parts.localMinute);
    const tellAt = groupEndsAt === undefined ? undefined : Math.max(groupEndsAt, quietEndsAt);
    if (tellAt !== undefined && tellAt <= now) {
      groupEndsAt = undefined;
      tellNow(state, all, now);
      wait(state, now);
      return;
    }
    const moments = [tellAt, ...all.map((facts) => nextMoment(facts, now))].filter((at) => at !== undefined);
    cancelTimer();
    cancelTimer = (): void => undefined;
    if (moments.length === 0) return;
    // A day at most, for the clock of the computer may be set meanwhile.
    cancelTimer = timer.after(Math.min(Math.min(...moments) - now, dayMs), () => {
      look(store.state());
    });
  }

  function isWanted({ settings }: State, alert: Alert, now: number): boolean {
    // Snoozed is the quota, not the end of a sign-in.
    const isSnoozed = 'window' in alert && (snoozes[alert.account] ?? 0) > now;
    return settings.notify && !settings.mutedAlerts.includes(alert.kind) && !isSnoozed;
  }

  /** One notice of all that waits and still holds; what is muted counts as told, so that it does not come in a flood later. */
  function tellNow(state: State, all: readonly AlertFacts[], now: number): void {
    let next = notes;
    const told = all.flatMap((facts) => {
      const due = dueAlerts(facts, next, now);
      next = due.notes;
      return due.alerts;
    });
    remember(next);
    const wanted = told.filter((alert) => isWanted(state, alert, now));
    if (wanted.length === 0) return;
    try {
      notifier.show(noticeOf(state, wanted, now));
    } catch (thrown) {
      log.warn('notice not shown', { thrown });
    }
  }

  function noticeOf(state: State, alerts: readonly Alert[], now: number): Notice {
    const namesOf = ({ account: id }: Alert) => {
      const account = state.accounts.find((each) => each.id === id);
      return account === undefined
        ? { provider: id, account: id }
        : { provider: labelOf(account.provider), account: fullName(account) };
    };
    const told = (alert: Alert): Alert =>
      alert.kind === 'switched'
        ? { ...alert, reason: selected(state, providers, now, parts.language()).reason }
        : alert;
    const ofQuota = alerts.filter(({ kind }) => kind === 'threshold' || kind === 'forecast');
    const language = parts.language();
    const words = alertTexts[language];
    const offer = switchOffer(state, [...new Set(ofQuota.map(({ account }) => account))], providers, now);
    const switching = offer && {
      label: words.switchButton(offer.label),
      run: () => {
        parts.switchTo(offer.to);
      },
    };
    const snoozing = ofQuota.length > 0 && {
      label: words.snoozeButton,
      run: () => {
        snooze(ofQuota);
      },
    };
    return {
      ...noticeText(alerts.map(told), namesOf, now, language),
      sound: state.settings.alertSound,
      actions: [switching, snoozing].filter((action) => typeof action === 'object'),
      onClick: () => {
        const [first] = alerts;
        if (first !== undefined) parts.show(first.account);
      },
    };
  }

  /** Nothing more about the quota of these accounts until their windows are reset, at most for a day. */
  function snooze(alerts: readonly Alert[]): void {
    const now = clock.nowMs();
    const longest = now + dayMs;
    const next = new Map(Object.entries(snoozes).filter(([, until]) => until > now));
    for (const alert of alerts) {
      const resetsAt = ('window' in alert ? alert.window.resetsAt : null) ?? longest;
      // Of what counts since then nothing has been told yet.
      if (resetsAt <= now) continue;
      next.set(alert.account, Math.max(Math.min(resetsAt, longest), next.get(alert.account) ?? 0));
    }
    snoozes = Object.fromEntries(next);
    keep('the snooze', () => {
      preferences.setSnoozes(snoozes);
    });
  }

  return {
    start() {
      notes = preferences.saidAlerts().flatMap((line) => noteIn(line) ?? []);
      snoozes = preferences.snoozes();
      for (const [account, { quota }] of store.state().readings)
        if (quota !== undefined) seen.set(account, { readings: 0, quota });
      unsubscribe = store.subscribe((state, event) => {
        if (event.type === 'account.signed-out') {
          seen.delete(event.account);
          remember(notes.filter(({ account }) => account !== event.account));
        }
        look(state, event);
      });
      look(store.state());
    },
    stop() {
      unsubscribe();
      cancelTimer();
    },
  };
}
