// Providers that files of the person's describe: used once they are approved as they are, and only then.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Failure, type FailureValue } from '../../../main/domain/failure.ts';
import { providerId, type ProviderId } from '../../../main/domain/ids.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import {
  mostApprovals,
  type ApprovedPackage,
  type KnownPackage,
  type PackageFile,
} from '../../../main/domain/known-package.ts';
import { createPackages, type Packages } from '../../../main/flows/packages.ts';
import type { PackageApprovals, PackageFiles } from '../../../main/ports-files.ts';
import type { ProviderDescription } from '../../../main/providers/description.ts';
import { createProviderList, providers } from '../../../main/providers/list.ts';
import { idleProvider, packageProvider } from '../../../main/providers/package-provider.ts';
import { thrownFailure } from '../../fakes/failures.ts';
import { DecidedPerson } from '../../fakes/hooks.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { fullPackage, githubPackage, plainPackage, reserved } from '../../fakes/provider-packages.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A folder that only a test writes to. */
class MemoryFolder implements PackageFiles {
  readonly texts = new Map<string, string>();
  changed: () => void = () => undefined;
  unreadable = false;

  async list(): Promise<readonly PackageFile[]> {
    if (this.unreadable) throw new Failure('storage/unreadable', { subject: '/home/ada/providers' });
    return [...this.texts].map(([file, text]) => ({
      file,
      content: { kind: 'text', text, hash: hashOf(text) },
    }));
  }

  watch(changed: () => void): () => void {
    this.changed = changed;
    return () => {
      this.changed = () => undefined;
    };
  }
}

class MemoryApprovals implements PackageApprovals {
  approved: readonly ApprovedPackage[] = [];
  locked: Failure | undefined;

  async load(): Promise<readonly ApprovedPackage[]> {
    return this.locked === undefined ? this.approved : [];
  }

  async loadToChange(): Promise<readonly ApprovedPackage[]> {
    if (this.locked !== undefined) throw this.locked;
    return this.approved;
  }

  async save(approved: readonly ApprovedPackage[]): Promise<void> {
    this.approved = approved;
  }
}

interface AtWork {
  readonly packages: Packages;
  readonly folder: MemoryFolder;
  readonly approvals: MemoryApprovals;
  readonly person: DecidedPerson;
  /** Providers of accounts. */
  readonly owners: ProviderId[];
  readonly put: (file: string, value: JsonObject) => void;
  /** What is in use beside the built-in ones, and why it is not asked. */
  readonly inUse: () => readonly (readonly [id: string, hosts: string, why: string | undefined])[];
  readonly find: (id: string) => ProviderDescription;
  readonly states: () => readonly string[];
  readonly told: (readonly KnownPackage[])[];
  /** Why nothing of any file may be used. */
  readonly switches: { off: FailureValue | undefined };
  /** What was decided, by whom. */
  readonly decisions: string[];
  /** The same disk, after a restart. */
  readonly again: () => AtWork;
}

function atWork(
  folder = new MemoryFolder(),
  approvals = new MemoryApprovals(),
  owners: ProviderId[] = [],
): AtWork {
  const list = createProviderList();
  const person = new DecidedPerson();
  const decisions: string[] = [];
  const told: (readonly KnownPackage[])[] = [];
  const switches: { off: FailureValue | undefined } = { off: undefined };
  const packages = createPackages({
    files: folder,
    approvals,
    ask: person,
    language: () => 'en',
    clock: { nowMs: () => 7 },
    log: new RecordingLog(),
    reserved,
    describe: packageProvider,
    describeIdle: idleProvider,
    owners: () => owners,
    off: async () => switches.off,
    use: list.setThirdParty,
    seen: (known) => {
      told.push(known);
    },
    decided: (decision, { file, hosts }, by) => {
      decisions.push(`${by} ${decision} ${file} ${hosts.join(' ')}`);
    },
  });
  return {
    packages,
    folder,
    approvals,
    person,
    owners,
    told,
    decisions,
    switches,
    again: () => atWork(folder, approvals, owners),
    put: (file, value) => {
      folder.texts.set(file, JSON.stringify(value));
    },
    inUse: () =>
      list.all
        .slice(providers.length)
        .map(({ id, hosts, thirdParty }) => [id, hosts.join(' '), thirdParty?.idle?.code]),
    find: list.find,
    states: () => (told.at(-1) ?? []).map(({ file, state }) => `${file} ${state}`),
  };
}

test('a file is used once the person has said yes to its name, its provider and its hosts', async () => {
  const { packages, folder, put, person, inUse, states, find, decisions } = atWork();
  put('acme.json', plainPackage);
  const before = [(await packages.list()).map(({ file, state }) => [file, state]), inUse()];
  await packages.approve('acme');
  expect([
    before,
    person.questions,
    inUse(),
    states(),
    find('acme').methods.map(({ standing }) => standing),
    decisions,
  ]).toEqual([
    [[['acme.json', 'unapproved']], []],
    [
      {
        title: 'Use the third-party provider “Acme AI”?',
        detail: [
          'Described by: providers/acme.json',
          `SHA-256 begins with ${hashOf(folder.texts.get('acme.json') ?? '').slice(0, 12)}`,
          'Asks only: api.acme.example',
          'Keys come from: console.acme.example',
          '',
          'Its keys, also those you entered before, are sent to these hosts. Gatehouse has not checked the file.',
          'Allow it only if you know where the file comes from.',
        ].join('\n'),
        confirm: 'Allow',
      },
    ],
    [['acme', 'api.acme.example', undefined]],
    ['acme.json ready'],
    ['API key from console.acme.example, by a file of yours: Gatehouse has not checked what it says.'],
    ['person approved acme.json api.acme.example'],
  ]);
});

test('a company’s own GitHub is asked about by its address', async () => {
  const { packages, put, person, inUse } = atWork();
  put('acme-github.json', githubPackage);
  await packages.approve('acme-github');
  expect([
    person.questions.map(({ title, detail }) => [title, detail.split('\n').slice(2)]),
    inUse(),
  ]).toEqual([
    [
      [
        'Use the third-party provider “Acme GitHub”?',
        [
          'Asks only: acme.ghe.com, api.acme.ghe.com',
          'A company’s own GitHub: acme.ghe.com',
          '',
          'You sign in there, and its tokens are sent to these hosts. Gatehouse has not checked whose GitHub it is.',
          'Allow it only if you know where the file comes from.',
        ],
      ],
    ],
    [['acme-github', 'acme.ghe.com api.acme.ghe.com', undefined]],
  ]);
});

test('the name of a host does not make the dialog wider than the screen', async () => {
  const { packages, put, person } = atWork();
  const host = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.example`;
  put('acme.json', { ...plainPackage, hosts: [host], check: { url: `https://${host}/` } });
  await packages.approve('acme');
  const words = person.questions[0]?.detail.split(/\s/) ?? [];
  expect([words.filter((word) => word.length > 80), words.join('').includes(host)]).toEqual([[], true]);
});

test('a no changes nothing, and can be followed by a yes', async () => {
  const { packages, put, person, inUse, approvals } = atWork();
  put('acme.json', plainPackage);
  person.answer = false;
  const refused = await thrownFailure(packages.approve('acme.json'));
  const after = [refused.code, refused.subject, inUse(), approvals.approved];
  person.answer = true;
  await packages.approve('acme.json');
  expect([after, inUse()]).toEqual([
    ['package/refused', 'providers/acme.json', [], []],
    [['acme', 'api.acme.example', undefined]],
  ]);
});

test('a yes that comes when nobody waits for it any more does not count', async () => {
  const { packages, put, person, inUse, approvals } = atWork();
  put('acme.json', plainPackage);
  const gone = new AbortController();
  person.meanwhile = () => {
    gone.abort(new Failure('broker/cancelled'));
  };
  const failure = await thrownFailure(packages.approve('acme', gone.signal));
  expect([failure.code, inUse(), approvals.approved]).toEqual(['broker/cancelled', [], []]);
});

test('a yes does not count when all of them were switched off before it', async () => {
  const { packages, put, person, approvals, switches } = atWork();
  put('acme.json', plainPackage);
  person.meanwhile = () => {
    switches.off = { code: 'flag/off', subject: 'provider-packages' };
  };
  const failure = await thrownFailure(packages.approve('acme'));
  expect([failure.toValue(), approvals.approved]).toEqual([
    { code: 'flag/off', subject: 'provider-packages' },
    [],
  ]);
});

test('what changes while the person reads is not what they have approved', async () => {
  const { packages, put, person, inUse, states } = atWork();
  put('acme.json', plainPackage);
  person.meanwhile = () => {
    put('acme.json', { ...plainPackage, hosts: ['api.other.example', 'api.acme.example'] });
  };
  const failure = await thrownFailure(packages.approve('acme'));
  expect([failure.code, states(), inUse()]).toEqual([
    'package/changed',
    ['acme.json changed'],
    [['acme', '', 'package/changed']],
  ]);
});

test('a question for keys that went to other hosts says so, whatever the file was called then', async () => {
  const { packages, folder, put, person } = atWork();
  put('acme.json', plainPackage);
  await packages.approve('acme');
  folder.texts.clear();
  const hosts = ['api.other.example'];
  put('other.json', { ...plainPackage, hosts, check: { url: 'https://api.other.example/' } });
  await packages.approve('other');
  expect(person.questions.at(-1)?.detail.split('\n').slice(2, 4)).toEqual([
    'Asks only: api.other.example',
    'Until now it asked: api.acme.example',
  ]);
});

test('where there is neither such a file nor an account by one, no approvals are opened', async () => {
  const { packages, approvals, owners } = atWork();
  owners.push(providerId('claude'));
  let opened = 0;
  approvals.load = async () => {
    opened += 1;
    return [];
  };
  await packages.list();
  const before = opened;
  owners.push(providerId('acme'));
  await packages.list();
  expect([before, opened]).toEqual([0, 1]);
});

describe('an approved file', () => {
  async function approved(): Promise<AtWork> {
    const work = atWork();
    work.put('acme.json', plainPackage);
    await work.packages.approve('acme');
    work.packages.start();
    work.owners.push(providerId('acme'));
    return work;
  }

  test.each<[string, (work: AtWork) => void, string, string | null]>([
    [
      'changed by one blank',
      ({ folder }) => folder.texts.set('acme.json', `${JSON.stringify(plainPackage)} `),
      'package/changed',
      null,
    ],
    [
      'broken',
      ({ folder }) => folder.texts.set('acme.json', '{'),
      'package/broken',
      '1:2 must be JSON; what stands here is none',
    ],
    [
      'gone',
      ({ folder }) => {
        folder.texts.clear();
      },
      'package/missing',
      null,
    ],
  ])('that is %s is asked nothing, its accounts stay and say why', async (_name, change, code, detail) => {
    const work = await approved();
    change(work);
    work.folder.changed();
    await work.packages.list();
    const { label, hosts, methods, readKeyQuota, thirdParty } = work.find('acme');
    expect({ label, hosts, methods, readKeyQuota, thirdParty }).toEqual({
      label: 'Acme AI',
      hosts: [],
      methods: [],
      readKeyQuota: undefined,
      thirdParty: {
        hosts: ['api.acme.example'],
        idle: { code, subject: 'providers/acme.json', ...(detail !== null && { detail }) },
      },
    });
  });

  test('is in use again when it is put back as it was, without a question', async () => {
    const work = await approved();
    const text = work.folder.texts.get('acme.json') ?? '';
    work.folder.texts.clear();
    await work.packages.list();
    const between = work.inUse();
    work.folder.texts.set('acme.json', text);
    await work.packages.list();
    expect([between, work.inUse(), work.person.questions.length]).toEqual([
      [['acme', '', 'package/missing']],
      [['acme', 'api.acme.example', undefined]],
      1,
    ]);
  });

  test('that is gone is forgotten by people who have no account of it', async () => {
    const work = await approved();
    work.owners.splice(0);
    work.folder.texts.clear();
    expect([await work.packages.list(), work.inUse()]).toEqual([[], []]);
  });

  test('does not lose its names to another file that comes before it', async () => {
    const work = await approved();
    work.folder.texts.delete('acme.json');
    work.put('aaa.json', {
      ...plainPackage,
      hosts: ['evil.example'],
      check: { url: 'https://evil.example/' },
    });
    work.put('acme.json', plainPackage);
    const [first] = await work.packages.list();
    const refused = await thrownFailure(work.packages.approve('aaa'));
    expect([first?.problems.map(({ field, about }) => [field, about]), work.inUse(), refused.code]).toEqual([
      [
        ['id', 'providers/acme.json'],
        ['label', 'providers/acme.json'],
      ],
      [['acme', 'api.acme.example', undefined]],
      'package/broken',
    ]);
  });

  test('that asks other hosts from now on says so in its question', async () => {
    const work = await approved();
    const check = { url: 'https://api.other.example/v1' };
    work.put('acme.json', { ...plainPackage, hosts: ['api.other.example'], check });
    await work.packages.approve('acme');
    expect([work.person.questions.at(-1)?.detail.split('\n').slice(2, 4), work.inUse()]).toEqual([
      ['Asks only: api.other.example', 'Until now it asked: api.acme.example'],
      [['acme', 'api.other.example', undefined]],
    ]);
  });

  test('is not asked while the key store is locked, says so, and is as before afterwards', async () => {
    const work = await approved();
    work.approvals.locked = new Failure('storage/key-store-locked');
    await work.packages.list();
    const locked = [work.inUse(), work.states()];
    const refused = await thrownFailure(work.packages.approve('acme'));
    work.approvals.locked = undefined;
    await work.packages.list();
    expect([locked, refused.code, work.inUse(), work.person.questions.length]).toEqual([
      [[['acme', '', 'storage/key-store-locked']], []],
      'storage/key-store-locked',
      [['acme', 'api.acme.example', undefined]],
      1,
    ]);
  });

  test('whose yes is taken back is asked nothing, its accounts stay and say why, and a yes brings it back', async () => {
    const work = await approved();
    await work.packages.forget('acme', 'cli');
    const forgotten = [work.inUse(), work.states(), work.approvals.approved, work.decisions.at(-1)];
    await work.packages.approve('acme');
    expect([forgotten, work.inUse(), work.person.questions.length]).toEqual([
      [
        [['acme', '', 'package/unapproved']],
        ['acme.json unapproved'],
        [],
        'cli forgotten acme.json api.acme.example',
      ],
      [['acme', 'api.acme.example', undefined]],
      2,
    ]);
  });

  test('whose yes is taken back when the file has gone asks again when it comes back', async () => {
    const work = await approved();
    work.folder.texts.clear();
    await work.packages.forget('acme.json', 'cli');
    const gone = work.inUse();
    work.put('acme.json', plainPackage);
    await work.packages.list();
    expect([gone, work.inUse()]).toEqual([
      [['acme', '', 'package/missing']],
      [['acme', '', 'package/unapproved']],
    ]);
  });

  test('gives way to no other file of its provider that was approved before', async () => {
    const work = await approved();
    work.folder.texts.clear();
    work.put('other.json', plainPackage);
    await work.packages.approve('other');
    work.put('acme.json', plainPackage);
    await work.packages.forget('other', 'cli');
    expect([work.approvals.approved, work.inUse()]).toEqual([[], [['acme', '', 'package/unapproved']]]);
  });

  test('stays in use when its folder cannot be read any more, and that is said', async () => {
    const work = await approved();
    work.folder.unreadable = true;
    const failure = await thrownFailure(work.packages.list());
    await work.packages.lookAgain();
    expect([failure.code, work.inUse(), work.states()]).toEqual([
      'storage/unreadable',
      [['acme', 'api.acme.example', undefined]],
      ['acme.json ready'],
    ]);
  });

  test('in a folder that cannot be read from the start keeps its accounts, which say why', async () => {
    const before = await approved();
    const work = before.again();
    work.folder.unreadable = true;
    await work.packages.lookAgain();
    const unreadable = [work.find('acme').label, work.inUse(), work.states()];
    work.folder.unreadable = false;
    await work.packages.list();
    expect([unreadable, work.inUse()]).toEqual([
      ['Acme AI', [['acme', '', 'storage/unreadable']], []],
      [['acme', 'api.acme.example', undefined]],
    ]);
  });

  test('stays the same description as long as its bytes do, beside others that come', async () => {
    const work = await approved();
    const before = work.find('acme');
    work.put('zenith.json', fullPackage);
    await work.packages.approve('zenith');
    expect([work.find('acme') === before, work.inUse().map(([id]) => id)]).toEqual([
      true,
      ['acme', 'zenith'],
    ]);
  });
});

test('while all of them are switched off, nothing of any file is asked or approved, and accounts say why', async () => {
  const { packages, put, owners, approvals, person, inUse, states, switches } = atWork();
  put('acme.json', plainPackage);
  await packages.approve('acme');
  owners.push(providerId('acme'));
  put('zenith.json', fullPackage);
  switches.off = { code: 'flag/off', subject: 'provider-packages' };
  const listed = (await packages.list()).map(({ file, state }) => `${file} ${state}`);
  const off = [inUse(), states()];
  const refused = await thrownFailure(packages.approve('zenith'));
  switches.off = undefined;
  await packages.lookAgain();
  expect([
    listed,
    off,
    refused.code,
    [person.questions.length, approvals.approved.length],
    inUse(),
    states(),
  ]).toEqual([
    ['acme.json off', 'zenith.json unapproved'],
    [[['acme', '', 'flag/off']], []],
    'flag/off',
    [1, 1],
    [['acme', 'api.acme.example', undefined]],
    ['acme.json ready', 'zenith.json unapproved'],
  ]);
});

test('an account whose file nobody knows any more is still there under its own name', async () => {
  const { packages, owners, inUse } = atWork();
  owners.push(providerId('openai'), providerId('acme'));
  await packages.list();
  expect(inUse()).toEqual([['acme', '', 'package/missing']]);
});

test('where there is no room for one more yes, the oldest goes whose file and accounts have gone', async () => {
  const { packages, put, approvals, owners } = atWork();
  put('acme.json', plainPackage);
  const gone = (index: number): ApprovedPackage => {
    const provider = providerId(`gone-${String(index)}`);
    return { file: `${provider}.json`, hash: 'ab', provider, label: provider, hosts: [], approvedAt: index };
  };
  approvals.approved = Array.from({ length: mostApprovals }, (_none, index) => gone(index));
  owners.push(gone(0).provider);
  await packages.approve('acme');
  const left = approvals.approved.map(({ file }) => file);
  expect([left.length, left.slice(0, 2), left.at(-1)]).toEqual([
    mostApprovals,
    ['gone-0.json', 'gone-2.json'],
    'acme.json',
  ]);
});

test('a yes that nobody gave cannot be taken back where there is no such file, and changes nothing where there is', async () => {
  const { packages, put, decisions } = atWork();
  put('acme.json', plainPackage);
  const failure = await thrownFailure(packages.forget('other', 'cli'));
  await packages.forget('acme', 'cli');
  expect([failure.code, decisions]).toEqual(['broker/bad-request', []]);
});

test.each([
  ['other', 'broker/bad-request'],
  ['bad', 'package/broken'],
])('%s cannot be approved', async (name, code) => {
  const { packages, put, person } = atWork();
  put('bad.json', { ...plainPackage, id: 'openai' });
  const failure = await thrownFailure(packages.approve(name));
  expect([failure.code, person.questions]).toEqual([code, []]);
});

test('nobody is told anything where there is no such file, nor twice of the same', async () => {
  const { packages, put, told } = atWork();
  await packages.list();
  const before = told.length;
  put('acme.json', plainPackage);
  await packages.list();
  await packages.list();
  expect([before, told.length]).toEqual([0, 1]);
});
