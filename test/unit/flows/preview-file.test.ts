// What would be written to a shared file, with every secret replaced, and the reason when nothing would be.
import { expect, test } from 'vitest';
import { previewFile } from '../../../main/flows/preview-file.ts';
import { claudeEntry } from '../../fakes/accounts.ts';
import { claudeAuthPath, codexConfigPath, codexPath, filesAtWork } from '../../fakes/flows.ts';

const redacted = (text: string): string => text.replaceAll(/"(?:canary|eyJ)[^"]*"/g, '"[secret]"');

test('what stands there and what would stand there are shown, without a secret', async () => {
  const present = { auth_mode: 'apikey', OPENAI_API_KEY: 'canary_foreign', other: 1 };
  const { shared } = filesAtWork({ present: { [codexPath]: present } });
  const { before, after, reason, path } = await previewFile('codex-auth', shared, redacted);
  expect([path, JSON.parse(before ?? ''), JSON.parse(after ?? ''), reason]).toMatchObject([
    codexPath,
    { OPENAI_API_KEY: '[secret]', other: 1 },
    { auth_mode: 'chatgpt', tokens: { refresh_token: '[secret]', access_token: '[secret]' }, other: 1 },
    null,
  ]);
});

test('nothing is written for nobody, and that is said', async () => {
  const { shared } = filesAtWork({ entries: [] });
  expect(await previewFile('codex-auth', shared, redacted)).toEqual({
    path: codexPath,
    before: null,
    after: null,
    reason: 'No account in use may go there, so nothing would be written.',
  });
});

test('a file that its program does not read is left, and the preview says so', async () => {
  const { shared } = filesAtWork({
    present: { [codexConfigPath]: 'cli_auth_credentials_store = "keyring"' },
  });
  expect(await previewFile('codex-auth', shared, redacted)).toMatchObject({
    after: null,
    reason: 'Codex keeps a sign-in of its own elsewhere, so Gatehouse does not write its file.',
  });
});

test('looking changes nothing', async () => {
  const { shared, disk } = filesAtWork({ entries: [claudeEntry()] });
  await previewFile('code-claude-auth', shared, redacted);
  expect([disk.touched, disk.texts.has(claudeAuthPath)]).toEqual([[], false]);
});
