// Joins the local service with everything that it can have done: agents and hand-outs here, the rest as it is handed in.
import { randomBytes } from 'node:crypto';
import { createAuditLog } from './adapters/node/audit-log.ts';
import { createCallers } from './adapters/node/callers.ts';
import { textFiles } from './adapters/node/credential-files.ts';
import { createHandOutRules } from './adapters/node/hand-out-rules.ts';
import { isOwnApp, judgeCaller, ruledProgram } from './adapters/node/judged-callers.ts';
import { createLeaseLog } from './adapters/node/lease-log.ts';
import { createProcessWatch } from './adapters/node/process-watch.ts';
import { localDayOf } from './adapters/node/local-day.ts';
import { writeOwnText } from './adapters/node/own-text.ts';
import { writePrivateText } from './adapters/node/private-text.ts';
import { pause } from './adapters/node/system-time.ts';
import type { KeyStores } from './adapters/node/unseal.ts';
import { createWorkNotes } from './adapters/node/work-notes.ts';
import { brokerActions, type ActionParts } from './broker/actions.ts';
import { agentSecretActions } from './broker/actions/agent-secrets.ts';
import { createServiceEvents } from './broker/actions/events.ts';
import { leaseActions } from './broker/actions/leases.ts';
import { oversightActions, type OversightParts } from './broker/actions/oversight.ts';
import { newGrants, startService } from './broker/service.ts';
import { composeAgents, type AgentParts, type ComposedAgents } from './compose-agents.ts';
import { accountNamed, nameAmong } from './domain/account-name.ts';
import { Failure } from './domain/failure.ts';
import { isAgentId, isLeaseId, type AgentId, type LeaseId } from './domain/lease.ts';
import { handOutNotice, ruleQuestion, unlockQuestion } from './domain/hand-out-words.ts';
import type { Language } from './domain/language.ts';
import type { KeyStore } from './flows/key-store.ts';
import { consumerFor } from './flows/start-agent.ts';
import { composePages, type PageParts } from './compose-pages.ts';
import type { PageReads } from './desktop/pages.ts';
import type { Paths } from './paths.ts';
import type { AskPerson, Notifier } from './ports.ts';
import { activeAccount, selected } from './state/selected.ts';

/** What the service adds to what it is handed. */
type OwnActions = 'leaseActions' | 'oversightActions' | 'eventActions' | 'consumers';

export interface ServiceComposeParts extends Omit<
  AgentParts,
  | 'flows'
  | 'leaseLog'
  | 'finder'
  | 'audit'
  | 'rules'
  | 'workNotes'
  | 'watch'
  | 'dayOf'
  | 'judge'
  | 'isOurs'
  | 'newLeaseId'
  | 'newAgentId'
  | 'grants'
  | 'tellFirst'
  | 'told'
> {
  readonly flows: AgentParts['flows'] & { readonly keyStore: Pick<KeyStore, 'prove'> };
  readonly paths: Paths;
  readonly version: string;
  readonly keyStores: KeyStores;
  readonly askPerson: AskPerson;
  readonly askLanguage: () => Language;
  readonly notifier: Notifier;
  readonly openWindow: () => void;
  readonly isWindowless: boolean;
  /** Absent where questions are dialogs, so that none waits for an answer from elsewhere. */
  readonly questions?: Pick<OversightParts, 'questions' | 'answer'>;
  readonly actions: Omit<ActionParts, OwnActions>;
  /** What the pages of the window need beside it. */
  readonly pages: Pick<
    PageParts,
    'managed' | 'quotaHistory' | 'history' | 'writer' | 'language' | 'chooseSavePath' | 'accountLabel'
  >;
}

export interface ComposedService {
  readonly pages: PageReads;
  readonly agents: Pick<ComposedAgents, 'lock' | 'unlock'>;
  /** Rejects when nobody can listen; may be called again then. */
  readonly start: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

const noQuestions: Pick<OversightParts, 'questions' | 'answer'> = {
  questions: () => [],
  answer() {
    throw new Failure('broker/bad-request', { detail: 'no such question waits' });
  },
};

function newLeaseId(): LeaseId {
  const id = randomBytes(16).toString('base64url');
  if (isLeaseId(id)) return id;
  throw new Failure('internal');
}

function newAgentId(): AgentId {
  const id = `agent-${randomBytes(6).toString('hex')}`;
  if (isAgentId(id)) return id;
  throw new Failure('internal');
}

export function composeService(parts: ServiceComposeParts): ComposedService {
  const { paths, store, clock, timer, log, providers, find, consumers, keyStores, flows } = parts;
  const grants = newGrants();
  const audit = createAuditLog({ folder: paths.audit, headPath: paths.auditHeadFile, ...keyStores, log });
  let listensAt = '';
  const accountLabel = (id: string): string => nameAmong(store.state().accounts, id);
  const events = createServiceEvents({
    store,
    nowMs: () => clock.nowMs(),
    serving() {
      const { provider, serves, reason } = selected(store.state(), providers, clock.nowMs());
      return { provider: provider ?? null, account: serves?.id ?? null, reason };
    },
  });
  const composed = composeAgents({
    ...parts,
    finder: {
      places: parts.places,
      platform: process.platform,
      read: (path) => textFiles.read(path).catch(() => undefined),
    },
    leaseLog: createLeaseLog({ path: paths.leaseFile, log }),
    audit,
    rules: createHandOutRules({ path: paths.handOutsFile, ...keyStores }),
    workNotes: createWorkNotes({ path: paths.workFile, clock, log }),
    watch: createProcessWatch(),
    dayOf: localDayOf,
    judge: judgeCaller,
    isOurs: isOwnApp,
    newLeaseId,
    newAgentId,
    grants,
    // At once, also where no notices are wanted: who has taken a key, the person should hear while it can still matter.
    tellFirst: (order) => {
      const { title, body } = handOutNotice({ ...order, language: parts.pages.language() });
      parts.notifier.show({ title, body, sound: false, actions: [], onClick: parts.openWindow });
    },
    told: (event) => {
      events.lease(event);
    },
  });
  const { agents, estimates, handOuts } = composed;
  const issueGrant = (agent: AgentId, lease: LeaseId) => grants.issue(agent, lease);

  const oversight = oversightActions({
    handOuts,
    ...(parts.questions ?? noQuestions),
    checkPassphrase: (passphrase) => flows.keyStore.prove(passphrase),
    confirmRule: ({ program, account, verdict }, signal) =>
      parts.askPerson.ask(ruleQuestion(verdict === 'always', program, account, parts.askLanguage()), signal),
    async accountFor(provider, named) {
      await flows.ready();
      const { id, label } = find(provider);
      const state = store.state();
      const active = named === undefined ? activeAccount(state, id) : undefined;
      return (
        active ??
        accountNamed(
          state.accounts.filter((each) => each.provider === id),
          named,
          label,
        )
      );
    },
    consumerId: (named) => consumerFor(consumers, named, '').id,
    resolveProgram: ruledProgram,
    accountLabel,
    isLocked: () => store.state().locked,
    lock: composed.lock,
    confirmUnlock: (signal) => parts.askPerson.ask(unlockQuestion(parts.askLanguage()), signal),
    unlock: composed.unlock,
    audit,
  });

  const service = (): ReturnType<typeof startService> =>
    startService({
      actions: brokerActions({
        ...parts.actions,
        consumers,
        leaseActions: {
          ...leaseActions({
            agents,
            actionAfter: (order, failure) => estimates.actionAfter(order, failure),
            accountLabel,
            issueGrant,
            pause,
          }),
          ...agentSecretActions({
            agents,
            ready: flows.ready,
            estimate: (wish) => estimates.estimate(wish),
            issueGrant,
            socketPath: () => listensAt,
          }),
        },
        oversightActions: oversight,
        eventActions: events,
      }),
      grants,
      callers: createCallers(),
      timer,
      version: parts.version,
      isWindowless: parts.isWindowless,
      socketFolders: paths.socketFolders,
      serviceFile: paths.serviceFile,
      grantFile: paths.grantFile,
      writePrivate: writePrivateText,
    });
  let running: ReturnType<typeof startService> | undefined;
  let begun: Promise<void> | undefined;

  return {
    agents: composed,
    pages: composePages({
      ...parts,
      ...parts.pages,
      restoreFiles: parts.actions.restoreFiles,
      agents,
      audit,
      writeText: writeOwnText,
    }),
    async start() {
      // Once, however often it takes until somebody can listen.
      await (begun ??= composed.start());
      running = service();
      const { path } = await running;
      listensAt = path;
      return path;
    },
    async stop() {
      await running?.then((started) => started.stop()).catch(() => undefined);
      await composed.stop();
    },
  };
}
