// What the local service has done with rules for keys, the lock and the audit: who is asked first, and what it answers.
import { describe, expect, test } from 'vitest';
import { oversightActions, type OversightParts } from '../../../../main/broker/actions/oversight.ts';
import type { CallContext } from '../../../../main/broker/call-context.ts';
import {
  auditShape,
  auditVerdictShape,
  handOutsShape,
  lockShape,
} from '../../../../main/broker/protocol/oversight.ts';
import type { OversightActions, RuleOrder } from '../../../../main/broker/routes/oversight.ts';
import type { AuditEntry, AuditVerdict } from '../../../../main/domain/audit-entry.ts';
import { Failure, type FailureCode } from '../../../../main/domain/failure.ts';
import type { HandOutRule } from '../../../../main/domain/hand-out.ts';
import { accountId, consumerId } from '../../../../main/domain/ids.ts';
import { Secret } from '../../../../main/domain/secret.ts';
import { claudeEntry, noonMs } from '../../../fakes/accounts.ts';
import { MemoryAuditLog } from '../../../fakes/audit-log.ts';
import { failureOf } from '../../../fakes/failures.ts';

const { account } = claudeEntry();
const rule: HandOutRule = {
  program: '/usr/bin/claude',
  consumer: consumerId('claude-code'),
  account: account.id,
  verdict: 'always',
  decidedAt: noonMs,
};
const question = {
  id: 'q1',
  program: null,
  consumer: 'code',
  account: account.id,
  accountLabel: account.label,
  endsAt: noonMs,
};

interface Work {
  readonly oversight: OversightActions;
  /** What was done, in order. */
  readonly done: readonly string[];
}

const passphrase = new Secret('canary_passphrase');
const call: CallContext = {
  actor: 'cli',
  grant: 'machine',
  lease: undefined,
  caller: async () => undefined,
  signal: new AbortController().signal,
};

function work(changes: Partial<OversightParts> = {}, audit = new MemoryAuditLog()): Work {
  const done: string[] = [];
  let locked = false;
  const oversight = oversightActions({
    handOuts: {
      rules: async () => [rule],
      setRule: async ({ program, consumer, account: of }, verdict) => {
        done.push(`${verdict} for ${program.path} as ${consumer} with ${of}`);
      },
    },
    questions: () => [question],
    answer: (id, answer) => done.push(`${answer} to ${id}`),
    checkPassphrase: async (given) => {
      done.push('passphrase checked');
      if (given.reveal() !== passphrase.reveal()) throw new Failure('storage/passphrase-wrong');
    },
    confirmRule: async ({ program, account: label }, signal) => {
      done.push(`asked about ${program} and ${label}${signal === call.signal ? '' : ' for somebody else'}`);
      return true;
    },
    accountFor: async (provider, named) => {
      done.push(`account ${named ?? 'in use'} of ${provider}`);
      return account;
    },
    consumerId,
    resolveProgram: async (path) => ({ path: `/real${path}` }),
    accountLabel: () => account.label,
    isLocked: () => locked,
    lock: async (by) => {
      locked = true;
      done.push(`locked by ${by}`);
      return 2;
    },
    confirmUnlock: async (signal) => {
      done.push(`asked to unlock${signal === call.signal ? '' : ' for somebody else'}`);
      return true;
    },
    unlock: (by) => {
      locked = false;
      done.push(`unlocked by ${by}`);
    },
    audit,
    ...changes,
  });
  return { oversight, done };
}

const order: RuleOrder = {
  program: '/bin/claude',
  consumer: 'claude-code',
  provider: 'claude',
  account: undefined,
  verdict: 'always',
  passphrase: undefined,
};
const shown = {
  schema: 1,
  locked: false,
  rules: [{ ...rule, accountLabel: account.label }],
  questions: [question],
};
const kept = (verdict: string): string => `${verdict} for /real/bin/claude as claude-code with ${account.id}`;

test('what there is: rules with the names of their accounts, and the questions that wait', async () => {
  expect(handOutsShape.parse(await work().oversight.handOuts(call))).toEqual(shown);
});

describe('a rule', () => {
  test('that always allows is asked about first, with the program as it really lies', async () => {
    const { oversight, done } = work();
    expect([handOutsShape.parse(await oversight.setRule(order, call)), done]).toEqual([
      shown,
      ['account in use of claude', `asked about /real/bin/claude and ${account.label}`, kept('always')],
    ]);
  });

  test('that nobody confirms is not set', async () => {
    const { oversight, done } = work({ confirmRule: async () => false });
    expect([await failureOf(oversight.setRule(order, call)), done]).toEqual([
      { code: 'broker/not-confirmed', detail: 'no rule was set' },
      ['account in use of claude'],
    ]);
  });

  test.each(['never', 'ask'] as const)(
    'that takes a right away needs nobody’s leave: %s',
    async (verdict) => {
      const { oversight, done } = work();
      await oversight.setRule({ ...order, verdict, account: 'ada' }, call);
      expect(done).toEqual(['account ada of claude', kept(verdict)]);
    },
  );

  test('is asked about where it takes a no back', async () => {
    const forbidden: HandOutRule = { ...rule, program: '/real/bin/claude', verdict: 'never' };
    const setRule = async (): Promise<void> => undefined;
    const { oversight, done } = work({ handOuts: { rules: async () => [forbidden], setRule } });
    await oversight.setRule({ ...order, verdict: 'ask' }, call);
    expect(done).toEqual(['account in use of claude', `asked about /real/bin/claude and ${account.label}`]);
  });

  describe('whose program or account is gone', () => {
    const gone = accountId('openai:gone');
    const stale = { ...order, program: rule.program, verdict: 'ask' } as const;
    const nowhere: Partial<OversightParts> = {
      resolveProgram: () => Promise.reject(new Failure('broker/no-such-program')),
      accountFor: () => Promise.reject(new Failure('selection/unknown-account')),
    };
    function withRules(rules: readonly HandOutRule[], changes: Partial<OversightParts>) {
      const set: string[] = [];
      const setRule: OversightParts['handOuts']['setRule'] = async ({ program, account: of }, verdict) => {
        set.push(`${verdict} for ${program.path} with ${of}`);
      };
      return { set, ...work({ handOuts: { rules: async () => rules, setRule }, ...changes }) };
    }

    test('is taken back by what the list shows of it', async () => {
      const { oversight, set } = withRules([{ ...rule, account: gone }], nowhere);
      await oversight.setRule({ ...stale, account: gone }, call);
      expect(set).toEqual([`ask for ${rule.program} with ${gone}`]);
    });

    test('is asked about where it says no', async () => {
      const accountLabel = (id: string): string => id;
      const rules: HandOutRule[] = [{ ...rule, account: gone, verdict: 'never' }];
      const { oversight, set, done } = withRules(rules, { ...nowhere, accountLabel });
      await oversight.setRule({ ...stale, account: gone }, call);
      expect([done, set]).toEqual([
        [`asked about ${rule.program} and ${gone}`],
        [`ask for ${rule.program} with ${gone}`],
      ]);
    });

    test('goes together with that of the program which lies there by a link now', async () => {
      const { oversight, set } = withRules([rule], {});
      await oversight.setRule(stale, call);
      expect(set).toEqual(
        [rule.program, `/real${rule.program}`].map((path) => `ask for ${path} with ${account.id}`),
      );
    });

    test.each<[string, Partial<RuleOrder>, FailureCode]>([
      ['another program', { program: '/usr/bin/cluade' }, 'broker/no-such-program'],
      ['another kind of program', { consumer: 'code' }, 'broker/no-such-program'],
      ['another account', { account: 'openai:other' }, 'selection/unknown-account'],
      ['a yes', { verdict: 'always' }, 'selection/unknown-account'],
      ['a no', { verdict: 'never' }, 'selection/unknown-account'],
    ])('is no reason to take %s for what there is not', async (_name, changes, code) => {
      const { oversight, set } = withRules([{ ...rule, account: gone }], nowhere);
      const failure = await failureOf(oversight.setRule({ ...stale, account: gone, ...changes }, call));
      expect([failure.code, set]).toEqual([code, []]);
    });
  });

  test('comes with the passphrase instead of an answer', async () => {
    const { oversight, done } = work();
    await oversight.setRule({ ...order, passphrase }, call);
    expect(done).toEqual(['account in use of claude', 'passphrase checked', kept('always')]);
  });

  test.each(['always', 'never', 'ask'] as const)(
    'is not set by a wrong passphrase, nor asked about then: %s',
    async (verdict) => {
      const { oversight, done } = work();
      const wrong = { ...order, verdict, passphrase: new Secret('canary_wrong') };
      expect([await failureOf(oversight.setRule(wrong, call)), done]).toEqual([
        { code: 'storage/passphrase-wrong' },
        ['account in use of claude', 'passphrase checked'],
      ]);
    },
  );

  test.each<[string, Partial<OversightParts>]>([
    ['account', { accountFor: () => Promise.reject(new Failure('selection/unknown-account')) }],
    ['program', { resolveProgram: () => Promise.reject(new Failure('broker/no-such-program')) }],
    [
      'consumer',
      {
        consumerId: () => {
          throw new Failure('broker/bad-request');
        },
      },
    ],
  ])('for a %s that there is not is refused before anybody is asked', async (_name, changes) => {
    const { oversight, done } = work(changes);
    await failureOf(oversight.setRule(order, call));
    expect(done.filter((each) => !each.startsWith('account'))).toEqual([]);
  });
});

describe('a question that waits', () => {
  test('is answered with the passphrase', async () => {
    const { oversight, done } = work();
    const answer = await oversight.answerQuestion('q1', { answer: 'always', passphrase }, call);
    expect([handOutsShape.parse(answer), done]).toEqual([shown, ['passphrase checked', 'always to q1']]);
  });

  test('is not answered with a wrong one', async () => {
    const { oversight, done } = work();
    const given = { answer: 'once', passphrase: new Secret('canary_wrong') } as const;
    expect([await failureOf(oversight.answerQuestion('q1', given, call)), done]).toEqual([
      { code: 'storage/passphrase-wrong' },
      ['passphrase checked'],
    ]);
  });
});

describe('the lock', () => {
  test('says how many runs lost their grant, and who locked is told on', async () => {
    const { oversight, done } = work();
    const answers = [
      lockShape.parse(await oversight.lock(call)),
      (await oversight.handOuts(call)).locked,
      lockShape.parse(await oversight.unlock(call)),
    ];
    expect([answers, done]).toEqual([
      [{ schema: 1, locked: true, revoked: 2 }, true, { schema: 1, locked: false, revoked: 0 }],
      ['locked by cli', 'asked to unlock', 'unlocked by cli'],
    ]);
  });

  test('is nothing to ask about where it is open', async () => {
    const { oversight, done } = work();
    await oversight.unlock(call);
    expect(done).toEqual(['unlocked by cli']);
  });

  test('is told as it is, whatever became of the wish', async () => {
    const { oversight } = work({ unlock: () => undefined });
    await oversight.lock(call);
    expect((await oversight.unlock(call)).locked).toBe(true);
  });

  test('stays where it is not unlocked', async () => {
    const { oversight } = work({ confirmUnlock: async () => false });
    await oversight.lock(call);
    expect([await failureOf(oversight.unlock(call)), (await oversight.handOuts(call)).locked]).toEqual([
      { code: 'broker/not-confirmed', detail: 'it stays locked' },
      true,
    ]);
  });
});

describe('the audit', () => {
  const entries: readonly AuditEntry[] = [1, 2, 3].map((at) => ({ at, actor: 'cli', action: 'lock' }));
  function withEntries(): MemoryAuditLog {
    const audit = new MemoryAuditLog();
    for (const entry of entries) audit.append(entry);
    return audit;
  }

  test.each([
    [{ limit: 2, since: undefined }, [3, 2]],
    [{ limit: 5, since: 2 }, [3, 2]],
    [{ limit: 5, since: undefined }, [3, 2, 1]],
  ])('is the newest first, as much as was asked for: %j', async (filter, times) => {
    const { oversight } = work({}, withEntries());
    const answer = auditShape.parse(await oversight.audit(filter, call));
    expect(answer.entries.map(({ at }) => at)).toEqual(times);
  });

  test.each<[string, AuditVerdict, object]>([
    [
      'whole',
      { kind: 'whole', entries: 3, sealedUpTo: 2, from: 1 },
      { whole: true, entries: 3, sealedUpTo: 2, brokenAt: null, why: null },
    ],
    [
      'broken at the first entry',
      { kind: 'broken', index: 0, why: 'changed' },
      { whole: false, entries: null, sealedUpTo: null, brokenAt: 0, why: 'changed' },
    ],
  ])('is %s', async (_name, verdict, answer) => {
    const audit = withEntries();
    audit.verdict = verdict;
    const { oversight } = work({}, audit);
    expect(auditVerdictShape.parse(await oversight.verifyAudit(call))).toEqual({ schema: 1, ...answer });
  });
});
