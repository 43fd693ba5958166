// What the key stores of the desktops say on a session bus of the test's own, also when they say nothing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Message, sessionBus, Variant } from '@jellybrick/dbus-next';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { askSecretService, askWallet } from '../../main/adapters/node/session-bus.ts';

const addressName = 'DBUS_SESSION_BUS_ADDRESS';
const before = process.env[addressName];
const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
  stdio: ['ignore', 'pipe', 'ignore'],
});

beforeAll(async () => {
  const [line] = z.tuple([z.instanceof(Buffer)]).parse(await once(daemon.stdout, 'data'));
  process.env[addressName] = line.toString().trim();
});
afterAll(async () => {
  daemon.kill();
  await once(daemon, 'exit');
  if (before === undefined) Reflect.deleteProperty(process.env, addressName);
  else process.env[addressName] = before;
});

type Answers = Readonly<Record<string, { readonly signature: string; readonly body: unknown }>>;

/** Owns a name and answers these methods; every other call is left without an answer. */
async function service(name: string, answers: Answers): Promise<void> {
  const bus = sessionBus();
  onTestFinished(() => {
    bus.disconnect();
  });
  bus.addMethodHandler((message) => {
    const answer = answers[`${message.path} ${message.member}`];
    if (answer !== undefined) bus.send(Message.newMethodReturn(message, answer.signature, [answer.body]));
    return true;
  });
  await bus.requestName(name, 0);
}

const usable = { kind: 'usable' };
const unusable = (code: string, detail: string): unknown => ({ kind: 'unusable', code, detail });

describe.each(['kwallet', 'kwallet5', 'kwallet6'] as const)('%s', (backend) => {
  const daemonName = backend.replace('kwallet', 'kwalletd');
  const question = `/modules/${daemonName} isEnabled`;

  test('is usable when it is switched on', async () => {
    await service(`org.kde.${daemonName}`, { [question]: { signature: 'b', body: true } });
    expect(await askWallet(backend)).toEqual(usable);
  });

  test('that is switched off counts as none', async () => {
    await service(`org.kde.${daemonName}`, { [question]: { signature: 'b', body: false } });
    expect(await askWallet(backend)).toEqual(
      unusable('storage/key-store-missing', 'KWallet is switched off'),
    );
  });

  test('that is not there is missing', async () => {
    expect(await askWallet(backend)).toEqual(
      unusable('storage/key-store-missing', 'no KWallet on the session bus'),
    );
  });
});

test('a KWallet that hangs is not waited for', async () => {
  await service('org.kde.kwalletd6', {});
  expect(await askWallet('kwallet6')).toEqual(
    unusable('storage/key-store-silent', 'KWallet gives no answer'),
  );
});

describe('the Secret Service', () => {
  const root = '/org/freedesktop/secrets';
  const collection = `${root}/collection/login`;
  const found = { [`${root} ReadAlias`]: { signature: 'o', body: collection } };
  const lockedIs = (value: boolean): Answers => ({
    ...found,
    [`${collection} Get`]: { signature: 'v', body: new Variant('b', value) },
  });

  test.each<[string, Answers, unknown]>([
    ['open', lockedIs(false), usable],
    ['locked', lockedIs(true), unusable('storage/key-store-locked', 'the default keyring is locked')],
    [
      'without a default keyring',
      { [`${root} ReadAlias`]: { signature: 'o', body: '/' } },
      unusable('storage/key-store-missing', 'the Secret Service has no default keyring'),
    ],
    ['hung', {}, unusable('storage/key-store-silent', 'the Secret Service gives no answer')],
    [
      'hung at the second question',
      found,
      unusable('storage/key-store-silent', 'the Secret Service gives no answer'),
    ],
  ])('%s is told as what it is', async (_name, answers, expected) => {
    await service('org.freedesktop.secrets', answers);
    expect(await askSecretService()).toEqual(expected);
  });
});

test('without a bus there is no key store', async () => {
  const address = process.env[addressName];
  process.env[addressName] = 'unix:path=/nowhere/bus';
  try {
    expect([await askSecretService(), await askWallet('kwallet6')]).toEqual([
      unusable('storage/key-store-missing', 'no session bus'),
      unusable('storage/key-store-missing', 'no session bus'),
    ]);
  } finally {
    process.env[addressName] = address;
  }
});
