// `gatehouse flags` against a running local service.
import { expect, test } from 'vitest';
import { Failure } from '../../main/domain/failure.ts';
import { exampleFlag } from '../fakes/broker-flags.ts';
import { runChild } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { runningService } from '../fakes/running-service.ts';

async function gatehouse(folder: string, ...words: readonly string[]) {
  const {
    code,
    out,
    words: said,
  } = await runChild('cli', {
    arguments: words,
    environment: { TEST_FOLDER: folder },
  });
  return [code, out.startsWith('{') ? parsed(out) : out, said.replace(/^.*…\n/gm, '')];
}

const question = 'Gatehouse asks you in a dialog before a flag is changed. Ctrl-C cancels.\n';

test('list every flag with what counts and why, and what is kept and does not count', async () => {
  const { actions, folder } = await runningService();
  const chosen: typeof exampleFlag = { ...exampleFlag, id: 'early-view', variant: 'off', why: 'chosen' };
  const flags = [exampleFlag, { ...chosen, owner: 'window', about: 'The window.' }];
  actions.flagAnswers.flags = {
    schema: 1,
    flags,
    inert: [
      { flag: null, variant: null },
      { flag: 'gone', variant: 'blue' },
    ],
  };
  expect([await gatehouse(folder, 'flags'), await gatehouse(folder, 'flags', 'list', '--json')]).toEqual([
    [
      0,
      [
        'flag            counts  why            default  owner      until',
        'company-logins  on      default        on       consumers  2027-08-31',
        'early-view      off     chosen by you  on       window     2027-08-31',
        '',
        'company-logins: Logins of OpenCode at a company’s server.',
        'early-view: The window.',
        '! The file with your choices cannot be opened as ours, so the careful variants count (gatehouse doctor).',
        '! Kept, and not known to this version, so it does not count: gone blue\n',
      ].join('\n'),
      '',
    ],
    [0, { ok: true, ...actions.flagAnswers.flags }, ''],
  ]);
});

test('are set and taken back once the person has said yes in the app, and a no is a refusal', async () => {
  const { actions, folder } = await runningService();
  const off: typeof exampleFlag = { ...exampleFlag, variant: 'off', why: 'chosen' };
  actions.flagAnswers.asking = async () => ({ schema: 1, flags: [off], inert: [] });
  const set = await gatehouse(folder, 'flags', 'set', 'company-logins', 'off');
  actions.flagAnswers.asking = async () => actions.flagAnswers.flags;
  const reset = await gatehouse(folder, 'flags', 'reset', 'company-logins');
  const asJson = await gatehouse(folder, 'flags', 'reset', 'company-logins', '--json');
  actions.flagAnswers.asking = () =>
    Promise.reject(new Failure('flag/refused', { subject: 'company-logins' }));
  const refused = await gatehouse(folder, 'flags', 'set', 'company-logins', 'off');
  expect([set, reset, asJson, refused, actions.asked]).toEqual([
    [0, 'company-logins: off (chosen by you)\n', question],
    [0, 'company-logins: on (default)\n', question],
    [0, { ok: true, ...actions.flagAnswers.flags }, question],
    [6, '', expect.stringContaining('The feature flag company-logins was left as it is.')],
    ['set company-logins off', 'reset company-logins', 'reset company-logins', 'set company-logins off'],
  ]);
});
