// Doctor changes what it has shown and nothing that came to its place; what another program has written comes back on demand.
import { describe, expect, test } from 'vitest';
import type { OAuthAccount } from '../../../main/domain/account.ts';
import { accountId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { noonMs, openaiEntry } from '../../fakes/accounts.ts';
import type { DoctorAtWork } from '../../fakes/doctor.ts';
import { failureOf } from '../../fakes/failures.ts';
import { chatgpt, codexPath } from '../../fakes/flows.ts';
import { bashrc, codePath, codexFile, key, tokens, work } from '../../fakes/healthy-programs.ts';
import { openaiIdToken } from '../../fakes/tokens.ts';

const { credential } = chatgpt;
const lineId = (line: number, variable = 'OPENAI_API_KEY'): string =>
  `key-in-rc-file/${bashrc}:${String(line)}:${variable}`;

/** Somebody else signs in to Codex, and we see it. */
async function signedInAnew(at: DoctorAtWork, entry: OAuthAccount): Promise<void> {
  const { idToken, refreshToken: token } = entry.credential;
  at.disk.place(codexPath, {
    ...codexFile,
    tokens: { ...tokens, id_token: idToken?.reveal() ?? '', refresh_token: token.reveal() },
  });
  await at.shared.look('codex-auth');
}

const nine = openaiEntry(
  { id: accountId('openai:user-9.acc-9'), label: 'nine@example.test' },
  { idToken: openaiIdToken('user-9', 'acc-9'), refreshToken: new Secret('canary_nine') },
);
const foreignId = (at = noonMs): string => `codex/foreign-writer/${codexPath}:${String(at)}`;

test('what another program has written is replaced by the account in use, and comes back on demand', async () => {
  const at = work();
  await at.shared.start();
  await signedInAnew(at, nine);
  const theirs = at.disk.texts.get(codexPath);
  const before = await at.doctor.look();
  const { findings, repaired } = await at.doctor.fix(foreignId());
  const replaced = at.disk.json(codexPath)?.['tokens'];
  const back = await at.doctor.undo(repaired[0]?.id ?? '');
  expect([
    before.findings.map((each) => [each.id, each.what, each.fix]),
    findings,
    replaced,
    back.findings.map(({ id }) => id),
    at.disk.texts.get(codexPath),
  ]).toEqual([
    [
      [
        foreignId(),
        expect.stringContaining('ada@example.test does not stand there any more'),
        { label: 'Write it anew', changesFile: true },
      ],
    ],
    [],
    expect.objectContaining(tokens),
    [foreignId()],
    theirs,
  ]);
});

test('a replaced sign-in of another account here does not come back once it was renewed', async () => {
  const at = work({ entries: [chatgpt, nine] });
  await at.shared.start();
  await signedInAnew(at, nine);
  const { repaired } = await at.doctor.fix(foreignId());
  await at.book.keep({ ...nine, credential: { ...nine.credential, refreshToken: new Secret('canary_ten') } });
  const failed = await failureOf(at.doctor.undo(repaired[0]?.id ?? ''));
  expect([repaired.length, failed, at.disk.json(codexPath)?.['tokens']]).toEqual([
    1,
    { code: 'credential/spent', subject: codexPath },
    expect.objectContaining(tokens),
  ]);
});

test('an older sign-in of an account here is spent, so it never comes back', async () => {
  const at = work();
  await at.shared.start();
  await signedInAnew(at, {
    ...chatgpt,
    credential: { ...credential, refreshToken: new Secret('canary_older') },
  });
  const { findings, repaired } = await at.doctor.fix(foreignId());
  expect([findings, repaired]).toEqual([[], []]);
});

test('what another program has added beside the sign-in can be said to be meant, and nothing is written', async () => {
  const at = work();
  await at.shared.start();
  await at.shared.chosen('codex-auth');
  const add = async (added: number): Promise<void> => {
    at.disk.place(codexPath, { ...at.disk.json(codexPath), added });
    await at.shared.look('codex-auth');
  };
  await add(1);
  const { findings } = await at.doctor.look();
  at.disk.touched.length = 0;
  const meant = await at.doctor.fix(foreignId());
  await at.time.advance(1);
  await add(2);
  expect([
    findings.map(({ id, fix }) => [id, fix]),
    [meant.findings, meant.repaired, at.disk.touched],
    await at.found(),
  ]).toEqual([
    [[foreignId(), { label: 'It is meant to be so', changesFile: false }]],
    [[], [], []],
    [foreignId(noonMs + 1)],
  ]);
});

/** Others are quick: this happens after the look and before the change. */
function meanwhile({ shared }: DoctorAtWork, happen: () => void): void {
  const alone = shared.alone.bind(shared);
  Object.assign(shared, {
    alone: (doing: () => Promise<void>) => {
      happen();
      return alone(doing);
    },
  });
}

describe('what was not shown is not changed', () => {
  const shown = `export OPENAI_API_KEY=${key}\n`;
  const moved = `export ANTHROPIC_API_KEY=${key}\n${shown}`;

  test.each([
    [
      'before the yes',
      ({ disk }: DoctorAtWork) => {
        disk.place(bashrc, moved);
      },
    ],
    [
      'after it',
      (at: DoctorAtWork) => {
        meanwhile(at, () => {
          at.disk.place(bashrc, moved);
        });
      },
    ],
  ])('a line that has come to the place of another, %s', async (_name, happen) => {
    const at = work({ present: { [bashrc]: shown } });
    await at.doctor.preview(lineId(1));
    happen(at);
    const failed = await failureOf(at.doctor.fix(lineId(1)));
    expect([failed, at.disk.texts.get(bashrc), at.records()]).toEqual([
      { code: 'doctor/no-such-finding', subject: lineId(1) },
      moved,
      [],
    ]);
  });

  test('a login of Every Code’s own that has come to the place of the copy', async () => {
    const at = work({ present: { [codePath]: codexFile } });
    at.folders.add('/home/ada/.code');
    const own = { ...codexFile, tokens: { ...tokens, refresh_token: 'canary_own' } };
    meanwhile(at, () => {
      at.disk.place(codePath, own);
    });
    const id = `code/forked-chain/${codePath}`;
    const failed = await failureOf(at.doctor.fix(id));
    expect([failed, at.disk.json(codePath), at.records()]).toEqual([
      { code: 'doctor/no-such-finding', subject: id },
      own,
      [],
    ]);
  });

  test('a link to the file of Codex that has come to the place of the copy', async () => {
    const at = work({ present: { [codePath]: codexFile } });
    at.folders.add('/home/ada/.code');
    meanwhile(at, () => {
      at.links.set('/home/ada/.code', '/home/ada/.codex');
    });
    const failed = await failureOf(at.doctor.fix(`code/forked-chain/${codePath}`));
    expect([failed, at.disk.touched, at.records()]).toEqual([
      { code: 'storage/refused-path', subject: codePath, detail: `it is ${codexPath}` },
      [],
      [],
    ]);
  });

  test('what somebody else has written since', async () => {
    const at = work();
    await at.shared.start();
    await signedInAnew(at, nine);
    await at.time.advance(1);
    at.disk.place(codexPath, { auth_mode: 'apikey', OPENAI_API_KEY: key });
    await at.shared.look('codex-auth');
    const failed = await failureOf(at.doctor.fix(foreignId()));
    expect([failed.code, at.disk.json(codexPath)]).toEqual([
      'doctor/no-such-finding',
      { auth_mode: 'apikey', OPENAI_API_KEY: key },
    ]);
  });
});
