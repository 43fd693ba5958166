// Signing in with an entered key: asked about first, kept afterwards, and never without a key store.
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { signInWithKey } from '../../../main/flows/sign-in.ts';
import { claudeEntry } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { noHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { exampleProvider, keyMethod } from '../../fakes/provider.ts';
import { ToySecretBox, unusableStates } from '../../fakes/secret-box.ts';
import { FakeTime, settle } from '../../fakes/time.ts';
import { MemoryVault } from '../../fakes/vault.ts';

describe('an entered key', () => {
  const key = new Secret('canary_key');

  function accept(accepting: () => Promise<SignedInAccount>, secretBox = new ToySecretBox()) {
    const vault = new MemoryVault();
    const book = createAccountBook(vault);
    const steps: string[] = [];
    const method = keyMethod(accepting);
    const tools = { http: noHttp, clock: new FakeTime(), log: new RecordingLog() };
    const running = signInWithKey(
      exampleProvider([method]),
      method,
      key,
      { tools, secretBox, book },
      new AbortController().signal,
      (step) => {
        steps.push(step);
      },
    );
    return { running, vault, book, steps };
  }

  test('is checked, then saved', async () => {
    const { running, vault, steps } = accept(async () => claudeEntry());
    expect([await running, vault.saved, steps]).toEqual([
      claudeEntry(),
      [claudeEntry()],
      ['starting', 'exchanging', 'saving'],
    ]);
  });

  test('waits for what is being done with the account already: an older change must not win', async () => {
    const accepted = Promise.withResolvers<SignedInAccount>();
    const { running, vault, book } = accept(() => accepted.promise);
    const work = Promise.withResolvers<undefined>();
    const renewing = book.inTurn(claudeEntry().account.id, () => work.promise);
    accepted.resolve(claudeEntry());
    await settle();
    const early = [...vault.saved];
    work.resolve(undefined);
    await Promise.all([renewing, running]);
    expect([early, vault.saved]).toEqual([[], [claudeEntry()]]);
  });

  test('that the provider rejects is not saved', async () => {
    const { running, vault, steps } = accept(() =>
      Promise.reject(new Failure('credential/rejected', { subject: 'Example' })),
    );
    expect([await failureOf(running), vault.saved, steps]).toEqual([
      { code: 'credential/rejected', subject: 'Example' },
      [],
      ['starting', 'exchanging'],
    ]);
  });

  test('is not sent anywhere while the key store cannot keep it', async () => {
    const secretBox = new ToySecretBox();
    secretBox.unusable = unusableStates[0];
    const { running, steps } = accept(() => Promise.reject(new Error('must not be asked')), secretBox);
    expect([(await failureOf(running)).code, steps]).toEqual(['storage/key-store-missing', ['starting']]);
  });
});
