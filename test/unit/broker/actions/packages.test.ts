// What the local service says of the files that describe providers, and that it waits for the person's yes.
import { expect, test } from 'vitest';
import { packageActions } from '../../../../main/broker/actions/packages.ts';
import { Failure } from '../../../../main/domain/failure.ts';
import type { KnownPackage } from '../../../../main/domain/known-package.ts';
import { makeView } from '../../../../main/state/view.ts';
import { initialState } from '../../../../main/state/state.ts';
import { failureOf } from '../../../fakes/failures.ts';
import { acmePackage } from '../../../fakes/provider-packages.ts';

function actionsFor(known: readonly KnownPackage[], refusal?: Failure) {
  const asked: string[] = [];
  const view = () => makeView(initialState, { providers: [], files: [], owners: [], version: '1', now: 7 });
  const actions = packageActions(
    {
      packages: {
        list: async () => known,
        async approve(name) {
          asked.push(name);
          if (refusal !== undefined) throw refusal;
        },
        async forget(name, by) {
          asked.push(`${by} forgets ${name}`);
        },
      },
    },
    { view, loadedView: async () => view() },
  );
  return { actions, asked };
}

const { signal } = new AbortController();

test('each is listed with its hosts, every problem, and what to do', async () => {
  const problem = { line: 7, column: 12, field: 'check.url', code: 'https', about: '' } as const;
  const { actions } = actionsFor([acmePackage('ready'), acmePackage('broken', [problem])]);
  const named = { file: 'acme.json', provider: 'acme', label: 'Acme AI', hosts: ['api.acme.example'] };
  expect(await actions.list()).toEqual({
    schema: 1,
    packages: [
      { ...named, state: 'ready', problems: [], problem: null },
      {
        ...named,
        state: 'broken',
        problems: [{ line: 7, column: 12, field: 'check.url', message: 'must begin with https://' }],
        problem: {
          code: 'package/broken',
          what: 'providers/acme.json describes no provider that can be used. (7:12 check.url: must begin with https://)',
          next: 'Correct the file; gatehouse packages check names every place in it.',
        },
      },
    ],
  });
});

test('an approval is asked for, and a no is handed on', async () => {
  const good = actionsFor([acmePackage('ready')]);
  const bad = actionsFor([], new Failure('package/refused', { subject: 'providers/acme.json' }));
  expect([
    (await good.actions.approve('acme', signal)).packages.map(({ state }) => state),
    good.asked,
    (await failureOf(() => bad.actions.approve('acme', signal))).code,
  ]).toEqual([['ready'], ['acme'], 'package/refused']);
});

test('a yes is taken back for whoever asks, and the list is as it is then', async () => {
  const { actions, asked } = actionsFor([acmePackage('unapproved')]);
  const { packages } = await actions.forget('acme', 'cli');
  expect([packages.map(({ state }) => state), asked]).toEqual([['unapproved'], ['cli forgets acme']]);
});
