// `gatehouse opencode` in processes of its own, against the real service.
import { expect, test } from 'vitest';
import { Failure } from '../../main/domain/failure.ts';
import { exampleCompany as url } from '../fakes/broker-company-logins.ts';
import { runChild, startChild } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { runningService } from '../fakes/running-service.ts';

async function gatehouse(folder: string, line: string): Promise<readonly [number | null, unknown, string]> {
  const environment = { TEST_FOLDER: folder };
  const { code, out, words } = await runChild('cli', { arguments: line.split(' '), environment });
  return [code, out.startsWith('{') ? parsed(out) : out, words.replaceAll(/^.*…\n/gm, '')];
}

const question =
  'Gatehouse shows you the command of this server in a dialog before it runs, unless you have allowed it before. Ctrl-C cancels.\n';

test('company logins are listed, and that there is none is said', async () => {
  const { actions, folder } = await runningService();
  const { logins } = actions.companyAnswers;
  const listed = [await gatehouse(folder, 'opencode'), await gatehouse(folder, 'opencode list --json')];
  actions.companyAnswers.logins = { schema: 1, logins: [] };
  expect([...listed, await gatehouse(folder, 'opencode')]).toEqual([
    [0, `${url}: its key is in COMPANY_TOKEN\n`, ''],
    [0, { ok: true, ...logins }, ''],
    [0, 'OpenCode has no login of a company.\n', ''],
  ]);
});

test('a login waits for the yes in the app, and a logout says whether there was one', async () => {
  const { actions, folder } = await runningService();
  const done = [
    await gatehouse(folder, `opencode login ${url}/`),
    await gatehouse(folder, `opencode logout ${url}`),
  ];
  actions.companyAnswers.wasThere = false;
  done.push(
    await gatehouse(folder, `opencode logout ${url} --json`),
    await gatehouse(folder, `opencode logout ${url}`),
  );
  const refusal = new Failure('company-login/refused', { subject: 'company.example.test' });
  actions.companyAnswers.loggingIn = () => Promise.reject(refusal);
  done.push(await gatehouse(folder, `opencode login ${url}`));
  expect([...done, actions.asked]).toEqual([
    [0, `OpenCode is logged in at ${url}. It asks that server for settings at every start.\n`, question],
    [0, `OpenCode no longer has a login at ${url}\n`, ''],
    [0, { ok: true, ...actions.companyAnswers.logins, wasThere: false }, ''],
    [0, `OpenCode had no login at ${url}\n`, ''],
    [
      6,
      '',
      `${question}gatehouse: The command of company.example.test was not allowed, so nothing was run and nothing was written.\n` +
        '  Start the login again and say yes to the question that Gatehouse asks.\n',
    ],
    [
      `log OpenCode in at ${url}/`,
      ...[1, 2, 3].map(() => `log OpenCode out at ${url}`),
      `log OpenCode in at ${url}`,
    ],
  ]);
});

test('Ctrl-C takes a question back that nobody answers', async () => {
  const { actions, folder } = await runningService();
  const { promise: gone, resolve } = Promise.withResolvers<undefined>();
  actions.companyAnswers.loggingIn = (asked) =>
    new Promise((_resolve, reject) => {
      asked.addEventListener('abort', () => {
        resolve(undefined);
        reject(new Failure('company-login/refused'));
      });
    });
  const child = startChild('cli', {
    arguments: ['opencode', 'login', url],
    environment: { TEST_FOLDER: folder },
  });
  await child.printed('Gatehouse shows you');
  await expect.poll(() => actions.asked).toEqual([`log OpenCode in at ${url}`]);
  child.process.kill('SIGINT');
  await gone;
  expect((await child.ended).code).toBe(6);
});
