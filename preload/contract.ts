// The door between main and the window: every call and every push, once. Bridge, handlers, checks and the test double
// are derived from this list. Inputs have a schema that main checks on arrival; no call or push carries a secret out.
import * as z from 'zod/mini';
import type {
  AboutView,
  ActivityView,
  AgentsView,
  AppliedOfferView,
  AuditVerdictView,
  DoctorView,
  FileHistoryView,
  FilePreview,
  FileRestoredView,
  FoundLoginsView,
  HistoryView,
  PasteFault,
  ProblemView,
  TakenLoginView,
  TerminalView,
  SettingsOfferView,
  SettingsPutBackView,
  View,
} from './view.ts';

const id = z.string().check(z.minLength(1), z.maxLength(260));
/** The id of a finding or of a repair, which names a file. */
const longId = z.string().check(z.minLength(1), z.maxLength(4400));
const secret = z.string().check(z.minLength(1), z.maxLength(4096));
/** No address of a sign-in is longer. */
const pasted = z.string().check(z.minLength(1), z.maxLength(16_000));

const alertKind = z.enum([
  'threshold',
  'forecast',
  'reset-soon',
  'reset',
  'sign-in-ends',
  'refresh-failing',
  'switched',
  'plan-changed',
]);
const historyDays = z.union([z.literal(1), z.literal(7), z.literal(90)]);
const companyAddress = z.string().check(z.minLength(1), z.maxLength(2048));
const hookEvent = z.enum(['quota_low', 'quota_exhausted', 'quota_reset', 'switched', 'login_expiring']);

export const calls = {
  /** The whole view, once, when the window opens; afterwards it arrives by push. */
  'view.get': z.strictObject({}),
  /** From the small meter: the window, as from the tray. */
  'window.open': z.strictObject({}),
  'signIn.start': z.strictObject({
    provider: id,
    method: id,
    /** Where the method needs a client of the person's own: its id, and their yes to the words shown beside it. */
    registration: z.optional(z.strictObject({ clientId: id, agreed: z.literal(true) })),
    /** The id of the one workspace that the account has to be of. */
    workspace: z.optional(id),
    /** The answer is to be shown for pasting, for a method with a page that does so. */
    onCodePage: z.optional(z.literal(true)),
  }),
  'signIn.cancel': z.strictObject({ provider: id }),
  /** Puts the address of the waiting sign-in on the clipboard. */
  'signIn.copyUrl': z.strictObject({ provider: id }),
  /** The one inbound channel that carries a secret: wrapped at the door, never echoed, logged or kept in the view. */
  'secret.enter': z.discriminatedUnion('for', [
    z.strictObject({ for: z.literal('key'), provider: id, method: id, secret }),
    /** Opens the passphrase vault, or makes it when there is none yet. */
    z.strictObject({ for: z.literal('passphrase'), secret }),
    /** The address that a browser on another computer ended at, for the sign-in that waits. */
    z.strictObject({ for: z.literal('answer'), provider: id, secret: pasted }),
  ]),
  /** What protects the keys from now on; a passphrase is chosen by entering one. */
  'keyStore.choose': z.strictObject({ kind: z.enum(['system', 'memory']) }),
  /** The passphrase was forgotten: the next one that is entered becomes the new one. What the old one protects stays closed. */
  'keyStore.startAnew': z.strictObject({}),
  /** While it is on, no program is given a key, nor has another one put into a shared file by a switch or a setting. */
  'lock.set': z.strictObject({ on: z.boolean() }),
  /** Everything goes on by itself again. */
  'safeMode.end': z.strictObject({}),
  'provider.prefer': z.strictObject({ provider: id }),
  'account.use': z.strictObject({ account: id }),
  /**
   * Ends the sign-in: at the provider, in the shared files that hold it, and here. A login that a program keeps is only
   * forgotten here, unless that program is to be signed out as well.
   */
  'account.signOut': z.strictObject({ account: id, alsoProgram: z.optional(z.boolean()) }),
  /** What would be written to a shared file now. */
  'file.preview': z.strictObject({ file: id }),
  /** Lets a program say the quota to us through its status line, or puts back what was there. */
  'statusLine.set': z.strictObject({ consumer: id, on: z.boolean() }),
  /** What would be written to the program's settings. */
  'statusLine.preview': z.strictObject({ consumer: id }),
  /** Lets the person choose a program, and asks them in a dialog of the app before it is ever run. */
  'hook.add': z.strictObject({ event: hookEvent }),
  'hook.remove': z.strictObject({ event: hookEvent, program: z.string().check(z.maxLength(4096)) }),
  /** Asks the server of a company what to run for OpenCode's key, and the person in a dialog of the app whether it may run. */
  'company.login': z.strictObject({ address: companyAddress }),
  'company.logout': z.strictObject({ address: companyAddress }),
  /** Asks the person in a dialog of the app; without a variant, what they chose is taken back. */
  'flag.set': z.strictObject({ flag: id, variant: z.nullable(id) }),
  /** Puts everything back as it was before the last switch. */
  'switch.undo': z.strictObject({}),
  /** Has a plain call of the programs follow the account in use in this shell, or no longer. */
  'shell.set': z.strictObject({ shell: id, on: z.boolean() }),
  /** What would be written for this shell. */
  'shell.preview': z.strictObject({ shell: id }),
  /** Looks at everything; takes a moment. */
  'doctor.look': z.strictObject({}),
  /** Does what the finding's fix says, and looks again. */
  'doctor.fix': z.strictObject({ finding: longId }),
  'doctor.preview': z.strictObject({ finding: longId }),
  /** Takes back what a fix has changed in a file of the person's. */
  'doctor.undo': z.strictObject({ repair: longId }),
  'quota.refresh': z.strictObject({ account: id }),
  /** Who works now; asked again and again by the page that shows it. */
  'agents.get': z.strictObject({}),
  /** Takes the lease of an agent back, and its grant with it. */
  'agents.end': z.strictObject({ agent: id }),
  /** The newest entries of the audit. */
  'activity.get': z.strictObject({ limit: z.int().check(z.minimum(1), z.maximum(1000)) }),
  /** Looks through the whole audit log. */
  'activity.verify': z.strictObject({}),
  /** The versions of a shared file and what each changed, and what stood there before our first touch. */
  'files.history': z.strictObject({ file: id }),
  /** Puts that back byte for byte and switches the file off; `force` also where that is an older sign-in that may be spent. */
  'files.restore': z.strictObject({ file: id, force: z.optional(z.boolean()) }),
  /** Logins and keys that stand on this computer already; takes a moment. */
  'logins.find': z.strictObject({}),
  /** Makes accounts of these. */
  'logins.take': z.strictObject({ only: z.array(id).check(z.minLength(1), z.maxLength(1000)) }),
  /** Shows a notice that says nothing, so that the person sees whether notices reach them. */
  'notice.try': z.strictObject({}),
  /** Whether a terminal finds the command line. */
  'terminal.get': z.strictObject({}),
  /** Makes the link by which it does, or takes it away. */
  'terminal.link': z.strictObject({ on: z.boolean() }),
  'history.get': z.strictObject({ account: id, days: historyDays }),
  /** Lets the person choose a file, and writes it there as CSV. Answers where that was; null when they chose none. */
  'history.export': z.strictObject({ account: id, days: historyDays }),
  /** Any part of the settings; what is left out stays. Numbers are within the limits that the view states. */
  'settings.change': z.strictObject({
    language: z.optional(z.enum(['system', 'en', 'de'])),
    hideIdentities: z.optional(z.boolean()),
    miniMeter: z.optional(z.boolean()),
    incidents: z.optional(z.boolean()),
    startWithSystem: z.optional(z.boolean()),
    hiddenProviders: z.optional(z.array(id).check(z.maxLength(100))),
    /** Accounts in the order in which they are shown. */
    accountOrder: z.optional(z.array(id).check(z.maxLength(1000))),
    firstRun: z.optional(z.enum(['new', 'providers', 'import', 'files', 'notices', 'terminal', 'done'])),
    strategy: z.optional(id),
    fallBackFrom: z.optional(z.record(id, z.boolean())),
    reservePercent: z.optional(z.int()),
    notify: z.optional(z.boolean()),
    notifyAtPercent: z.optional(z.int()),
    quotaEveryMinutes: z.optional(z.int()),
    planEveryMinutes: z.optional(z.int()),
    agentsAtOnce: z.optional(z.int()),
    leastLeasePercent: z.optional(z.int()),
    /** By account; null takes its limit away. */
    dailyLimits: z.optional(
      z.record(id, z.nullable(z.strictObject({ unit: z.enum(['percent', 'tokens']), value: z.int() }))),
    ),
    lockWithScreen: z.optional(z.boolean()),
    sharedFiles: z.optional(z.record(id, z.boolean())),
    /** By `<provider>` or `<provider>/<window>`; null: the usual ones again. */
    alertAtPercent: z.optional(z.record(id, z.nullable(z.array(z.int())))),
    mutedAlerts: z.optional(z.array(alertKind)),
    quietHours: z.optional(z.nullable(z.strictObject({ fromMinute: z.int(), toMinute: z.int() }))),
    alertSound: z.optional(z.boolean()),
    borrowKeys: z.optional(z.record(id, z.boolean())),
    otherAccounts: z.optional(z.record(id, z.boolean())),
    /** All of them; a folder is an absolute path. */
    folderRules: z.optional(
      z
        .array(z.strictObject({ folder: z.string().check(z.minLength(1), z.maxLength(4096)), account: id }))
        .check(z.maxLength(100)),
    ),
    /** In the words of Electron, for example `Control+Alt+G`; null takes it away. */
    switchShortcut: z.optional(z.nullable(z.string().check(z.minLength(1), z.maxLength(60)))),
  }),
  /** Lets the person choose a file, and writes the settings there. Answers where that was; null when they chose none. */
  'settings.export': z.strictObject({}),
  /** Lets the person choose a file, and answers what it would change; null when they chose none. */
  'settings.readFile': z.strictObject({}),
  /** Changes what was shown, unless the settings have become others meanwhile. */
  'settings.applyFile': z.strictObject({ offer: id }),
  /** Puts back what the last file has changed. */
  'settings.putBack': z.strictObject({}),
  /** What runs here, where its files are, and whose work is in it. */
  'about.get': z.strictObject({}),
  /** Looks for a newer version now. Nothing of it is fetched. */
  'update.look': z.strictObject({}),
  /** Fetches the version that was found. */
  'update.fetch': z.strictObject({}),
  /** Gives up what is being fetched; it can be fetched again. */
  'update.cancelFetch': z.strictObject({}),
  /** Ends the app, puts the fetched version in place and starts it; the person is asked first while agents are at work. */
  'update.restart': z.strictObject({}),
} as const;

export type CallName = keyof typeof calls;
export type CallInput<Name extends CallName> = z.infer<(typeof calls)[Name]>;

interface Answers {
  'view.get': View;
  /** Why a pasted address was refused, while the sign-in goes on waiting; else null. */
  'secret.enter': { readonly refused: PasteFault } | null;
  'file.preview': FilePreview;
  'statusLine.preview': FilePreview;
  'shell.preview': FilePreview;
  'doctor.look': DoctorView;
  'doctor.fix': DoctorView;
  'doctor.preview': FilePreview;
  'doctor.undo': DoctorView;
  'agents.get': AgentsView;
  'agents.end': AgentsView;
  'activity.get': ActivityView;
  'activity.verify': AuditVerdictView;
  'files.history': FileHistoryView;
  'files.restore': FileRestoredView;
  'logins.find': FoundLoginsView;
  'logins.take': readonly TakenLoginView[];
  'terminal.get': TerminalView;
  'terminal.link': TerminalView;
  'history.get': HistoryView;
  'history.export': { readonly path: string | null };
  'settings.export': { readonly path: string | null };
  'settings.readFile': SettingsOfferView | null;
  'settings.applyFile': AppliedOfferView;
  'settings.putBack': SettingsPutBackView;
  'about.get': AboutView;
}

/** What a call gives back when it succeeds; nothing, where the effect arrives with the next view. */
export type CallAnswer<Name extends CallName> = Name extends keyof Answers ? Answers[Name] : null;

/** Failures cross as values: Electron passes on only the message of a thrown error. */
export type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: ProblemView };

export type PageName = 'accounts' | 'history' | 'agents' | 'activity' | 'doctor' | 'settings' | 'about';

export interface Pushes {
  'view.changed': View;
  /** Bring this page into sight. */
  'page.show': { readonly page: PageName };
  /** Bring this account's card into sight. */
  'account.show': { readonly account: string };
  /** Bring this provider into sight, with the form of one of its methods open when that is named. */
  'provider.show': { readonly provider: string; readonly method: string | null };
}

export type PushName = keyof Pushes;

/**
 * A value as JSON, on its way from the preload script to the page. Electron copies whatever else crosses there piece by piece:
 * with a hundred accounts that takes longer than to draw them.
 */
export type Text<Value> = string & { readonly textOf?: Value };

/** What the window sees as `window.gatehouse`. */
export interface Bridge {
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Text<Outcome<CallAnswer<Name>>>>;
  /** A view that came before anybody listened is heard at once. Returns the function that stops listening. */
  on<Name extends PushName>(name: Name, listener: (payload: Text<Pushes[Name]>) => void): () => void;
}
