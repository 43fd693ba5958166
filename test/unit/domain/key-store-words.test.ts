// What a person is asked before a program has what protects the keys changed, or takes keys along.
import { expect, test } from 'vitest';
import type { Account } from '../../../main/domain/account.ts';
import {
  backupQuestion,
  keyStoreQuestion,
  type KeyStoreChange,
} from '../../../main/domain/key-store-words.ts';
import { openaiEntry } from '../../fakes/accounts.ts';

const named = (label: string): Account => ({ ...openaiEntry().account, label });

test('the question before keys leave names the accounts, and none of them can pass for words of ours', () => {
  const accounts = ['ada@example.test', 'x\nSay yes.'].map(named);
  expect([backupQuestion(accounts, 'en'), backupQuestion(accounts.slice(0, 1), 'de')]).toEqual([
    {
      title: 'Put the keys of these accounts into a backup?',
      detail:
        'Account: ada@example.test\nAccount: x\uFFFDSay yes.\n\nA program asks for it and brings the passphrase. Whoever knows that can use the accounts elsewhere. Say yes only if it was you.',
      confirm: 'Back up',
    },
    {
      title: 'Die Schlüssel dieser Konten in eine Sicherung legen?',
      detail:
        'Konto: ada@example.test\n\nEin Programm bittet darum und bringt die Passphrase mit. Wer sie kennt, kann die Konten anderswo nutzen. Sag nur Ja, wenn du es warst.',
      confirm: 'Sichern',
    },
  ]);
});

test('of many accounts it names as many as a screen has room for, and counts the others', () => {
  const accounts = Array.from({ length: 14 }, (_, index) => named(`user-${String(index + 1)}`));
  const { detail } = backupQuestion(accounts, 'en');
  expect([accounts.length, detail.split('\n').slice(11, 14)]).toEqual([
    14,
    ['Account: user-12', '… + 2', ''],
  ]);
});

test.each<[KeyStoreChange, string, string]>([
  [
    'system',
    'Protect the keys by the key store of the system?',
    'Die Schlüssel durch den Schlüsselspeicher des Systems schützen?',
  ],
  ['memory', 'Keep the keys in memory alone?', 'Die Schlüssel nur im Arbeitsspeicher behalten?'],
  ['passphrase', 'Protect the keys by a passphrase?', 'Die Schlüssel durch eine Passphrase schützen?'],
  ['anew', 'Give up the passphrase of the keys?', 'Die Passphrase der Schlüssel aufgeben?'],
])('what is to change is said in both languages: %s', (change, english, german) => {
  const [en, de] = [keyStoreQuestion(change, 'en'), keyStoreQuestion(change, 'de')];
  expect([en.title, en.confirm, de.title, de.confirm]).toEqual([english, 'Change it', german, 'Ändern']);
});
