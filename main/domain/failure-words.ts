// What a person reads when something went wrong: what happened, to what, and what to do next.
import { germanFailures } from './failure-words-german.ts';
import { englishFlagFailures } from './failure-words-flags.ts';
import { englishPackageFailures } from './failure-words-packages.ts';
import { englishUpdateFailures } from './failure-words-updates.ts';
import type { FailureCode, FailureValue } from './failure.ts';
import type { Language } from './language.ts';
import { phrase } from './phrases.ts';

export interface FailureWords {
  readonly what: string;
  readonly next: string;
}

type Words = (subject: string) => FailureWords;

const english: Readonly<Record<FailureCode, Words>> = {
  'sign-in/cancelled': (s) => ({
    what: `Sign-in to ${s} was cancelled.`,
    next: 'Start it again whenever you like.',
  }),
  'sign-in/timed-out': (s) => ({
    what: `Nobody finished the sign-in to ${s} in time.`,
    next: 'Start it again and complete it in the browser.',
  }),
  'sign-in/denied': (s) => ({
    what: `Access was denied on the sign-in page of ${s}.`,
    next: 'Start again and choose Allow, or pick another account there.',
  }),
  'sign-in/not-entitled': (s) => ({
    what: `This ${s} account may not use coding agents.`,
    next: 'Ask the workspace owner for access, or sign in with another account.',
  }),
  'sign-in/already-running': (s) => ({
    what: `A sign-in to ${s} is already waiting.`,
    next: 'Finish it in the browser, or cancel it first.',
  }),
  'sign-in/ports-busy': (s) => ({
    what: `The ports that ${s} accepts for sign-in are taken.`,
    next: 'Quit the program that holds them (often another sign-in), then try again.',
  }),
  'sign-in/browser-failed': (s) => ({
    what: `The browser could not be opened for ${s}.`,
    next: 'Copy the link into a browser on this machine; the sign-in goes on waiting.',
  }),
  'sign-in/refused-answer': (s) => ({
    what: `The sign-in answer of ${s} did not pass the checks, so nothing was stored.`,
    next: 'Start the sign-in again; if it repeats, update Gatehouse.',
  }),
  'sign-in/other-workspace': (s) => ({
    what: `The sign-in to ${s} came back with another workspace than the one that was asked for, so nothing was stored.`,
    next: 'Try again and choose that workspace on the page, or sign in without naming one.',
  }),
  'sign-in/consent-needed': (s) => ({
    what: `Signing in to ${s} this way needs a client id that you or your company registered with the vendor, and your yes to its terms.`,
    next: 'Enter the id in the window, where the terms stand, or add --client-id ID --agree on the command line; gatehouse auth providers shows the terms.',
  }),
  'sign-in/program-missing': (s) => ({
    what: `${s} is not installed, or not where a terminal of yours would find it.`,
    next: 'Install it as the brackets say, then try again, or sign in another way.',
  }),
  'sign-in/program-failed': (s) => ({
    what: `${s} ended without signing in; the sign-in before it, if there was one, is untouched.`,
    next: 'Try again, or sign in with that program in a terminal and run: gatehouse auth import',
  }),
  'credential/missing': (s) => ({
    what: `There is no sign-in for ${s}.`,
    next: 'Sign in from the tray, or with a command that gatehouse auth providers shows.',
  }),
  'credential/rejected': (s) => ({
    what: `The stored sign-in of ${s} is no longer accepted.`,
    next: 'Sign in again.',
  }),
  'credential/key-rejected': (s) => ({
    what: `${s} does not accept this API key, so nothing was stored.`,
    next: 'Check that the key is complete and not revoked, or make a new one in the console of the provider.',
  }),
  'credential/malformed': (s) => ({
    what: `That does not look like something that ${s} accepts.`,
    next: 'Copy the whole key or id from the provider and enter it again.',
  }),
  'credential/left-to-owner': (s) => ({
    what: `The sign-in of ${s} has run out and is renewed by the program that uses it; its last figures stay.`,
    next: 'Run that program once (for example codex), or sign in again.',
  }),
  'credential/not-revoked': (s) => ({
    what: `${s} is signed out on this computer, but the provider was not told.`,
    next: 'End the session on the security page of the provider if the computer is not yours alone.',
  }),
  'credential/revoked': (s) => ({
    what: `The provider has ended the sign-in of ${s}.`,
    next: 'Sign in again; nothing here was deleted.',
  }),
  'credential/spent': (s) => ({
    what: `The stored sign-in of ${s} is older than the one in use, and its refresh token is spent.`,
    next: 'Keep the present one, or sign in again.',
  }),
  'credential/owner-silent': (s) => ({
    what: `The program that keeps the sign-in of ${s} did not answer.`,
    next: 'Run that program once in a terminal and see what it says.',
  }),
  'credential/owner-changed': (s) => ({
    what: `The program that kept the sign-in of ${s} is signed in as somebody else now, or not at all.`,
    next: 'Sign in again with that account, or sign it out here; that program was left as it is.',
  }),
  'network/offline': (s) => ({
    what: `${s} cannot be reached.`,
    next: 'Check the connection or proxy; Gatehouse tries again by itself.',
  }),
  'network/timed-out': (s) => ({ what: `${s} did not answer in time.`, next: 'Try again in a moment.' }),
  'network/host-not-allowed': (s) => ({
    what: `A request to ${s} was stopped: no provider lists that host.`,
    next: 'Please report this as a bug.',
  }),
  'network/untrusted': (s) => ({
    what: `The connection to ${s} is not trusted, so nothing was sent.`,
    next: 'Check the clock of this computer, and whether a proxy replaces certificates that the system does not know.',
  }),
  'network/pin-mismatch': (s) => ({
    what: `${s} showed another public key than the ones that are pinned for it, so nothing was sent.`,
    next: 'If its key was changed on purpose, put the new pin into pins.json in the folder of the settings; else do not use this network.',
  }),
  'network/intercepted': (s) => ({
    what: `Something on the way to ${s} answered in its place, as the sign-in page of a public network does.`,
    next: 'Open any page in the browser and sign in to the network; Gatehouse tries again by itself.',
  }),
  'provider/rate-limited': (s) => ({
    what: `${s} asks for fewer requests.`,
    next: 'Nothing to do; the last figures stay until it answers again.',
  }),
  'provider/unavailable': (s) => ({
    what: `${s} has a fault of its own.`,
    next: 'Nothing to do; Gatehouse tries again.',
  }),
  'provider/forbidden': (s) => ({
    what: `${s} does not let this sign-in read that.`,
    next: 'The account stays usable; sign in again if it used to work.',
  }),
  'provider/unexpected-answer': (s) => ({
    what: `${s} answered something this version does not understand.`,
    next: 'Update Gatehouse; the last good figures stay.',
  }),
  'storage/key-store-missing': (s) => ({
    what: `There is no key store to protect the keys of ${s}, so nothing was written.`,
    next: 'Start a Secret Service such as gnome-keyring (or KWallet), then try again.',
  }),
  'storage/key-store-locked': (s) => ({
    what: `The key store is locked, so the keys of ${s} cannot be used.`,
    next: 'Unlock the keyring, then try again.',
  }),
  'storage/key-store-silent': (s) => ({
    what: `The key store does not answer, so the keys of ${s} cannot be used.`,
    next: 'Restart the Secret Service (for example gnome-keyring-daemon), then try again.',
  }),
  'storage/key-store-changed': (s) => ({
    what: `The keys of ${s} were encrypted with another key store; they were left as they are.`,
    next: 'Start the key store named here again, or sign in once more.',
  }),
  'storage/key-store-passphrase': (s) => ({
    what: `The keys of ${s} are protected by your passphrase.`,
    next: 'Enter it in the window, or run: gatehouse auth unlock',
  }),
  'storage/passphrase-wrong': (s) => ({
    what: `This is not the passphrase of ${s}.`,
    next: 'Enter it again; nothing was changed.',
  }),
  'storage/newer-schema': (s) => ({
    what: `${s} was written by a newer Gatehouse and was left untouched.`,
    next: 'Update Gatehouse.',
  }),
  'storage/read-only': (s) => ({
    what: `A newer Gatehouse has written ${s}, so it is only read: accounts serve while their keys last, and nothing is renewed.`,
    next: 'Update Gatehouse, or quit it and put the copy of before in the place of the file.',
  }),
  'storage/unreadable': (s) => ({
    what: `${s} cannot be read as what it should be; it was left untouched.`,
    next: 'Repair or move the file away, then try again.',
  }),
  'storage/conflict': (s) => ({
    what: `Another program changed ${s} at the same moment; nothing of it was overwritten.`,
    next: 'Try again.',
  }),
  'storage/lock-held': (s) => ({
    what: `Another program is working on ${s} and did not finish in time, so nothing was done.`,
    next: 'Wait until the program in brackets is done, or end it, then try again.',
  }),
  'storage/refused-path': (s) => ({
    what: `${s} is not a plain file of your own, so Gatehouse does not write there.`,
    next: 'Make it a regular file that you own, in a folder that you own.',
  }),
  'storage/managed-elsewhere': (s) => ({
    what: `${s} keeps a sign-in of its own elsewhere, so Gatehouse does not write its file.`,
    next: 'Take cli_auth_credentials_store out of its settings, or sign that program out first, to use the file.',
  }),
  'storage/not-ours': (s) => ({
    what: `${s} was not made by Gatehouse, so it stays as it is.`,
    next: 'Move it away or give it another name, then try again.',
  }),
  'storage/write-failed': (s) => ({
    what: `${s} could not be written; what was there before is intact.`,
    next: 'Check free space and permissions, then try again.',
  }),
  'quota/not-known': (s) => ({
    what: `It is not known how much of the quota of ${s} is left.`,
    next: 'Run: gatehouse auth quota --now. To go on without knowing, add --allow-unknown.',
  }),
  'quota/too-little-left': (s) => ({
    what: `Less of the quota of ${s} is left than was asked for.`,
    next: 'Wait for the reset, or switch with: gatehouse auth switch',
  }),
  'quota/exceeded': (s) => ({
    what: `${s} has less left than this needs.`,
    next: 'Wait for the reset (--wait), ask for less (--estimate), or use another account (--account).',
  }),
  'quota/concurrent-limit': (s) => ({
    what: `As many agents as allowed use ${s} already.`,
    next: 'Wait until one ends (--wait), or allow more in the settings.',
  }),
  'quota/daily-limit': (s) => ({
    what: `What you allow ${s} for one day is used up.`,
    next: 'Wait until midnight, allow more in the settings, or use another account (--account).',
  }),
  'quota/not-found': (s) => ({
    what: `${s} has no quota that is counted this way.`,
    next: 'Give the estimate in percent, as in --estimate 5%.',
  }),
  'quota/subscription-ended': (s) => ({
    what: `The subscription of ${s} has ended.`,
    next: 'Renew it at the provider, or use another account (--account).',
  }),
  'hook/unsuitable': (s) => ({
    what: `${s} cannot be run for events.`,
    next: 'Name a program of yours by its absolute path, in a place that nobody else can write to.',
  }),
  'hook/refused': (s) => ({
    what: `${s} was not approved in the dialog, so nothing was set up.`,
    next: 'Add it again and confirm the question that Gatehouse shows.',
  }),
  'hook/changed': (s) => ({
    what: `${s} has changed since you approved it, so it was not run.`,
    next: 'Look at what has changed, then approve it anew: gatehouse hooks add',
  }),
  'hook/failed': (s) => ({
    what: `${s} did not run to a good end.`,
    next: 'Run it by hand with an event on its standard input: gatehouse hooks example',
  }),
  ...englishFlagFailures,
  ...englishPackageFailures,
  'company-login/unsuitable': (s) => ({
    what: `The company login of ${s} cannot be used, so nothing was run and nothing was written.`,
    next: 'Check the address; if it is right, ask whoever runs that server.',
  }),
  'company-login/refused': (s) => ({
    what: `The command of ${s} was not allowed, so nothing was run and nothing was written.`,
    next: 'Start the login again and say yes to the question that Gatehouse asks.',
  }),
  'company-login/failed': (s) => ({
    what: `The command of ${s} gave no key, so nothing was written.`,
    next: 'Run that command in a terminal to see what it says, then start the login again.',
  }),
  'broker/bad-request': () => ({
    what: 'Gatehouse cannot do what was asked.',
    next: 'See the --help of the command; it is the one that came with the app.',
  }),
  'broker/cancelled': () => ({
    what: 'Gatehouse was told to stop in the middle of it.',
    next: 'Start it again whenever you like; what was done before it stopped is done.',
  }),
  'broker/not-granted': () => ({
    what: 'The running Gatehouse does not accept this caller.',
    next: 'Run the command as the user who started the app.',
  }),
  'broker/busy': () => ({ what: 'The running Gatehouse is busy.', next: 'Try again in a moment.' }),
  'broker/not-running': () => ({
    what: 'Gatehouse is not running.',
    next: 'Start it on your desktop, or run: gatehouse open',
  }),
  'broker/silent': () => ({
    what: 'Gatehouse is running but does not answer.',
    next: 'Wait a moment and try again; if it stays so, end the gatehouse-app process and start it again.',
  }),
  'broker/version-mismatch': () => ({
    what: 'The running Gatehouse is of another version than this command.',
    next: 'Quit it (gatehouse quit) and start it again.',
  }),
  'broker/not-permitted': (s) => ({
    what: `Gatehouse does not let the agent of ${s} do this.`,
    next: 'Do it from a terminal of your own, outside of gatehouse run.',
  }),
  'broker/no-such-lease': () => ({
    what: 'Gatehouse knows no such lease, or it is not this caller’s.',
    next: 'List those that there are: gatehouse lease list',
  }),
  'broker/lease-ended': () => ({
    what: 'The lease has ended, so Gatehouse gives out nothing more for it.',
    next: 'Start the command again with: gatehouse run',
  }),
  'broker/unknown-caller': () => ({
    what: 'The system does not tell Gatehouse that this process belongs to the caller.',
    next: 'Name the pid of the command itself or of one of its ancestors, or hold the lease open instead.',
  }),
  'broker/hand-out-denied': (s) => ({
    what: `Gatehouse did not give ${s} the key, because nobody allowed it.`,
    next: 'Start it again and answer the question of Gatehouse, or allow it beforehand: gatehouse allow',
  }),
  'broker/locked': () => ({
    what: 'Gatehouse is locked, so no key is given out.',
    next: 'Unlock it in the tray, or run: gatehouse unlock',
  }),
  'broker/no-such-program': (s) => ({
    what: `Gatehouse finds no program ${s} here.`,
    next: 'Check its spelling and the PATH.',
  }),
  'broker/not-acceptable': (s) => ({
    what: `Gatehouse has no such account that ${s} can use.`,
    next: 'Leave --account and --provider out, or name one that it can use.',
  }),
  'broker/no-window': () => ({
    what: 'The running Gatehouse has no window: it was started without one, by gatehouse serve.',
    next: 'Use the command line, for example: gatehouse auth status',
  }),
  'selection/unknown-provider': (s) => ({
    what: `There is no provider called ${s}.`,
    next: 'Use one of the names that gatehouse auth providers lists.',
  }),
  'selection/unknown-account': (s) => ({
    what: `There is no account called ${s}.`,
    next: 'Use one of the names that gatehouse auth status lists.',
  }),
  'selection/several-accounts': (s) => ({
    what: `${s} has more than one account.`,
    next: 'Name one with --account, as gatehouse auth status lists them.',
  }),
  'selection/no-valid-auth': (s) => ({
    what: `No account can be used now: ${s}.`,
    next: 'Sign in, allow falling back in the settings, or wait for the reset.',
  }),
  'selection/unproved': (s) => ({
    what: `Nothing was switched: whether the sign-in of ${s} works could not be found out.`,
    next: 'Try again in a moment, or add --unchecked to: gatehouse auth switch',
  }),
  'selection/busy': (s) => ({
    what: `Nothing was switched: ${s} is in the middle of another switch.`,
    next: 'Wait until it is through, then try again.',
  }),
  'selection/nothing-to-undo': (s) => ({
    what: `${s} knows of no switch that could be undone.`,
    next: 'See what is in use: gatehouse auth status',
  }),
  'selection/changed-since': (s) => ({
    what: `Nothing was undone: somebody else has written ${s} since the switch.`,
    next: 'Look at it, then switch to the account that you want: gatehouse auth switch',
  }),
  'selection/unfinished': (s) => ({
    what: `A switch was cut off and could be neither finished nor undone yet, because of ${s}.`,
    next: 'Repair that; Gatehouse tries again when you open its window. Until then nothing is switched.',
  }),
  'selection/no-shortcuts': (s) => ({
    what: `This desktop (Wayland) gives programs no shortcut that works everywhere, so ${s} does nothing.`,
    next: 'Bind a key to gatehouse auth switch in the settings of the desktop instead.',
  }),
  'selection/shortcut-taken': (s) => ({
    what: `The shortcut ${s} belongs to another program or is none, so it does nothing here.`,
    next: 'Choose another one in the settings.',
  }),
  'shell/unsuitable': (s) => ({
    what: `${s} cannot be set up here.`,
    next: 'See what Gatehouse can set up: gatehouse shell list',
  }),
  'doctor/no-such-finding': (s) => ({
    what: `Doctor does not find ${s} now.`,
    next: 'See what it finds: gatehouse doctor',
  }),
  'doctor/by-hand': (s) => ({
    what: `${s} is nothing that Gatehouse changes by itself.`,
    next: 'Do what gatehouse doctor says beside it.',
  }),
  'app/safe-mode': () => ({
    what: 'Gatehouse crashed three times in a row soon after its start and runs in safe mode.',
    next: 'Nothing is read, renewed, switched or run by itself. Choose Start normally in the tray or the window, or enter gatehouse doctor --fix safe-mode/Gatehouse in a terminal.',
  }),
  ...englishUpdateFailures,
  internal: () => ({
    what: 'Something went wrong inside Gatehouse.',
    next: 'Look into the log and report it; nothing was changed.',
  }),
};

const words: Readonly<Record<Language, typeof english>> = { en: english, de: germanFailures };
const nameless: Readonly<Record<Language, string>> = { en: 'the provider', de: 'Anbieter (ohne Namen)' };

/** The sentences for a failure; `detail` is added in brackets where there is one. */
export function describeFailure(failure: FailureValue, language: Language = 'en'): FailureWords {
  const { subject, detail } = failure;
  const named = subject === undefined ? nameless[language] : phrase(language, subject);
  const entry = words[language][failure.code](named);
  return detail === undefined
    ? entry
    : { what: `${entry.what} (${phrase(language, detail)})`, next: entry.next };
}
