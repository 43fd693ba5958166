// What the local service can have done, written down; and the answers it gives.
import { Failure } from '../../main/domain/failure.ts';
import type {
  ProvidersAnswer,
  QuotaAnswer,
  SignInLine,
  SignOutAnswer,
  Status,
} from '../../main/broker/protocol.ts';
import type { PasteAnswer } from '../../main/broker/protocol/sign-ins.ts';
import type { BrokerActions } from '../../main/broker/routes.ts';
import type { SignInOrder } from '../../main/broker/routes/sign-ins.ts';
import type { AccountsAnswer } from '../../main/broker/routes/state.ts';
import type { Secret } from '../../main/domain/secret.ts';
import {
  BrokerAnswers,
  recordingArchive,
  recordingFiles,
  recordingHooks,
  recordingKeyStore,
  recordingLogins,
  recordingStatusLines,
} from './broker-answers.ts';
import { CompanyAnswers, recordingCompanyLogins } from './broker-company-logins.ts';
import { FlagAnswers, recordingFlags } from './broker-flags.ts';
import { recordingUpdates, UpdateAnswers } from './broker-updates.ts';
import { PackageAnswers, recordingPackages } from './broker-packages.ts';
import { recordingSettings, SettingsAnswers } from './broker-settings.ts';
import { recordingShells, ShellAnswers } from './broker-shells.ts';
import { DoctorAnswers, recordingDoctor } from './broker-doctor.ts';
import { LeaseAnswers, recordingLeases } from './broker-leases.ts';
import { OversightAnswers, recordingEvents, recordingOversight } from './broker-oversight.ts';
import {
  emptySelection,
  exampleSelection,
  noSwitching,
  recordingSwitching,
  refuseUnknown,
  SwitchingAnswers,
} from './broker-switching.ts';

type Account = Status['providers'][number]['accounts'][number];
type Window = Account['windows'][number];

export const exampleWindow: Window = {
  id: 'length-18000',
  label: '5-hour',
  scope: null,
  beyondPlan: false,
  unlimited: false,
  usedPercent: 42,
  leftPercent: 58,
  amount: null,
  resetsAt: null,
  level: 'ok',
  pace: { kind: 'unknown' },
  trend: null,
  readAt: 5,
  source: 'a test',
  stale: false,
};

/** The one account of the examples. */
export const exampleAccount: Account = {
  id: 'openai:user-1.acc-1',
  label: 'ada@example.test',
  organization: null,
  plan: 'Plus',
  subscription: {
    tier: 'Plus',
    status: 'active',
    before: null,
    changedAt: null,
    usageLimit: 100,
    usageCurrent: 42,
    usageUnit: 'percent',
    resetsAt: null,
    features: [],
    concurrentLimit: null,
  },
  active: true,
  metered: true,
  usedBy: ['Codex'],
  windows: [exampleWindow],
  readAt: 5,
  source: 'a test',
  figuresFrom: null,
  keys: {
    owner: 'gatehouse',
    backend: 'a key store',
    expiresAt: null,
    signInEndsAt: null,
    renewedAt: null,
    renewedBy: null,
  },
  problem: null,
};

export const emptyStatus: Status = {
  schema: 1,
  version: '1.2.3',
  preferred: null,
  strategy: 'user-preference',
  selection: emptySelection,
  switching: noSwitching,
  providers: [],
  problems: [],
};

export const exampleStatus: Status = {
  schema: 1,
  version: '1.2.3',
  preferred: 'openai',
  strategy: 'user-preference',
  selection: exampleSelection,
  switching: noSwitching,
  providers: [
    { id: 'claude', label: 'Claude', methods: ['api-key', 'own-client'], accounts: [] },
    { id: 'openai', label: 'OpenAI', methods: ['chatgpt'], accounts: [exampleAccount] },
  ],
  problems: [],
};

export const exampleProviders: ProvidersAnswer = {
  schema: 1,
  providers: [
    {
      id: 'claude',
      label: 'Claude',
      preferred: false,
      signedIn: false,
      methods: [
        {
          id: 'api-key',
          label: 'Enter an API key',
          kind: 'api-key',
          program: null,
          standing: 'The way that is meant for other programs.',
          consent: null,
          agreedClientId: null,
        },
        {
          id: 'own-client',
          label: 'Sign in with a client of your own',
          kind: 'browser',
          program: null,
          standing: 'Needs a client that you have registered.',
          consent: 'I have registered this client and may use it here.',
          agreedClientId: null,
        },
      ],
    },
    {
      id: 'openai',
      label: 'OpenAI',
      preferred: true,
      signedIn: true,
      methods: [
        {
          id: 'chatgpt',
          label: 'Sign in with ChatGPT',
          kind: 'browser',
          program: null,
          standing: 'Not confirmed by OpenAI.',
          consent: null,
          agreedClientId: null,
        },
      ],
    },
  ],
  consumers: [{ id: 'claude-code', label: 'Claude Code', providers: ['claude'] }],
};

export const exampleQuota: QuotaAnswer = {
  schema: 1,
  selection: exampleSelection,
  accounts: [{ provider: 'openai', ...exampleAccount }],
  headroom: { hoursLeft: null, known: 0, unknown: 1, nextRefill: null },
};

export const exampleSignOut: SignOutAnswer = {
  schema: 1,
  provider: 'openai',
  account: { id: exampleAccount.id, label: exampleAccount.label },
  signedOutToo: ['Codex', 'OpenCode'],
  staysWith: null,
  notes: [],
};

export const signedInLine: SignInLine = { type: 'signed-in', provider: 'openai', account: exampleAccount };

/** A sign-in that waits until it is cancelled; resolves with its order once it runs. */
export function waitingSignIn(): {
  started: Promise<SignInOrder>;
  run: (order: SignInOrder) => Promise<never>;
  cancelled: Promise<void>;
} {
  const started = Promise.withResolvers<SignInOrder>();
  const cancelled = Promise.withResolvers<undefined>();
  return {
    started: started.promise,
    cancelled: cancelled.promise,
    run: (order) => {
      order.report({ type: 'step', step: 'waiting', url: 'https://auth.example.test' });
      started.resolve(order);
      return new Promise((_resolve, reject) => {
        order.signal.addEventListener('abort', () => {
          cancelled.resolve(undefined);
          reject(new Failure('sign-in/cancelled', { subject: 'OpenAI' }));
        });
      });
    },
  };
}

export class RecordingActions implements BrokerActions {
  readonly asked: string[] = [];
  readonly answers = new BrokerAnswers();
  readonly logins = recordingLogins(this.asked, this.answers);
  readonly archive = recordingArchive(this.asked, this.answers);
  readonly files = recordingFiles(this.asked, this.answers);
  readonly keyStore = recordingKeyStore(this.asked, this.answers);
  readonly statusLines = recordingStatusLines(this.asked, this.answers);
  readonly hooks = recordingHooks(this.asked, this.answers);
  readonly companyAnswers = new CompanyAnswers();
  readonly packageAnswers = new PackageAnswers();
  readonly companyLogins = recordingCompanyLogins(this.asked, this.companyAnswers);
  readonly flagAnswers = new FlagAnswers();

  readonly flags = recordingFlags(this.asked, this.flagAnswers);
  readonly updateAnswers = new UpdateAnswers();
  readonly updates = recordingUpdates(this.asked, this.updateAnswers);

  readonly packages = recordingPackages(this.asked, this.packageAnswers);
  readonly settingsAnswers = new SettingsAnswers();
  readonly settingsFiles = recordingSettings(this.asked, this.settingsAnswers);
  readonly shellAnswers = new ShellAnswers();
  readonly shells = recordingShells(this.asked, this.shellAnswers);
  readonly switchingAnswers = new SwitchingAnswers();
  readonly switching = recordingSwitching(this.asked, this.switchingAnswers);
  readonly doctorAnswers = new DoctorAnswers();
  readonly doctor = recordingDoctor(this.asked, this.doctorAnswers);
  readonly leaseAnswers = new LeaseAnswers();
  readonly leases = recordingLeases(this.asked, this.leaseAnswers);
  readonly oversightAnswers = new OversightAnswers();
  readonly oversight = recordingOversight(this.asked, this.oversightAnswers);
  readonly events = recordingEvents(this.asked, this.oversightAnswers);
  status: () => Promise<Status> = async () => exampleStatus;
  providers: () => Promise<ProvidersAnswer> = async () => exampleProviders;
  quotaNow: () => Promise<QuotaAnswer> = async () => exampleQuota;
  signingOut: () => Promise<SignOutAnswer> = async () => exampleSignOut;
  /** What a sign-in does; reports one step and succeeds unless a test says otherwise. */
  signingIn: (order: SignInOrder) => Promise<SignInLine> = async ({ report }) => {
    report({ type: 'step', step: 'starting' });
    return signedInLine;
  };

  readonly signIn = (order: SignInOrder): Promise<SignInLine> => {
    const { provider, method = 'any way', secret, clientId, workspace } = order;
    const given = [
      ...(secret === undefined ? [] : [` with ${secret.reveal()}`]),
      ...(clientId === undefined ? [] : [` as client ${clientId}`]),
      ...(workspace === undefined ? [] : [` for workspace ${workspace}`]),
    ];
    this.asked.push(`sign in to ${provider} by ${method}${given.join('')}`);
    return this.signingIn(order);
  };

  readonly paste = (provider: string, pasted: Secret): PasteAnswer => {
    this.asked.push(`paste ${pasted.reveal()} for ${provider}`);
    return { schema: 1, taken: true, reason: null };
  };

  readonly accounts = async (): Promise<AccountsAnswer> => ({ schema: 1, accounts: exampleQuota.accounts });

  readonly signOut = async (
    provider: string,
    account: string | undefined,
    alsoProgram: boolean,
  ): Promise<SignOutAnswer> => {
    refuseUnknown(provider, account);
    const named = account === undefined ? '' : ` as ${account}`;
    this.asked.push(`sign out of ${provider}${named}${alsoProgram ? ' and its program' : ''}`);
    return this.signingOut();
  };

  readonly quota = async (now: boolean): Promise<QuotaAnswer> => {
    this.asked.push(now ? 'quota now' : 'quota');
    return this.quotaNow();
  };

  readonly open = (page?: string): void => {
    this.asked.push(page === undefined ? 'open' : `open ${page}`);
  };

  /** What follows a quit, once its answer has left. */
  afterQuit: () => void = () => undefined;

  readonly quit = (): void => {
    this.asked.push('quit');
    setImmediate(() => {
      this.afterQuit();
    });
  };
}
