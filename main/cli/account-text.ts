// Accounts as lines for people: whose they are, what they have, and who keeps their keys.
import { fullName } from '../domain/account-name.ts';
import { defaultSettings } from '../domain/settings.ts';
import type { Status } from '../broker/protocol.ts';
import { amountText, type ShownAccount, type ShownWindow } from './amount-text.ts';
import { messages } from './messages.ts';
import { switchingWords } from './messages-switching.ts';
import { courseText, holderText, switchingLines } from './switching-text.ts';
import { ageText, momentText, spanText } from './time-text.ts';

/** The owner of keys that no other program keeps. */
const ours: ShownAccount['keys']['owner'] = 'gatehouse';
/** A label that is longer than the most pushes its own figures aside, and no others. */
const labelWidth = { least: 10, most: 20 };

/** How wide the column of these labels is. */
export function labelColumn(labels: readonly string[]): number {
  const lengths = labels.map(({ length }) => length).filter((length) => length <= labelWidth.most);
  return Math.max(labelWidth.least, ...lengths);
}

/** When the quota is full again; undefined when that is not known or past. */
export function resetText({ resetsAt }: Pick<ShownWindow, 'resetsAt'>, now: number): string | undefined {
  return resetsAt === null || resetsAt <= now
    ? undefined
    : messages.account.resetsIn(spanText(resetsAt, now));
}

/** What is foreseen; undefined when nothing can be. */
export function paceText({ pace }: Pick<ShownWindow, 'pace'>, now: number): string | undefined {
  const { idle, lasts, usedUp, mayRunOut, runsOut } = messages.account.pace;
  switch (pace.kind) {
    case 'unknown':
      return undefined;
    case 'idle':
      return idle;
    case 'lasts':
      return lasts;
    case 'used-up':
      return usedUp;
    case 'tight':
      return mayRunOut(momentText(pace.at, now));
    case 'runs-out':
      return runsOut(momentText(pace.at, now));
  }
}

/** The account with its plan and the one before it; the one in use is marked only where there is a choice. */
export function nameOf(account: ShownAccount, several: boolean, now: number): string {
  const { plan, active, subscription } = account;
  const { inUse, planBefore } = messages.account;
  const { before, changedAt } = subscription;
  const parts = [
    fullName(account),
    ...(plan === null ? [] : [plan]),
    ...(before === null || changedAt === null ? [] : [planBefore(before, momentText(changedAt, now))]),
  ];
  return `${parts.join(', ')}${several && active ? inUse : ''}`;
}

export function problemText({ problem }: Pick<ShownAccount, 'problem'>): string | undefined {
  return problem === null ? undefined : `! ${problem.what} ${problem.next}`;
}

/** Who keeps the keys, under which key store, how long they last and who renewed them. */
function keysLine({ keys }: ShownAccount, now: number): string {
  const { keptHere, keptBy, byProgram, obtained, renewed, expires, expired, signInEnds, signInEnded } =
    messages.account;
  const { owner, backend, expiresAt, signInEndsAt, renewedAt, renewedBy } = keys;
  const keeper = owner === ours ? keptHere : keptBy(owner);
  const isRenewable = expiresAt !== null || signInEndsAt !== null;
  const ends = (at: number, soon: typeof expires, past: typeof expired): string =>
    at > now ? soon(spanText(at, now)) : past(ageText(at, now));
  const parts = [
    `${keeper}${backend === null ? '' : ` (${backend})`}`,
    ...(renewedAt === null
      ? []
      : [`${(isRenewable ? renewed : obtained)(ageText(renewedAt, now))}${byProgram(renewedBy)}`]),
    ...(expiresAt === null ? [] : [ends(expiresAt, expires, expired)]),
    ...(signInEndsAt === null ? [] : [ends(signInEndsAt, signInEnds, signInEnded)]),
  ];
  return `  ${parts.join(', ')}`;
}

function windowLine(window: ShownWindow, column: number, now: number): string {
  const { unknown, used } = messages.account;
  const { label, usedPercent } = window;
  const parts = [
    usedPercent === null ? (amountText(window) ?? unknown) : used(usedPercent),
    resetText(window, now),
    paceText(window, now),
  ].filter((part) => part !== undefined);
  return `  ${label.padEnd(column)} ${parts.join(', ')}`;
}

/** What `auth status` prints: first which account serves now and why, then whatever stands in its way. */
export function statusText(status: Status, now: number): string {
  const { providers, preferred, strategy, selection, switching, problems } = status;
  const { none, preferred: mark } = messages.account;
  const lines = providers.flatMap((provider) => {
    const head = `${provider.label}${provider.id === preferred ? mark : ''}`;
    if (provider.accounts.length === 0) return [`${head}: ${none}`];
    return provider.accounts.flatMap((account) => {
      const problem = problemText(account);
      const column = labelColumn(account.windows.map(({ label }) => label));
      return [
        `${head}: ${nameOf(account, provider.accounts.length > 1, now)}`,
        keysLine(account, now),
        ...account.windows.map((window) => windowLine(window, column, now)),
        ...(problem === undefined ? [] : [`  ${problem}`]),
      ];
    });
  });
  const course = courseText(selection, providers, now);
  return [
    selection.reason,
    ...(course === undefined ? [] : [course]),
    ...(strategy === defaultSettings.strategy ? [] : [switchingWords.strategy(strategy)]),
    ...switchingLines(switching, now),
    ...lines,
    ...switching.holders.map(holderText),
    ...problems.map(({ what, next }) => `! ${what} ${next}`),
  ].join('\n');
}
