// What happened, as one sentence for each kind of entry. Names are put in as they are, with no word that bends to them.
import type { ActivityEntryView } from '../../../preload/view.ts';
import { around } from './time.ts';

type Entry = ActivityEntryView;

const actors: Readonly<Record<Entry['actor'], string>> = {
  person: 'You',
  cli: 'The command line',
  agent: 'An agent',
  policy: 'Gatehouse',
  hook: 'A program on an event',
};

const who = ({ actor }: Entry): string => actors[actor];

/** "ada@example.com (OpenAI)", or what is known of it. */
function whose({ account, provider }: Entry): string {
  if (account === null) return provider ?? 'an account';
  return provider === null ? account : `${account} (${provider})`;
}

/** The last part of its path, under any system. */
function nameOf({ program }: Entry): string {
  return program?.split(/[/\\]/).findLast((part) => part !== '') ?? 'An unknown program';
}

function programOf(entry: Entry): string {
  return entry.pid === null ? nameOf(entry) : `${nameOf(entry)} (pid ${entry.pid})`;
}

const agentOf = ({ consumer }: Entry): string => (consumer === null ? 'An agent' : `An agent in ${consumer}`);

const untilThen = ({ until, at }: Entry): string => (until === null ? '' : `, until ${around(until, at)}`);

function keyOf({ what }: Entry): string {
  if (what === 'access-token') return 'the access token';
  return what === 'api-key' ? 'the API key' : 'a key';
}

function signIn(entry: Entry): string {
  const { provider, account, failure } = entry;
  const where = provider ?? 'a provider';
  if (failure !== null) return `Signing in to ${where} came to nothing`;
  return account === null
    ? `${who(entry)} signed in to ${where}`
    : `${who(entry)} signed in to ${where} as ${account}`;
}

/** By how a lease has ended, the last word of what it was about. */
const endings: Readonly<Record<string, (agent: string, account: string) => string>> = {
  released: (agent, account) => `${agent} is done with ${account}`,
  'process-gone': (agent, account) => `${agent} has ended; it worked with ${account}`,
  'stream-closed': (agent, account) => `${agent} hung up; it worked with ${account}`,
  expired: (agent, account) => `${agent} was not heard of any more; it worked with ${account}`,
  revoked: (agent, account) => `${agent} lost ${account}: its lease was taken back`,
  replaced: (agent, account) => `${agent} got another lease in place of the one of ${account}`,
};

function leaseEnded(entry: Entry): string {
  const how = entry.what?.split(' ').at(-1) ?? '';
  const said = endings[how];
  return said === undefined ? `The lease of ${whose(entry)} has ended` : said(agentOf(entry), whose(entry));
}

const rules: Readonly<Record<string, (who: string, program: string, account: string) => string>> = {
  always: (by, program, account) => `${by} let ${program} have the keys of ${account} from now on`,
  never: (by, program, account) => `${by} forbade ${program} the keys of ${account}`,
  ask: (by, program, account) => `${by} had the rule for ${program} and ${account} taken away`,
};

function rule(entry: Entry): string {
  const said = rules[entry.what ?? ''];
  return said === undefined
    ? `${who(entry)} changed what ${nameOf(entry)} may have of ${whose(entry)}`
    : said(who(entry), nameOf(entry), whose(entry));
}

const keyStores: Readonly<Record<string, string>> = {
  system: 'had the keys protected by the key store of the system',
  memory: 'had the keys kept in memory alone',
  passphrase: 'had the keys protected by the passphrase',
  'new passphrase': 'set a passphrase for the keys',
  'passphrase given up': 'gave up the passphrase of the keys',
};

const nameIn = ({ provider }: Entry): string => provider ?? 'a provider';

const sentences: Readonly<Record<Entry['action'], (entry: Entry) => string>> = {
  'sign-in': signIn,
  'sign-out': (entry) => `${who(entry)} signed out of ${whose(entry)}`,
  refresh: (entry) => `${entry.what ?? who(entry)} renewed the keys of ${whose(entry)}`,
  'refresh-failed': (entry) => `The keys of ${whose(entry)} could not be renewed`,
  import: (entry) => `${who(entry)} imported the sign-in of ${whose(entry)}`,
  consent: (entry) => `${who(entry)} agreed to sign in to ${whose(entry)} with a client id of your own`,
  'key-store': (entry) => `${who(entry)} ${keyStores[entry.what ?? ''] ?? 'changed what protects the keys'}`,
  backup: (entry) => `${who(entry)} put the keys of ${whose(entry)} into a backup`,
  command: (entry) =>
    `${nameOf(entry)} ran for the company login of ${entry.consumer ?? 'a program'} at ${entry.what ?? 'a server'}`,
  'package-approved': (entry) => `${who(entry)} approved the file that describes ${nameIn(entry)}`,
  'package-forgotten': (entry) =>
    `${who(entry)} took back the approval of the file that describes ${nameIn(entry)}`,
  'flag-set': (entry) => `${who(entry)} set a feature flag: ${entry.what ?? 'one of them'}`,
  'flag-reset': (entry) =>
    `${who(entry)} took back the choice for a feature flag: ${entry.what ?? 'one of them'}`,
  switch: (entry) => `${who(entry)} switched to ${whose(entry)}`,
  undo: (entry) => `${who(entry)} undid a switch, back to ${whose(entry)}`,
  lease: (entry) => `${agentOf(entry)} began to work with ${whose(entry)}${untilThen(entry)}`,
  'lease-ended': leaseEnded,
  'hand-out': (entry) => `${programOf(entry)} got ${keyOf(entry)} of ${whose(entry)}${untilThen(entry)}`,
  'hand-out-denied': (entry) => `${programOf(entry)} was refused the keys of ${whose(entry)}`,
  'hand-out-failed': (entry) => `${programOf(entry)} could not be given the keys of ${whose(entry)}`,
  rule,
  lock: (entry) => (entry.actor === 'policy' ? 'Gatehouse locked itself' : `${who(entry)} locked Gatehouse`),
  unlock: (entry) =>
    entry.actor === 'policy' ? 'Gatehouse unlocked itself' : `${who(entry)} unlocked Gatehouse`,
};

export function activitySentence(entry: ActivityEntryView): string {
  const said = sentences[entry.action](entry);
  return entry.failure === null ? said : `${said}: ${entry.failure}`;
}
