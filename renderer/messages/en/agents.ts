// What the page Agents says: who works with which account, what is reserved of it, and who waits.
import { once } from '../once.ts';
import { localeOf } from '../locale.ts';
import type { AccountRoomView, AgentView, WaitingAgentView } from '../../../preload/view.ts';
import { all } from './lists.ts';
import { minuteMs } from '../units.ts';
import { ago, around, durationUntil } from './time.ts';
import { counted, form, percent } from './words.ts';

const ordinals = once(() => new Intl.PluralRules('en-GB', { type: 'ordinal' }));
const shortened = once(
  () => new Intl.NumberFormat(localeOf('en'), { notation: 'compact', maximumFractionDigits: 1 }),
);

const endings: Readonly<Record<Intl.LDMLPluralRule, string>> = {
  zero: 'th',
  one: 'st',
  two: 'nd',
  few: 'rd',
  many: 'th',
  other: 'th',
};

const priorities: Readonly<Record<AgentView['priority'], string>> = {
  interactive: 'Interactive',
  normal: 'Normal',
  background: 'Background',
};

function figure({ unit, value }: AgentView['amount']): string {
  return unit === 'percent'
    ? percent(value)
    : `${shortened().format(value)} ${form(value, 'token', 'tokens')}`;
}

/** In whole minutes that have passed; null before the first. */
function elapsed(since: number, now: number): string | null {
  const minutes = Math.floor((now - since) / minuteMs);
  return minutes < 1 ? null : durationUntil(minutes * minuteMs, 0);
}

function since(at: number, now: number): string {
  const words = elapsed(at, now);
  return words === null ? 'Just started' : `For ${words}`;
}

function waitingSince(at: number, now: number): string {
  const words = elapsed(at, now);
  return words === null ? 'has just come' : `waiting for ${words}`;
}

/** Short statements. */
function roomParts(room: AccountRoomView, isMetered: boolean): readonly string[] {
  const { leftPercent, outstandingPercent, running, concurrent } = room;
  const agents = `${running} of ${counted(concurrent, 'agent', 'agents')}`;
  // As on the cards: what is not used up entirely is not 0 %. A tenth is what can be told apart.
  const left = leftPercent === null ? null : Math.max(0, Math.ceil(Math.round(leftPercent * 10) / 10));
  const known = left === null ? 'What is left is unknown' : `${percent(left)} left`;
  return [
    isMetered ? known : 'Pay as you go',
    outstandingPercent > 0 ? `${percent(outstandingPercent)} reserved by ${agents}` : agents,
  ];
}

/** What the lease ends with. */
function livesWith({ livesWith: kind, pid, expiresAt }: AgentView, now: number): string {
  if (kind === 'process') return pid === null ? 'as long as its process' : `as long as process ${pid}`;
  if (kind === 'stream' || expiresAt === null) return 'as long as its connection';
  return expiresAt <= now ? 'has not reported in time' : `until ${around(expiresAt, now)} unless it reports`;
}

function reserved({ amount, used }: AgentView): string {
  if (amount.value <= 0) return 'Nothing reserved';
  return used <= 0
    ? `${figure(amount)} reserved, no use reported yet`
    : `${figure({ unit: amount.unit, value: used })} used of ${figure(amount)} reserved`;
}

function expected(etaAt: number | null, now: number): string {
  if (etaAt === null) return 'nobody knows when';
  return etaAt <= now ? 'expected any moment' : `expected around ${around(etaAt, now)}`;
}

export const agentsMessages = {
  agentsPageEffect: 'Who works with which account now, and how much of its quota is kept free for that.',
  readingAgents: 'Reading who works now…',
  agentsSummary: (atWork: number, waiting: number): string =>
    all().format([
      atWork === 0 ? 'No agent at work' : `${counted(atWork, 'agent', 'agents')} at work`,
      ...(waiting === 0 ? [] : [`${waiting} waiting`]),
    ]),
  agentsAsOf: (at: number, now: number): string => `This is how it was ${ago(at, now)}.`,

  rooms: 'Accounts',
  roomsEffect: 'Striped: reserved by agents. What they do not use is free again when they end.',
  roomParts,
  roomSpent: 'Used up',
  roomReserved: 'All reserved',
  moreRooms: (count: number): string => counted(count, 'more account', 'more accounts'),
  accountAt: (provider: string, account: string): string => `${provider} · ${account}`,

  agentsAtWork: 'At work',
  nobodyAtWork: 'No agent is at work right now.',
  agentSince: since,
  agentLivesWith: livesWith,
  agentTask: (task: string): string => `Task: ${task}`,
  agentReserved: reserved,
  agentReservedFor: (label: string): string => `Reserved for ${label}`,
  takeBack: 'Take back',
  /** Two agents may have one label. */
  agentNamed: ({ label, pid }: AgentView, account: string): string =>
    pid === null ? `${label} (${account})` : `${label} (process ${pid})`,
  takeBackNamed: (agent: string): string => `Take back from ${agent}`,
  takeBackQuestion: (agent: string): string => `Take back from ${agent}?`,
  takeBackEffect:
    'The program goes on, but may not get keys from Gatehouse any more; what is reserved is free again.',
  takingBack: 'Taking back…',

  agentsWaiting: 'Waiting',
  placeInLine: (position: number): string => `${position}${endings[ordinals().select(position)]} in line`,
  priority: (priority: WaitingAgentView['priority']): string => priorities[priority],
  waitingSince,
  waitingExpected: expected,

  tryAgents:
    'An agent is a program that works with one of your accounts. Start it through Gatehouse, and it gets the right ' +
    'account and a part of the quota that nobody else takes:',
  tryCommand: 'gatehouse run -- claude',
  tryCommandName: 'Command that starts an agent',
} as const;
