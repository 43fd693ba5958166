// The plans of all shared files together: which are made, in which order, and on what ground each stands.
import { describe, expect, test } from 'vitest';
import type { CredentialFile, ManagedFile } from '../../../main/consumers/description.ts';
import type { AccountId } from '../../../main/domain/ids.ts';
import type { WayBack } from '../../../main/flows/credential-way-back.ts';
import type { CredentialFileAtWork } from '../../../main/flows/credential-file.ts';
import { createSwitchPlans, type SwitchPlans } from '../../../main/flows/plan-files.ts';
import type { SwitchRecord } from '../../../main/ports.ts';
import { openaiEntry, openaiId } from '../../fakes/accounts.ts';
import { factsWith } from '../../fakes/facts.ts';
import { MemoryFiles } from '../../fakes/shared-files.ts';
import { grace } from '../../fakes/two-accounts.ts';

const ada = openaiEntry();
const wanted = factsWith(ada);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Given {
  /** Where it lies; its own name where it shares nothing. */
  readonly path?: string;
  /** Whether it carries the refresh token. */
  readonly carries?: boolean;
  readonly holder?: AccountId;
  /** Not ours to write at present. */
  readonly isTheirs?: boolean;
  readonly isOff?: boolean;
}

interface Work {
  readonly plans: SwitchPlans;
  /** What was planned, verified and settled, in order. */
  readonly said: unknown[];
  readonly ways: [string, SwitchRecord['files'][number], WayBack][];
}

/** Credential files of OpenAI by their ids, in their order. */
function filesOf(given: Readonly<Record<string, Given>>): Work {
  const said: unknown[] = [];
  const ways: Work['ways'] = [];
  const writer = new MemoryFiles();
  const all = Object.entries(given).map(([id, { path = id, carries, holder, isTheirs, isOff }]) => {
    const file: CredentialFile = {
      kind: 'credential',
      id,
      provider: openaiId,
      path: () => path,
      isOnByDefault: true,
      writes: 'keys',
      accepts: () => true,
      content: () => ({}),
      holds: () => false,
      removal: () => ({}),
      ...(carries === true && { rotated: () => undefined }),
    };
    const item: ManagedFile<CredentialFile> = { file, path, reader: id };
    const planned = (before: Uint8Array | undefined) => ({
      item,
      target: { path },
      planned: { path, before, after: bytes(`by ${id}`) },
      verify: async () => void said.push(`${id} verified`),
      settle: () => void said.push(`${id} settled`),
    });
    const atWork: CredentialFileAtWork = {
      item,
      holder: () => holder,
      look: async () => 'nothing',
      wrote: async () => undefined,
      write: async () => 'unchanged',
      isUpToDate: async () => true,
      proposal: async () => undefined,
      takeOut: async () => 'unchanged',
      plan: async (_wanted, standing) => {
        if (isTheirs === true) return undefined;
        said.push(standing === undefined ? id : `${id} on ${new TextDecoder().decode(standing)}`);
        return planned(standing);
      },
      planBack: async (recorded, _wanted, way) => {
        said.push(`${id} back`);
        ways.push([id, recorded, way]);
        return planned(recorded.after);
      },
    };
    return { item, atWork, isOff };
  });
  const managed = all.filter(({ isOff }) => isOff !== true).map(({ item }) => item);
  const credentialFiles = all.map(({ atWork }) => atWork);
  const plans = createSwitchPlans(
    () => ({ managed, credentialFiles, writer }),
    ({ file }) => said.push(`${file.id} told`),
  );
  return { plans, said, ways };
}

const recorded = (file: string, path = file): SwitchRecord['files'][number] => ({
  file,
  path,
  before: bytes('before'),
  after: bytes('after'),
});

describe('the refresh token goes into one file', () => {
  const carrier = { carries: true };
  test.each<[string, Readonly<Record<string, Given>>, readonly string[]]>([
    ['the first, where none has it', { key: {}, one: carrier, two: carrier }, ['key', 'one']],
    [
      'the one that has it',
      { key: { holder: ada.account.id }, one: carrier, two: { ...carrier, holder: ada.account.id } },
      ['key', 'two'],
    ],
    [
      'not because it holds another account',
      { one: carrier, two: { ...carrier, holder: grace.account.id } },
      ['one'],
    ],
    [
      'not because a file without it holds the account',
      { key: { holder: ada.account.id }, one: carrier },
      ['key', 'one'],
    ],
    ['the next, where the first is not ours', { one: { ...carrier, isTheirs: true }, two: carrier }, ['two']],
  ])('%s', async (_which, given, planned) => {
    const { plans, said } = filesOf(given);
    await plans.plan([openaiId], wanted);
    expect(said).toEqual(planned);
  });

  test.each<[string, string, readonly string[]]>([
    ['no other where one that is put back carries it', 'two', ['two back', 'key']],
    ['also where one that is put back has only a key', 'key', ['key back', 'one']],
  ])('after an undo %s', async (_which, file, planned) => {
    const { plans, said } = filesOf({ key: {}, one: carrier, two: carrier });
    await plans.planUndo([recorded(file)], [openaiId], wanted);
    expect(said).toEqual(planned);
  });
});

describe('files are put back', () => {
  const shared = { path: '/home/ada/auth.json' };
  const parts = [recorded('one', shared.path), recorded('two', shared.path)];

  test('the last first, each on what the one before it leaves, and read again once at the end', async () => {
    const { plans, said, ways } = filesOf({ one: shared, two: shared, three: shared });
    const undone = await plans.planUndo(parts, [openaiId], wanted);
    for (const plan of undone) await plan.verify();
    expect([said, ways.map(([id, , { standing }]) => [id, standing])]).toEqual([
      ['two back', 'one back', 'three on by one', 'three verified'],
      [
        ['two', undefined],
        ['one', bytes('by two')],
      ],
    ]);
  });

  test('each, when a switch was cut off, also with keys that nobody has any more', async () => {
    const { plans, ways } = filesOf({ one: {}, two: {} });
    await plans.planUndo(parts, [], wanted);
    await plans.planBack(parts, wanted);
    await plans.planOn(parts, wanted);
    expect(ways.map(([id, { before, holder }, { lost }]) => [id, before, holder, lost])).toEqual([
      ['two', bytes('before'), undefined, 'refused'],
      ['one', bytes('before'), undefined, 'refused'],
      ['two', bytes('before'), undefined, 'as-noted'],
      ['one', bytes('before'), undefined, 'as-noted'],
      // Forward is back from the other side: to what was to be written, of who was to come into use.
      ['one', bytes('after'), ada.account.id, 'as-noted'],
      ['two', bytes('after'), ada.account.id, 'as-noted'],
    ]);
  });

  test('but for those that were switched off since', async () => {
    const { plans, said } = filesOf({ one: { isOff: true }, two: {} });
    await plans.planUndo([recorded('one'), recorded('two')], [], wanted);
    expect(said).toEqual(['two back']);
  });

  test('and each is settled, and told of', async () => {
    const { plans, said } = filesOf({ one: {} });
    const [plan] = await plans.planBack([recorded('one')], wanted);
    plan?.settle();
    expect(said).toEqual(['one back', 'one settled', 'one told']);
  });
});
