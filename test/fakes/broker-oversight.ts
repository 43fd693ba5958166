// What the local service can have done about hand-outs, the lock, the audit and events, written down; and its answers.
import type { CallContext } from '../../main/broker/call-context.ts';
import type {
  AuditAnswer,
  AuditVerdictAnswer,
  HandOutsAnswer,
  ServiceEvent,
} from '../../main/broker/protocol/oversight.ts';
import type { NumberedEvent } from '../../main/broker/route.ts';
import type { EventActions } from '../../main/broker/routes/events.ts';
import type { OversightActions } from '../../main/broker/routes/oversight.ts';

export class OversightAnswers {
  handOuts: HandOutsAnswer = {
    schema: 1,
    locked: false,
    rules: [
      {
        program: '/usr/bin/claude',
        consumer: 'claude-code',
        account: 'claude:key-1',
        accountLabel: 'sk-ant-…wxyz',
        verdict: 'always',
        decidedAt: 5,
      },
    ],
    questions: [],
  };
  audit: AuditAnswer = {
    schema: 1,
    entries: [{ at: 5, actor: 'cli', action: 'lease', provider: 'claude', pid: 4711 }],
  };
  verdict: AuditVerdictAnswer = {
    schema: 1,
    whole: true,
    entries: 1,
    sealedUpTo: 1,
    brokenAt: null,
    why: null,
  };
  /** What happens while somebody listens. */
  events: (call: CallContext) => AsyncIterable<NumberedEvent<ServiceEvent>> = async function* () {
    yield { id: 7, event: { type: 'accounts', at: 5 } };
    yield { id: 8, event: { type: 'locked', locked: true, at: 6 } };
  };
}

export function recordingOversight(asked: string[], answers: OversightAnswers): OversightActions {
  return {
    handOuts: async () => answers.handOuts,
    setRule: async ({ program, consumer, provider, account = 'any', verdict, passphrase }) => {
      const by = passphrase === undefined ? '' : ` by ${passphrase.reveal()}`;
      asked.push(`${verdict} ${program} as ${consumer} with ${provider} ${account}${by}`);
      return answers.handOuts;
    },
    answerQuestion: async (question, { answer, passphrase }) => {
      asked.push(`${answer} to ${question} by ${passphrase.reveal()}`);
      return answers.handOuts;
    },
    lock: async () => {
      asked.push('lock');
      return { schema: 1, locked: true, revoked: 2 };
    },
    unlock: async () => {
      asked.push('unlock');
      return { schema: 1, locked: false, revoked: 0 };
    },
    audit: async ({ limit, since }) => {
      asked.push(`audit of ${limit}${since === undefined ? '' : ` since ${since}`}`);
      return answers.audit;
    },
    verifyAudit: async () => answers.verdict,
  };
}

export function recordingEvents(asked: string[], answers: OversightAnswers): EventActions {
  return {
    follow: (call) => {
      asked.push('follow events');
      return answers.events(call);
    },
  };
}
