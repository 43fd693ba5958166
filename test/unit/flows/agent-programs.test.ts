// By which program a run's secret is judged: what our own command line says, and of anybody else what the system says.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { canBeRuled } from '../../../main/domain/judged-program.ts';
import { agentSecretsAtWork, claudeKey, delegated, strangerPid } from '../../fakes/agent-secrets.ts';
import { callerOf } from '../../fakes/callers.ts';
import { failureOf } from '../../fakes/failures.ts';

const programsOf = ({ orders }: Pick<ReturnType<typeof agentSecretsAtWork>, 'orders'>) =>
  orders.map(({ program }) => program?.path);

describe('the program that a run is judged by', () => {
  test('is the one that our own command line says it will become', async () => {
    const at = agentSecretsAtWork();
    await at.environment(claudeKey);
    expect(programsOf(at)).toEqual(['/usr/bin/claude']);
  });

  test('is what the system says of anybody else, whatever they say', async () => {
    const at = agentSecretsAtWork();
    await at.environment(claudeKey, {}, {}, { caller: callerOf({ pid: strangerPid }) });
    expect(programsOf(at)).toEqual(['/usr/bin/judged']);
  });

  test.each(['/usr/bin/bash', '/usr/bin/env', '/usr/bin/python3.12', '/usr/bin/node'])(
    'is nobody where it would be %s, which runs anything, so that it is asked each time',
    async (program) => {
      const at = agentSecretsAtWork();
      await at.environment(claudeKey, {}, { program });
      expect([programsOf(at), canBeRuled(program)]).toEqual([[undefined], false]);
    },
  );
});

test('while it is locked, not even the place of a login is told', async () => {
  const at = agentSecretsAtWork();
  at.store.dispatch({ type: 'lock.changed', locked: true });
  expect(await failureOf(at.environment(delegated))).toEqual(new Failure('broker/locked').toValue());
});

test('what was allowed to a run that has ended meanwhile is not remembered', async () => {
  const at = agentSecretsAtWork();
  at.isRunning = false;
  await at.environment(claudeKey);
  await at.environment(claudeKey);
  expect(at.orders.map(({ isAllowed }) => isAllowed === true)).toEqual([false, false]);
});
