// What can happen that changes what the app knows, or that somebody else has to hear of.
import type { Account } from '../domain/account.ts';
import type { Actor } from '../domain/actor.ts';
import type { Course } from '../domain/course.ts';
import type { FailureValue } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import type { KeyFacts } from '../domain/key-facts.ts';
import type { KeyStoreDecision } from '../domain/key-store-words.ts';
import type { Plan, PlanName } from '../domain/plan.ts';
import type { KnownQuota, Sample } from '../domain/quota-window.ts';
import type { Settings } from '../domain/settings.ts';
import type { Updates } from '../domain/update.ts';
import type {
  LiveSignIn,
  Outlook,
  StatusLineFacts,
  HookFacts,
  CompanyLoginEvent,
  PackageEvent,
  FlagEvent,
  ShellFacts,
  HolderFacts,
  Switching,
  ForeignWrite,
  KeyStoreFacts,
} from './parts.ts';

export type Event =
  | { readonly type: 'accounts.loaded'; readonly accounts: readonly Account[] }
  | { readonly type: 'account.signed-in'; readonly account: Account }
  | { readonly type: 'sign-in.moved'; readonly provider: ProviderId; readonly signIn: LiveSignIn }
  | { readonly type: 'sign-in.ended'; readonly provider: ProviderId; readonly failure?: FailureValue }
  | { readonly type: 'account.signed-out'; readonly account: AccountId }
  /** Another program has renewed the keys, and they were taken over. */
  | {
      readonly type: 'account.renewed';
      readonly account: AccountId;
      readonly by: string;
      readonly at: number;
    }
  | { readonly type: 'quota.read'; readonly sample: Sample }
  | {
      readonly type: 'plan.read';
      readonly account: AccountId;
      readonly plan: PlanName;
      readonly at: number;
    }
  /** What an earlier run knew, or another process; what is newer here stays. */
  | {
      readonly type: 'quota.remembered';
      readonly account: AccountId;
      readonly quota?: KnownQuota;
      readonly plan?: Plan;
    }
  /** The past was looked at again. */
  | { readonly type: 'forecast.made'; readonly account: AccountId; readonly outlook: Outlook }
  | { readonly type: 'status-lines.seen'; readonly statusLines: readonly StatusLineFacts[] }
  | { readonly type: 'hooks.seen'; readonly hooks: readonly HookFacts[] }
  | CompanyLoginEvent
  | PackageEvent
  | FlagEvent
  | { readonly type: 'shells.seen'; readonly shells: readonly ShellFacts[] }
  /** What serves has changed, or what is remembered about it. */
  | { readonly type: 'course.moved'; readonly course: Course; readonly by: 'person' | 'policy' }
  | { readonly type: 'switch.moved'; readonly running: NonNullable<Switching['running']> }
  | { readonly type: 'switch.ended'; readonly failure?: FailureValue }
  /** The switch that can be undone from now on; none when absent. */
  | { readonly type: 'switch.undoable'; readonly undo?: NonNullable<Switching['undo']> }
  | { readonly type: 'holders.seen'; readonly holders: readonly HolderFacts[] }
  /** Whether its keys can be used; where they cannot, the card says why. */
  | { readonly type: 'account.usable'; readonly account: AccountId }
  | { readonly type: 'account.unusable'; readonly account: AccountId; readonly failure: FailureValue }
  | { readonly type: 'quota.failed'; readonly account: AccountId; readonly failure: FailureValue }
  | { readonly type: 'settings.changed'; readonly settings: Settings }
  /** Whose keys stand in a shared file now; nobody's of ours when `holder` is absent. */
  | { readonly type: 'file.held'; readonly file: string; readonly holder?: AccountId }
  /** Another program wrote it. */
  | { readonly type: 'file.changed-elsewhere'; readonly file: string; readonly write: ForeignWrite }
  /** Keys were opened, kept or renewed. */
  | { readonly type: 'account.keys'; readonly account: AccountId; readonly keys: KeyFacts }
  | { readonly type: 'key-store.seen'; readonly keyStore: KeyStoreFacts }
  /** What protects the keys was changed, or its passphrase. */
  | {
      readonly type: 'key-store.decided';
      readonly decision: KeyStoreDecision;
      readonly by: Actor;
    }
  /** The keys of an account have left in a backup. */
  | { readonly type: 'account.backed-up'; readonly account: AccountId; readonly by: Actor }
  /** Something that is shown is otherwise by now, although nothing has happened. */
  | { readonly type: 'time.passed' }
  | { readonly type: 'lock.changed'; readonly locked: boolean }
  | { readonly type: 'safe-mode.changed'; readonly on: boolean }
  | { readonly type: 'tray.seen'; readonly shown: boolean }
  /** What the vendor's status page says; none: nothing that is known. */
  | { readonly type: 'incident.seen'; readonly provider: ProviderId; readonly incident?: Incident }
  | { readonly type: 'updates.moved'; readonly updates: Updates }
  | { readonly type: 'problem.found'; readonly about: string; readonly failure: FailureValue }
  | { readonly type: 'problem.gone'; readonly about: string };
