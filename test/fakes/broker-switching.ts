// What the local service can have done about the account in use, written down; and the answers it gives.
import type { Status } from '../../main/broker/protocol.ts';
import type { RulesAnswer, SwitchAnswer, SwitchRequest } from '../../main/broker/protocol/switching.ts';
import type { SwitchingActions } from '../../main/broker/routes/switching.ts';
import { Failure } from '../../main/domain/failure.ts';

const account = { id: 'openai:user-1.acc-1', label: 'ada@example.test' };

const nothingInTheWay: Pick<Status['selection'], 'phase' | 'since' | 'wanted' | 'waitsFor' | 'backAt'> = {
  phase: 'primary',
  since: null,
  wanted: null,
  waitsFor: [],
  backAt: null,
};

export const exampleSelection: Status['selection'] = {
  provider: 'openai',
  account: account.id,
  reason: 'In use: OpenAI.',
  fallenBack: false,
  ...nothingInTheWay,
};

export const emptySelection: Status['selection'] = {
  provider: null,
  account: null,
  reason: 'Nothing can be used: Claude is not signed in. Sign in to go on.',
  fallenBack: false,
  ...nothingInTheWay,
};

export const noSwitching: Status['switching'] = { running: null, problem: null, undo: null, holders: [] };

export const exampleRule: RulesAnswer['rules'][number] = {
  folder: '/home/ada/work',
  account: account.id,
  label: `OpenAI: ${account.label}`,
  keptBy: 'Codex',
};

export class SwitchingAnswers {
  /** What serves after a switch. */
  selection: Status['selection'] = exampleSelection;
  switching: Status['switching'] = noSwitching;
  unfollowed: SwitchAnswer['unfollowed'] = null;
  rules: RulesAnswer = { schema: 1, rules: [exampleRule], followed: true };
  /** What a switch waits for, or an undoing, which has no order. */
  until: (order?: SwitchRequest) => Promise<void> = async () => undefined;

  /** @param preferred the provider */
  switched(preferred: string, strategy = 'user-preference'): SwitchAnswer {
    const { selection, switching, unfollowed } = this;
    const own = preferred === 'openai' ? account.label : null;
    return { schema: 1, preferred, account: own, strategy, selection, switching, unfollowed };
  }
}

export function refuseUnknown(provider: string | undefined, named: string | undefined): void {
  if (provider === 'nobody') throw new Failure('selection/unknown-provider', { subject: provider });
  if (named === 'nobody') throw new Failure('selection/unknown-account', { subject: named });
}

export function recordingSwitching(asked: string[], answers: SwitchingAnswers): SwitchingActions {
  return {
    switchTo: async (order) => {
      const { provider, account: named, strategy, unchecked } = order;
      refuseUnknown(provider, named);
      const parts = [
        ...(provider === undefined ? [] : [`prefer ${provider}`]),
        ...(named === undefined ? [] : [`with ${named}`]),
        ...(strategy === undefined ? [] : [`by ${strategy}`]),
        ...(unchecked === undefined ? [] : [unchecked ? 'unchecked' : 'checked']),
      ];
      asked.push(parts.join(' '));
      await answers.until(order);
      return answers.switched(provider ?? 'openai', strategy);
    },
    undo: async () => {
      asked.push('undo');
      await answers.until();
      return { ...answers.switched('openai'), undone: 'Claude: bob@example.test' };
    },
    rules: async () => answers.rules,
    addRule: async ({ folder, account: named, provider }) => {
      refuseUnknown(provider, named);
      asked.push(`use ${provider === undefined ? '' : `${provider} `}${named} in ${folder}`);
      answers.rules = { ...answers.rules, rules: [...answers.rules.rules, { ...exampleRule, folder }] };
      return answers.rules;
    },
    removeRule: async (folder) => {
      asked.push(`use none of its own in ${folder}`);
      answers.rules = {
        ...answers.rules,
        rules: answers.rules.rules.filter((rule) => rule.folder !== folder),
      };
      return answers.rules;
    },
  };
}
