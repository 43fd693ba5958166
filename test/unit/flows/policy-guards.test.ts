// The guards of a switch that the policy has decided: whom it proves, and whom it gives way to.
import { describe, expect, test } from 'vitest';
import { accountId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { openaiEntry } from '../../fakes/accounts.ts';
import type { SwitchingAtWork } from '../../fakes/switching.ts';
import { openaiIdToken } from '../../fakes/tokens.ts';
import { ada, fine, grace, key, minute, refreshTokenIn, two, usedUp } from '../../fakes/two-accounts.ts';

const bob = openaiEntry(
  { id: accountId('openai:user-3.acc-3'), label: 'bob@example.test', workspaceId: 'acc-3' },
  { idToken: openaiIdToken('user-3', 'acc-3'), refreshToken: new Secret('canary_refresh_bob') },
);

describe('the policy', () => {
  async function atWork(): Promise<SwitchingAtWork> {
    const work = await two({ entries: [ada, grace, bob, key], settings: { strategy: 'prefer-openai' } });
    for (const entry of [ada, grace, bob]) {
      work.answers.set(entry.account.id, fine);
      work.read(entry, fine);
    }
    work.switching.start();
    await work.time.advance(15 * minute);
    work.asked.length = 0;
    return work;
  }
  const failures = ({ events }: SwitchingAtWork) =>
    events.flatMap((event) =>
      event.type === 'switch.ended' && event.failure !== undefined ? [event.failure] : [],
    );

  test('switches to nobody whom it has not proved', async () => {
    const work = await atWork();
    work.answers.set(grace.account.id, usedUp);
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    expect([work.asked, refreshTokenIn(work)]).toEqual([
      [grace.account.id, bob.account.id],
      bob.credential.refreshToken.reveal(),
    ]);
  });

  test('gives up without a word where a person comes while it waits', async () => {
    const work = await atWork();
    let end = (): void => undefined;
    void work.book.inTurn(ada.account.id, () => new Promise<void>((resolve) => (end = resolve)));
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    const switched = work.switching.switchTo({ account: bob.account.id });
    end();
    await switched;
    expect([failures(work), refreshTokenIn(work), work.store.state().switching.undo?.title]).toEqual([
      [],
      bob.credential.refreshToken.reveal(),
      'OpenAI: bob@example.test',
    ]);
  });

  test('gives up without a word where it has come to think otherwise before its turn', async () => {
    const work = await atWork();
    const load = work.journal.load.bind(work.journal);
    work.journal.load = async () => {
      work.read(ada, fine);
      return load();
    };
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    expect([failures(work), work.asked, refreshTokenIn(work)]).toEqual([
      [],
      [],
      ada.credential.refreshToken.reveal(),
    ]);
  });
});
