// Everything the app knows while it runs. No secret.
import type { Account } from '../domain/account.ts';
import type { CompanyLogin } from '../domain/company-login.ts';
import { initialCourse, type Course } from '../domain/course.ts';
import type { FailureValue } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import type { KeyFacts } from '../domain/key-facts.ts';
import type { Plan } from '../domain/plan.ts';
import { defaultSettings, type Settings } from '../domain/settings.ts';
import type { Updates } from '../domain/update.ts';
import type {
  LiveSignIn,
  Reading,
  Outlook,
  StatusLineFacts,
  HookFacts,
  PackageFacts,
  FlagsNow,
  ShellFacts,
  HolderFacts,
  Switching,
  Renewal,
  ForeignWrite,
  KeyStoreFacts,
} from './parts.ts';

export type * from './events.ts';
export type * from './parts.ts';

export interface State {
  readonly loaded: boolean;
  readonly settings: Settings;
  readonly accounts: readonly Account[];
  readonly readings: ReadonlyMap<AccountId, Reading>;
  readonly outlooks: ReadonlyMap<AccountId, Outlook>;
  readonly plans: ReadonlyMap<AccountId, Plan>;
  readonly renewals: ReadonlyMap<AccountId, Renewal>;
  /** Whose keys stand in a shared file, by the file's id. */
  readonly holders: ReadonlyMap<string, AccountId>;
  /** By the file's id. */
  readonly foreignWrites: ReadonlyMap<string, ForeignWrite>;
  readonly keys: ReadonlyMap<AccountId, KeyFacts>;
  readonly keyStore: KeyStoreFacts;
  readonly course: Course;
  readonly switching: Switching;
  /** Programs that go on with the account of before. */
  readonly staleHolders: readonly HolderFacts[];
  readonly shells: readonly ShellFacts[];
  readonly statusLines: readonly StatusLineFacts[];
  readonly hooks: readonly HookFacts[];
  /** What servers of companies have put into programs' files. */
  readonly companyLogins: readonly CompanyLogin[];
  readonly packages: readonly PackageFacts[];
  readonly flags: FlagsNow;
  /** While it is, no program is given a key, nor has another one put into a shared file. */
  readonly locked: boolean;
  /** After a crash loop: nothing is read, renewed, switched or run by itself. */
  readonly safeMode: boolean;
  /** Whether this desktop shows tray icons. */
  readonly tray: 'unknown' | 'shown' | 'none';
  /** What the vendors say is wrong with their services; empty while nobody is asked. */
  readonly incidents: ReadonlyMap<ProviderId, Incident>;
  readonly updates: Updates;
  readonly signIns: ReadonlyMap<ProviderId, LiveSignIn>;
  readonly signInFailures: ReadonlyMap<ProviderId, FailureValue>;
  /** The sign-in that failed last, as it can be tried again. */
  readonly triedSignIns: ReadonlyMap<ProviderId, Pick<LiveSignIn, 'method' | 'workspace'>>;
  /** Problems by what they are about (the key store, one shared file, one blob), so that a repaired one goes away. */
  readonly problems: ReadonlyMap<string, FailureValue>;
}

export const initialState: State = {
  loaded: false,
  settings: defaultSettings,
  accounts: [],
  readings: new Map(),
  outlooks: new Map(),
  plans: new Map(),
  renewals: new Map(),
  holders: new Map(),
  foreignWrites: new Map(),
  keys: new Map(),
  keyStore: { passphrase: 'none' },
  course: initialCourse,
  switching: {},
  staleHolders: [],
  shells: [],
  statusLines: [],
  hooks: [],
  companyLogins: [],
  packages: [],
  flags: { known: [], inert: [] },
  locked: false,
  safeMode: false,
  tray: 'unknown',
  incidents: new Map(),
  updates: { kind: 'off', why: 'elsewhere' },
  signIns: new Map(),
  signInFailures: new Map(),
  triedSignIns: new Map(),
  problems: new Map(),
};
