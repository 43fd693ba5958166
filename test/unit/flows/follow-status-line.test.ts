// What a status line was told becomes a sample of the account that its folder holds, and of nobody else.
import { expect, test } from 'vitest';
import { credentialsFile } from '../../../main/consumers/claude-code/credentials-file.ts';
import { statusLine } from '../../../main/consumers/claude-code/status-line.ts';
import type { LoginIdentity } from '../../../main/consumers/description.ts';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { consumerId, type AccountId } from '../../../main/domain/ids.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import type { Sample } from '../../../main/domain/quota-window.ts';
import { snapshotName } from '../../../main/domain/status-line-snapshot.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { createFollowStatusLine } from '../../../main/flows/follow-status-line.ts';
import { delegatedAccount } from '../../../main/flows/sign-in-by-program.ts';
import { claudeId, noonMs, openaiEntry } from '../../fakes/accounts.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { MemoryFiles } from '../../fakes/shared-files.ts';
import { saidToStatusLine, snapshotText, type SaidToStatusLine } from '../../fakes/status-line.ts';
import { FakeTime, settle } from '../../fakes/time.ts';
import { MemoryVault } from '../../fakes/vault.ts';

const claudeCode = consumerId('claude-code');
const feed = '/run/user/1000/gatehouse/status-line';
const usual = '/home/ada/.claude';
const apart = '/data/logins/claude-code/1';

const jun: LoginIdentity = {
  provider: claudeId,
  subject: 'cli/jun@example.test/org-1',
  label: 'jun@example.test',
};
const ivo: LoginIdentity = {
  provider: claudeId,
  subject: 'cli/ivo@example.test/org-2',
  label: 'ivo@example.test',
};

function entryAt(identity: LoginIdentity, folder: string): SignedInAccount {
  const place = folder === usual ? 'usual' : 'private';
  const signedIn = { origin: 'owner-sign-in', owner: claudeCode, folder, place, obtainedAt: noonMs } as const;
  return delegatedAccount(identity, signedIn);
}

/** Jun in the usual folder, Ivo in one of ours, and whoever else is given. */
function desk(
  entries: readonly SignedInAccount[] = [entryAt(jun, usual), entryAt(ivo, apart)],
  /** How far the provider's clock is ahead of ours. */
  providerAheadMs = 0,
) {
  const files = new MemoryFiles();
  const time = new FakeTime(noonMs);
  const log = new RecordingLog();
  const book = createAccountBook(new MemoryVault());
  for (const entry of entries) book.opened(entry);
  const logins = new Map<string, LoginIdentity | Failure>([
    [usual, jun],
    [apart, ivo],
  ]);
  const holders = new Map<string, AccountId>();
  const samples: Sample[] = [];
  const heard: string[] = [];
  const asked: JsonObject[] = [];
  const follow = createFollowStatusLine({
    consumers: [
      { id: claudeCode, files: [credentialsFile], statusLine },
      { id: consumerId('codex'), files: [] },
    ],
    places: { home: '/home/ada', data: '/data', environment: {} },
    feed,
    book,
    holders: () => holders,
    owners: {
      read: async (_owner, { folder }) => {
        const found = logins.get(folder);
        if (found instanceof Failure) throw found;
        return found;
      },
    },
    find: () => ({
      quotaIn: {
        'status-line': async (answer, nowMs) => {
          asked.push(answer);
          const window = {
            id: 'five-hour',
            label: '5-hour',
            usedPercent: 1,
            lengthMs: null,
            resetsAt: nowMs,
          };
          return { windows: [window], source: 'Claude Code' };
        },
      },
    }),
    clockOf: () => ({ nowMs: () => time.nowMs() + providerAheadMs }),
    credentialOf: (account) => `login of ${account}`,
    files,
    watch: (path, changed) => files.watch(path, changed),
    clock: time,
    timer: time,
    log,
    told: (sample) => samples.push(sample),
    heard: (consumer, folder, at) =>
      heard.push(`${consumer} at ${folder}, ${String((at - noonMs) / 1000)} s`),
  });
  const say = async (folder: string, said: SaidToStatusLine, afterMs = 3000): Promise<void> => {
    await time.advance(afterMs);
    files.place(`${feed}/${snapshotName(folder)}`, snapshotText(folder, saidToStatusLine(said)));
    await settle();
  };
  const look = async (): Promise<void> => {
    follow.look();
    await settle();
  };
  return { follow, look, say, files, time, log, book, logins, holders, samples, heard, asked };
}

const whose = (samples: readonly Sample[]) => samples.map(({ account }) => account);

test('an answer in a session becomes a sample of the folder’s account, with nothing but the limits handed on', async () => {
  const { look, say, samples, heard, asked, log } = desk();
  await look();
  await say(usual, { lasted: 300 });
  await say(usual, { lasted: 3300, answers: 43, usedPercent: 23 });
  expect({ samples, heard, asked, lines: log.lines }).toEqual({
    samples: [
      {
        account: 'claude:cli/jun@example.test/org-1',
        at: noonMs + 6000,
        kind: 'status-line',
        source: 'Claude Code',
        credential: 'login of claude:cli/jun@example.test/org-1',
        windows: [expect.objectContaining({ id: 'five-hour' })],
      },
    ],
    heard: ['claude-code at /home/ada/.claude, 3 s', 'claude-code at /home/ada/.claude, 6 s'],
    asked: [
      {
        rate_limits: {
          five_hour: { used_percentage: 23, resets_at: 1_795_579_472 },
          seven_day: { used_percentage: 48, resets_at: 1_795_915_232 },
        },
      },
    ],
    lines: [],
  });
});

test('resets are told by this computer’s clock, where the provider’s is known', async () => {
  const aheadMs = 3_600_000;
  const { look, say, samples } = desk(undefined, aheadMs);
  await look();
  await say(usual, { lasted: 300 });
  await say(usual, { lasted: 3300, answers: 43, usedPercent: 23 });
  expect(samples).toMatchObject([{ windows: [{ resetsAt: noonMs + 6000 - aheadMs }] }]);
});

test('two folders are told apart, each with its own account', async () => {
  const { look, say, samples } = desk();
  await look();
  for (const folder of [usual, apart]) {
    await say(folder, { session: folder, lasted: 300 });
    await say(folder, { session: folder, lasted: 3300, answers: 43, usedPercent: 23 });
  }
  expect(whose(samples)).toEqual(['claude:cli/jun@example.test/org-1', 'claude:cli/ivo@example.test/org-2']);
});

test('a snapshot that names another folder than its file says is nobody’s', async () => {
  const { look, files, time, samples, heard } = desk();
  await look();
  await time.advance(3000);
  files.place(`${feed}/${snapshotName(usual)}`, snapshotText(apart, saidToStatusLine({ lasted: 300 })));
  await settle();
  expect([samples, heard]).toEqual([[], []]);
});

test('a session that goes on under another login gives figures to nobody', async () => {
  const { look, say, logins, samples } = desk();
  await look();
  await say(usual, { lasted: 300 });
  logins.set(usual, ivo);
  await say(usual, { lasted: 3300, answers: 43, usedPercent: 91 });
  logins.set(usual, jun);
  await say(usual, { lasted: 6300, answers: 99, usedPercent: 23 });
  expect(samples).toEqual([]);
});

test('what lies there at a start is no news, but the next answer is', async () => {
  const { look, say, files, samples, heard } = desk();
  const old = saidToStatusLine({ lasted: 0, answers: 43, usedPercent: 23 });
  files.place(`${feed}/${snapshotName(usual)}`, snapshotText(usual, old));
  await look();
  const atStart = [samples.length, heard.length];
  await say(usual, { lasted: 3000, answers: 60, usedPercent: 24 });
  expect([atStart, whose(samples)]).toEqual([[0, 0], ['claude:cli/jun@example.test/org-1']]);
});

test('what changes again within two seconds is read once, with what it says last', async () => {
  const { look, say, time, asked, heard } = desk();
  await look();
  await say(usual, { lasted: 300 });
  await say(usual, { lasted: 500, answers: 43, usedPercent: 23 }, 100);
  await say(usual, { lasted: 700, answers: 60, usedPercent: 24 }, 100);
  const before = asked.length;
  await time.advance(5000);
  const { rate_limits: limits } = saidToStatusLine({ usedPercent: 24 });
  expect([before, asked, heard.length]).toEqual([0, [{ rate_limits: limits }], 2]);
});

test('keys of ours in Claude Code’s file make its folder that of their account', async () => {
  const entry = openaiEntry({ provider: claudeId });
  const { look, say, holders, samples } = desk([entry]);
  await look();
  await say(usual, { lasted: 300 });
  holders.set(credentialsFile.id, entry.account.id);
  await look();
  await say(usual, { session: 'two', lasted: 300 });
  await say(usual, { session: 'two', lasted: 3300, answers: 43, usedPercent: 23 });
  expect(whose(samples)).toEqual([entry.account.id]);
});

test('where nobody can say whose login it is nothing counts, and that is no news for the log', async () => {
  const { look, say, logins, samples, log } = desk();
  logins.set(usual, new Failure('sign-in/program-missing'));
  await look();
  await say(usual, { lasted: 300 });
  await say(usual, { lasted: 3300, answers: 43, usedPercent: 23 });
  expect([samples, log.lines]).toEqual([[], []]);
});

test('a snapshot that cannot be read is said in the log, without what stands in it', async () => {
  const { look, say, files, samples, log } = desk();
  files.unreadable.set(
    `${feed}/${snapshotName(usual)}`,
    new Failure('storage/unreadable', { subject: 'it' }),
  );
  await look();
  await say(usual, { lasted: 300 });
  expect([samples, log.warnings]).toEqual([[], ['status line not read', 'status line not read']]);
});

test('accounts that go are followed no longer, and nothing is watched after the end', async () => {
  const { follow, look, files, book } = desk();
  await look();
  const before = files.watched;
  await book.forget(entryAt(ivo, apart).account.id);
  await look();
  const after = files.watched;
  follow.stop();
  const watched = (folder: string): string => `${feed}/${snapshotName(folder)}`;
  expect([before, after, files.watched]).toEqual([[watched(usual), watched(apart)], [watched(usual)], []]);
});

test('a look in between loses no answer and counts none twice', async () => {
  const { look, say, samples } = desk();
  await look();
  await say(usual, { lasted: 300 });
  await look();
  await say(usual, { lasted: 3300, answers: 43, usedPercent: 23 });
  await look();
  await look();
  await settle();
  expect(samples.length).toBe(1);
});
