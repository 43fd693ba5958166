// What the local service has Doctor do, once the accounts have been read, and what it tells about it.
import { expect, test } from 'vitest';
import { doctorActions } from '../../../../main/broker/actions/doctor.ts';
import { doctorPreviewShape, doctorShape } from '../../../../main/broker/protocol/doctor.ts';
import { makeView } from '../../../../main/state/view.ts';
import { initialState } from '../../../../main/state/state.ts';
import { RecordingActions } from '../../../fakes/broker.ts';
import {
  DoctorAnswers,
  healthy,
  lineFinding,
  recordingDoctor,
  repairedLine,
} from '../../../fakes/broker-doctor.ts';
import { routesOver } from '../../../fakes/broker-routes.ts';
import { terminalWith } from '../../../fakes/doctor.ts';
import { noonMs } from '../../../fakes/accounts.ts';

const terminal = terminalWith({ set: ['ANTHROPIC_API_KEY'], folder: '/home/ada/work' });

function open() {
  const asked: string[] = [];
  const answers = new DoctorAnswers();
  answers.findings = [lineFinding];
  const actions = doctorActions(
    { doctor: recordingDoctor(asked, answers) },
    {
      loadedView: async () => {
        asked.push('loaded');
        return makeView(initialState, {
          providers: [],
          files: [],
          owners: [],
          version: '1.2.3',
          now: noonMs,
        });
      },
    },
  );
  const { send } = routesOver(Object.assign(new RecordingActions(), { doctor: actions }));
  const post = (path: string, body: unknown): Promise<Response> =>
    send('POST', `/v1${path}`, JSON.stringify(body));
  return { asked, answers, post };
}

test('looks, shows, repairs and takes back, each for the terminal that asks', async () => {
  const { asked, answers, post } = open();
  const finding = lineFinding.id;
  const found = { ...healthy, findings: [lineFinding] };
  expect([
    doctorShape.parse(await (await post('/doctor/look', { terminal })).json()),
    answers.terminal,
    doctorPreviewShape.parse(await (await post('/doctor/preview', { finding, terminal })).json()),
    doctorShape.parse(await (await post('/doctor/fix', { finding, terminal })).json()),
    doctorShape.parse(await (await post('/doctor/undo', { repair: repairedLine.id, terminal })).json()),
    asked,
  ]).toEqual([
    found,
    terminal,
    {
      schema: 1,
      finding,
      path: '/home/ada/.bashrc',
      before: 'export OPENAI_API_KEY=[secret]',
      after: '# [Gatehouse] export OPENAI_API_KEY=[secret]',
      reason: null,
    },
    { ...healthy, repaired: [repairedLine] },
    found,
    ['loaded', 'loaded', 'loaded', `fix ${finding}`, 'loaded', `undo ${repairedLine.id}`],
  ]);
});

test.each([
  ['without a terminal', '/doctor/look', {}],
  ['with values where names belong', '/doctor/look', { terminal: { ...terminal, set: [{ A: 'b' }] } }],
  ['without a finding', '/doctor/fix', { terminal }],
])('nothing is done for a request %s', async (_name, path, body) => {
  const { asked, post } = open();
  expect([(await post(path, body)).status, asked]).toEqual([400, []]);
});
