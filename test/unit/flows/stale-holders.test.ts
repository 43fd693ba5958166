// Which of the programs that run go by an account of before, and how that is told from what they were started with.
import { describe, expect, test } from 'vitest';
import type { AccountId } from '../../../main/domain/ids.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import { createStaleHolders, type StaleHolders } from '../../../main/flows/stale-holders.ts';
import type { RunningProgram, SwitchRecord } from '../../../main/ports.ts';
import { codex } from '../../../main/consumers/codex/index.ts';
import { claudeCode } from '../../../main/consumers/claude-code/index.ts';
import { initialState, type State } from '../../../main/state/state.ts';
import { createStore, type Store } from '../../../main/state/store.ts';
import { initialCourse } from '../../../main/domain/course.ts';
import { noonMs, openaiEntry, openaiId } from '../../fakes/accounts.ts';
import { FakeTime } from '../../fakes/time.ts';

const minute = 60_000;
const home = '/home/ada/.codex';
const accountNamed = (name: string) =>
  openaiEntry({ id: accountId(`openai:${name}`), label: `${name}@example.test` }).account;
const [ada, grace, bob] = [accountNamed('ada'), accountNamed('grace'), accountNamed('bob')];

/** A switch at this minute, before which these files held keys of these accounts. */
function record(minutes: number, holders: Readonly<Record<string, AccountId | undefined>>): SwitchRecord {
  const settled = {
    settings: { strategy: 'user-preference' as const, activeAccounts: {} },
    course: initialCourse,
  };
  return {
    state: 'done',
    at: noonMs + minutes * minute,
    title: 'OpenAI: grace@example.test',
    by: 'person',
    before: settled,
    after: settled,
    files: Object.entries(holders).map(([file, holder]) => ({
      path: `/home/ada/${file}`,
      file,
      before: undefined,
      after: undefined,
      ...(holder !== undefined && { holder }),
    })),
  };
}

function program(minutes: number, environment: RunningProgram['environment'] = {}): RunningProgram {
  return { pid: 4211, name: 'codex', startedAt: noonMs + minutes * minute, environment };
}

interface Work {
  readonly stale: StaleHolders;
  readonly store: Store;
  /** What was asked of the machine. */
  readonly asked: unknown[];
  /** A switch counts that ended when it was noted. */
  readonly switched: (record: SwitchRecord) => void;
  readonly time: FakeTime;
  /** By whose account each program goes that is listed. */
  readonly listed: () => Promise<readonly AccountId[]>;
}

/** Grace is in use by now. */
function at(running: readonly RunningProgram[], changes: Partial<State> = {}): Work {
  const store = createStore({
    ...initialState,
    accounts: [ada, grace, bob],
    settings: { ...initialState.settings, activeAccounts: { [openaiId]: grace.id } },
    ...changes,
  });
  const asked: unknown[] = [];
  const time = new FakeTime(noonMs + 60 * minute);
  const stale = createStaleHolders({
    consumers: [claudeCode, codex],
    processes: {
      running: async (...given) => {
        asked.push(given);
        return running;
      },
    },
    store,
    clock: time,
  });
  const listed = async (): Promise<readonly AccountId[]> => {
    await stale.look();
    return store.state().staleHolders.map(({ account }) => account);
  };
  const switched = (each: SwitchRecord): void => {
    stale.switched(each, each.at);
  };
  return { stale, store, asked, switched, listed, time };
}

/** Logins that programs keep, by account: which program, and where. */
function keys(
  places: readonly (readonly [AccountId, owner: string, folder: string, place: 'private' | 'usual'])[],
): State['keys'] {
  return new Map(
    places.map(([account, owner, folder, place]) => [
      account,
      { owner: consumerId(owner), login: { folder, place }, renewedAt: noonMs },
    ]),
  );
}

describe('a program that runs', () => {
  test.each<[string, number, readonly AccountId[]]>([
    ['before the switch goes', -1, [ada.id]],
    ['at its very moment does not go', 1, []],
    ['after it does not go', 2, []],
  ])('since %s by the account of before', async (_when, minutes, accounts) => {
    const { switched, listed } = at([program(minutes)], { holders: new Map([['codex-auth', ada.id]]) });
    switched(record(1, { 'codex-auth': ada.id }));
    expect(await listed()).toEqual(accounts);
  });

  test('since a moment between the note of a switch and its last write goes by the account of before', async () => {
    const { stale, listed } = at([program(2)]);
    stale.switched(record(1, { 'codex-auth': ada.id }), noonMs + 3 * minute);
    expect(await listed()).toEqual([ada.id]);
  });

  test('goes by what its file held at the first switch of that file after its start', async () => {
    const { switched, listed } = at([program(2)]);
    switched(record(1, { 'codex-auth': bob.id }));
    switched(record(3, { other: bob.id }));
    switched(record(4, { 'codex-auth': ada.id }));
    switched(record(5, { 'codex-auth': bob.id }));
    expect(await listed()).toEqual([ada.id]);
  });

  test('goes by what its file holds where no switch has touched that since', async () => {
    const { switched, listed } = at([program(0)], { holders: new Map([['codex-auth', ada.id]]) });
    switched(record(1, { other: bob.id }));
    expect(await listed()).toEqual([ada.id]);
  });

  test('goes by no file but one with keys', async () => {
    const { switched, listed } = at([program(0)], { holders: new Map([['codex-start', ada.id]]) });
    switched(
      record(
        1,
        Object.fromEntries(
          codex.files.flatMap(({ id, kind }) => (kind === 'credential' ? [] : [[id, ada.id]])),
        ),
      ),
    );
    expect(await listed()).toEqual([]);
  });

  test('whose file held nobody of ours goes by the login in its usual place', async () => {
    const { switched, listed } = at([program(0)], {
      keys: keys([
        [bob.id, 'claude-code', '/home/ada/.claude', 'usual'],
        [grace.id, 'codex', '/data/logins/grace', 'private'],
        [ada.id, 'codex', home, 'usual'],
      ]),
    });
    switched(record(1, { 'codex-auth': undefined }));
    expect(await listed()).toEqual([ada.id]);
  });

  test.each(['CLAUDE_CONFIG_DIR', 'CLAUDE_SECURESTORAGE_CONFIG_DIR'])(
    'with a folder in %s goes by its own login there',
    async (variable) => {
      const claude = { ...program(0, { [variable]: '/data/logins/ada' }), name: 'claude' };
      const { switched, listed } = at([claude], {
        keys: keys([
          [bob.id, 'codex', '/data/logins/ada', 'private'],
          [grace.id, 'claude-code', '/data/logins/grace', 'private'],
          [ada.id, 'claude-code', '/data/logins/ada', 'private'],
        ]),
      });
      switched(record(1, { 'codex-auth': bob.id }));
      expect(await listed()).toEqual([ada.id]);
    },
  );

  test('with the folder of the account in use is not listed', async () => {
    const { switched, listed } = at([program(0, { CODEX_HOME: '/data/logins/grace' })], {
      keys: keys([[grace.id, 'codex', '/data/logins/grace', 'private']]),
    });
    switched(record(1, { 'codex-auth': ada.id }));
    expect(await listed()).toEqual([]);
  });
});

describe('a look', () => {
  test('asks nothing before the first switch, and then only for what tells the account', async () => {
    const { asked, switched, listed } = at([program(0)]);
    await listed();
    const before = [...asked];
    switched(record(1, { 'codex-auth': ada.id }));
    await listed();
    const variables = [claudeCode, codex].flatMap(({ shellStart }) =>
      shellStart === undefined ? [] : [shellStart.variable, ...shellStart.chosenBy],
    );
    expect([before, asked]).toEqual([[], [[['claude', 'codex'], [...new Set(variables)]]]]);
  });

  test('that finds the same says nothing', async () => {
    const { store, switched, listed } = at([program(0)]);
    switched(record(1, { 'codex-auth': ada.id }));
    const said: string[] = [];
    store.subscribe((_state, { type }) => said.push(type));
    await listed();
    await listed();
    expect(said).toEqual(['holders.seen']);
  });
});

test('once the clock was set back to before the switch, nobody is said to go by an account of before', async () => {
  const running: RunningProgram[] = [];
  const { switched, listed, time } = at(running, { holders: new Map([['codex-auth', ada.id]]) });
  switched(record(30, { 'codex-auth': ada.id }));
  time.setClock(-50 * minute);
  // Started after it.
  running.push(program(10));
  const atOnce = await listed();
  await time.advance(60 * minute);
  expect([atOnce, await listed()]).toEqual([[], []]);
});

test('of many switches the last twenty are kept, each once', async () => {
  const { switched, listed } = at([program(0)]);
  switched(record(1, { 'codex-auth': bob.id }));
  for (let minutes = 2; minutes <= 21; minutes += 1) switched(record(minutes, { 'codex-auth': ada.id }));
  const first = await listed();
  // Told of the last one again, it still knows the one that is now the first.
  switched(record(22, { 'codex-auth': bob.id }));
  for (let times = 0; times < 20; times += 1) switched(record(22, { 'codex-auth': bob.id }));
  expect([first, await listed()]).toEqual([[ada.id], [ada.id]]);
});
