// What the person decided, and what tells whether somebody has changed the audit, outlives the choice of another key store.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { createAuditLog } from '../../main/adapters/node/audit-log.ts';
import { createChosenSecretBox } from '../../main/adapters/node/chosen-secret-box.ts';
import { createCommandApprovals } from '../../main/adapters/node/command-approvals.ts';
import { createFlagChoices } from '../../main/adapters/node/flag-choices.ts';
import { createHandOutRules } from '../../main/adapters/node/hand-out-rules.ts';
import { createHookApprovals } from '../../main/adapters/node/hook-approvals.ts';
import { createPackageApprovals } from '../../main/adapters/node/package-approvals.ts';
import { createRepairs } from '../../main/adapters/node/repairs.ts';
import type { SealedPlace } from '../../main/adapters/node/sealed-list.ts';
import { createSwitchJournal } from '../../main/adapters/node/switch-journal.ts';
import type { CompanyCommand } from '../../main/domain/company-login.ts';
import { initialCourse } from '../../main/domain/course.ts';
import { accountId, consumerId, providerId } from '../../main/domain/ids.ts';
import type { KeyStoreChoice } from '../../main/domain/settings.ts';
import { createSealAnew } from '../../main/flows/seal-anew.ts';
import { createStore } from '../../main/state/store.ts';
import { noonMs } from '../fakes/accounts.ts';
import { auditEntry } from '../fakes/audit-entries.ts';
import { RecordingLog } from '../fakes/log.ts';
import { failureOf } from '../fakes/failures.ts';
import { keyStoresOf, ToySecretBox, unusableStates } from '../fakes/secret-box.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const command: CompanyCommand = {
  host: 'login.example.com',
  url: 'https://login.example.com/',
  command: ['/usr/bin/token'],
  program: { path: '/usr/bin/token', leadsTo: '/usr/bin/token' },
  variable: 'TOKEN',
};
const rule = {
  program: '/usr/bin/tool',
  consumer: consumerId('claude-code'),
  account: accountId('claude:user-1'),
  verdict: 'never' as const,
  decidedAt: noonMs,
};
const hook = {
  event: 'quota_low' as const,
  program: '/usr/bin/hook',
  hash: 'a'.repeat(64),
  approvedAt: noonMs,
};
const approved = {
  file: 'one.json',
  hash: 'b'.repeat(64),
  provider: providerId('example'),
  label: 'Example',
  hosts: ['api.example.com'],
  approvedAt: noonMs,
};
const choice = { flag: 'company-logins', variant: 'off', chosenAt: noonMs };
const repair = {
  id: 'one',
  at: noonMs,
  planned: { path: '/home/ada/.bashrc', before: Uint8Array.of(1), after: undefined },
};
const settings = { strategy: 'user-preference' as const, activeAccounts: {} };
const side = { settings, course: initialCourse };
const record = {
  state: 'done' as const,
  at: noonMs,
  title: 'Claude',
  by: 'policy' as const,
  before: side,
  after: side,
  files: [],
};

interface Kept {
  readonly keep: (place: SealedPlace) => Promise<void>;
  readonly found: (place: SealedPlace) => Promise<unknown>;
  readonly expected: unknown;
}

const kept: readonly (readonly [string, Kept])[] = [
  [
    'a rule for a program',
    {
      keep: (place) => createHandOutRules(place).save([rule]),
      found: (place) => createHandOutRules(place).load(),
      expected: [rule],
    },
  ],
  [
    'an approved hook',
    {
      keep: (place) => createHookApprovals(place).save([hook]),
      found: (place) => createHookApprovals(place).load(),
      expected: [hook],
    },
  ],
  [
    'an approved package',
    {
      keep: (place) => createPackageApprovals(place).save([approved]),
      found: (place) => createPackageApprovals(place).load(),
      expected: [approved],
    },
  ],
  [
    'an allowed command',
    {
      keep: (place) => createCommandApprovals(place).keep(command, noonMs),
      found: (place) => createCommandApprovals(place).has(command),
      expected: true,
    },
  ],
  [
    'the choice of a feature flag',
    {
      keep: (place) => createFlagChoices(place).save([choice]),
      found: (place) => createFlagChoices(place).load(),
      expected: { choices: [choice], forged: [] },
    },
  ],
  [
    'a repair that can be taken back',
    {
      keep: (place) => createRepairs(place).change(() => [repair]),
      found: (place) => createRepairs(place).load(),
      expected: [repair],
    },
  ],
  [
    'the last switch',
    {
      keep: (place) => createSwitchJournal(place).save(record),
      found: (place) => createSwitchJournal(place).load(),
      expected: record,
    },
  ],
];

async function keyStores() {
  const system = new ToySecretBox();
  const passphrase = new ToySecretBox({ backend: 'passphrase', key: 'of the passphrase' });
  let chosen: KeyStoreChoice = 'system';
  const box = createChosenSecretBox({ system, passphrase: { box: () => passphrase }, choice: () => chosen });
  const store = createStore();
  const seen = (backend: string): void => {
    store.dispatch({ type: 'key-store.seen', keyStore: { passphrase: 'open', backend } });
  };
  const whenAnother = createSealAnew(store);
  seen('system');
  const folder = await temporaryFolder();
  return {
    folder,
    path: join(folder, 'kept.json'),
    stores: { box, lasting: [passphrase, system], whenAnother },
    /** Chooses the passphrase; from then on the system's key store is away. */
    choosePassphrase: async (path: string): Promise<void> => {
      const before = await readFile(path, 'utf8');
      chosen = 'passphrase';
      seen('passphrase');
      await expect.poll(() => readFile(path, 'utf8')).not.toBe(before);
      system.unusable = unusableStates[0];
    },
  };
}

test.each(kept)('%s is there with another key store, also after the first one is gone', async (_name, it) => {
  const { path, stores, choosePassphrase } = await keyStores();
  const place = { path, ...stores };
  await it.keep(place);
  await choosePassphrase(path);
  expect(await it.found({ ...place, whenAnother: () => undefined })).toEqual(it.expected);
});

test.each(kept)(
  '%s is there with another key store that was chosen while the app did not look',
  async (_name, it) => {
    const { path, stores } = await keyStores();
    const [passphrase, system] = stores.lasting;
    const alone = { path, lasting: stores.lasting, whenAnother: () => undefined };
    if (passphrase === undefined || system === undefined) throw new Error('no key stores');
    await it.keep({ ...alone, box: system });
    expect(await it.found({ ...alone, box: passphrase })).toEqual(it.expected);
  },
);

test('the audit is whole with another key store, and stays so', async () => {
  const { folder, stores, choosePassphrase } = await keyStores();
  const headPath = join(folder, 'head.json');
  const start = (whenAnother = stores.whenAnother) =>
    createAuditLog({
      folder: join(folder, 'audit'),
      headPath,
      ...stores,
      whenAnother,
      log: new RecordingLog(),
    });
  const first = start();
  first.append(auditEntry(1));
  await first.stop();
  await choosePassphrase(headPath);
  const next = start(() => undefined);
  const before = await next.verify();
  next.append(auditEntry(2));
  await next.stop();
  const whole = { kind: 'whole', from: noonMs + 1 };
  expect([before, await start(() => undefined).verify()]).toEqual([
    { ...whole, entries: 1, sealedUpTo: 1 },
    { ...whole, entries: 2, sealedUpTo: 2 },
  ]);
});

test('a key store that hangs is asked for nothing but how it is', async () => {
  const { path, stores } = await keyStores();
  const [passphrase, system] = stores.lasting;
  if (!(passphrase instanceof ToySecretBox) || !(system instanceof ToySecretBox)) throw new Error('no toys');
  const place = { path, ...stores, box: passphrase };
  await createHandOutRules({ ...place, box: new ToySecretBox({ key: 'a third one' }) }).save([rule]);
  system.unusable = unusableStates[2];
  const opening = vi.spyOn(system, 'decrypt');
  const found = await createHandOutRules(place).load();
  expect([found, opening.mock.calls]).toEqual([[], []]);
});

test('what was taken back while nothing is kept stays taken back after a restart, and the rest is there', async () => {
  const { path, stores } = await keyStores();
  const [passphrase, system] = stores.lasting;
  if (passphrase === undefined || system === undefined) throw new Error('no key stores');
  const other = { ...rule, program: '/usr/bin/other' };
  const added = { ...rule, program: '/usr/bin/added' };
  await createHandOutRules({ path, ...stores, box: system }).save([rule, other]);
  const memory = {
    path,
    ...stores,
    box: new ToySecretBox({ backend: 'memory', key: 'now', durable: false }),
  };
  const rules = createHandOutRules(memory);
  await rules.save([{ ...rule, verdict: 'always' }, other, added]);
  const during = await rules.load();
  expect([during, await createHandOutRules(memory).load()]).toEqual([
    [{ ...rule, verdict: 'always' }, other, added],
    [other],
  ]);
});

describe('a key store that is away for now, and may have sealed it,', () => {
  async function sealedBySystem(state = unusableStates[1]) {
    const { folder, path, stores } = await keyStores();
    const [passphrase, system] = stores.lasting;
    if (!(passphrase instanceof ToySecretBox) || !(system instanceof ToySecretBox))
      throw new Error('no toys');
    const headPath = join(folder, 'head.json');
    const audit = { folder: join(folder, 'audit'), headPath, log: new RecordingLog() };
    const before = createAuditLog({ ...audit, ...stores, box: system });
    before.append(auditEntry(1));
    await before.stop();
    await createHandOutRules({ path, ...stores, box: system }).save([rule]);
    await createRepairs({ path: `${path}-repairs`, ...stores, box: system }).change(() => [repair]);
    system.unusable = state;
    return { path, audit, system, stores: { ...stores, box: passphrase } };
  }

  test('keeps decisions from being overwritten, and is no reason to call the audit changed', async () => {
    const { path, audit, system, stores } = await sealedBySystem();
    const refused = await failureOf(createHandOutRules({ path, ...stores }).loadToChange());
    const repairs = createRepairs({ path: `${path}-repairs`, ...stores });
    const refusedToo = await failureOf(repairs.change(() => []));
    const next = createAuditLog({ ...audit, ...stores });
    next.append(auditEntry(2));
    await next.stop();
    system.unusable = undefined;
    const back = new ToySecretBox();
    const again = { ...stores, lasting: [back] };
    expect([
      refused.code,
      refusedToo.code,
      await createHandOutRules({ path, ...again }).load(),
      (await createAuditLog({ ...audit, ...again }).verify()).kind,
    ]).toEqual(['storage/key-store-locked', 'storage/key-store-locked', [rule], 'whole']);
  });

  test('is heard at once when it is there, unless it had given no answer', async () => {
    const { path, system, stores } = await sealedBySystem();
    const rules = createHandOutRules({ path, ...stores });
    const before = await rules.load();
    system.unusable = undefined;
    expect([before, await rules.load()]).toEqual([[], [rule]]);
  });

  test('that gives no answer is asked once a minute, however many wait', async () => {
    const { path, system, stores } = await sealedBySystem(unusableStates[2]);
    const before = system.questions;
    const rules = createHandOutRules({ path, ...stores });
    await Promise.all([rules.load(), rules.load(), createHandOutRules({ path, ...stores }).load()]);
    await rules.load();
    expect(system.questions - before).toBeLessThanOrEqual(2);
  });
});

describe('sealing anew does not come over a change at the same moment:', () => {
  /** Opens only when told to. */
  function slow(box: ToySecretBox) {
    const gate = Promise.withResolvers<undefined>();
    const opening = {
      state: () => box.state(),
      encrypt: (text: string) => box.encrypt(text),
      decrypt: async (bytes: Uint8Array) => {
        await gate.promise;
        return box.decrypt(bytes);
      },
    };
    return {
      opening,
      open: () => {
        gate.resolve(undefined);
      },
    };
  }

  async function changing() {
    const path = join(await temporaryFolder(), 'kept.json');
    const [system, passphrase] = [
      new ToySecretBox(),
      new ToySecretBox({ backend: 'passphrase', key: 'other' }),
    ];
    const { opening, open } = slow(system);
    const works: (() => Promise<unknown>)[] = [];
    const whenAnother = (work: () => Promise<unknown>): void => void works.push(work);
    return {
      first: { path, ...keyStoresOf(system) },
      next: { path, box: passphrase, lasting: [opening], whenAnother },
      last: { path, ...keyStoresOf(passphrase) },
      sealAnew: () => Promise.all(works.map((work) => work())),
      open,
    };
  }

  test('of the last switch, which is cleared', async () => {
    const { first, next, last, sealAnew, open } = await changing();
    await createSwitchJournal(first).save(record);
    const journal = createSwitchJournal(next);
    const [sealed, cleared] = [sealAnew(), journal.clear()];
    // Without its turn it would be cleared by then.
    await Promise.race([cleared, delay(50)]);
    open();
    await Promise.all([sealed, cleared]);
    expect(await createSwitchJournal(last).load()).toBe(undefined);
  });

  test('of what can be taken back, to which something is added', async () => {
    const { first, next, last, sealAnew, open } = await changing();
    await createRepairs(first).change(() => [repair]);
    const repairs = createRepairs(next);
    const other = { ...repair, id: 'two' };
    const [sealed, added] = [sealAnew(), repairs.change((all) => [...all, other])];
    open();
    await Promise.all([sealed, added]);
    expect(await createRepairs(last).load()).toEqual([repair, other]);
  });
});
