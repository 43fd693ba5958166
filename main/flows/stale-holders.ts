// Programs that were started before the last switch and go on with the account of before: switches move nobody who runs.
import type { ConsumerDescription } from '../consumers/description.ts';
import type { AccountId, ConsumerId } from '../domain/ids.ts';
import type { Clock, Processes, RunningProgram, SwitchRecord } from '../ports.ts';
import { activeAccount } from '../state/selected.ts';
import type { HolderFacts, State } from '../state/state.ts';
import type { Store } from '../state/store.ts';

type Watched = Pick<ConsumerDescription, 'id' | 'label' | 'processNames' | 'shellStart' | 'files'>;

export interface StaleHolderParts {
  readonly consumers: readonly Watched[];
  readonly processes: Processes;
  readonly store: Store;
  readonly clock: Clock;
}

export interface StaleHolders {
  /**
   * A switch counts; what is known of the files before it is kept, never their content.
   * @param at Unix milliseconds; when the last file was written
   */
  switched(record: SwitchRecord, at: number): void;
  /** Looks who runs now; never fails. */
  look(): Promise<void>;
}

/** What one switch has changed. */
interface Move {
  readonly record: SwitchRecord['at'];
  /** Unix milliseconds. */
  readonly at: number;
  /** By file, whose keys stood there before. */
  readonly holders: ReadonlyMap<string, AccountId | undefined>;
}

/** Older ones are not worth telling apart: whoever still runs keeps the account of then. */
const mostMoves = 20;

function accountOfFolder(state: State, owner: ConsumerId, folder: string): AccountId | undefined {
  const found = [...state.keys].find(([, keys]) => keys.owner === owner && keys.login?.folder === folder);
  return found?.[0];
}

function accountOfUsualPlace(state: State, owner: ConsumerId): AccountId | undefined {
  return [...state.keys].find(([, keys]) => keys.owner === owner && keys.login?.place === 'usual')?.[0];
}

/** The account that a program was started with, as far as that can be told. */
function accountOf(
  { startedAt, environment }: RunningProgram,
  { id, files, shellStart }: Watched,
  state: State,
  moves: readonly Move[],
): AccountId | undefined {
  const names = shellStart === undefined ? [] : [shellStart.variable, ...shellStart.chosenBy];
  const folder = names.map((name) => environment?.[name]).find((value) => value !== undefined);
  if (folder !== undefined) return accountOfFolder(state, id, folder);
  for (const file of files.filter(({ kind }) => kind === 'credential')) {
    const next = moves.find(({ at, holders }) => at > startedAt && holders.has(file.id));
    const holder = next === undefined ? state.holders.get(file.id) : next.holders.get(file.id);
    if (holder !== undefined) return holder;
  }
  return accountOfUsualPlace(state, id);
}

export function createStaleHolders({ consumers, processes, store, clock }: StaleHolderParts): StaleHolders {
  let moves: readonly Move[] = [];

  function holderOf(program: RunningProgram): HolderFacts | undefined {
    const state = store.state();
    const consumer = consumers.find(({ processNames = [] }) => processNames.includes(program.name));
    const lastAt = moves.at(-1)?.at;
    if (consumer === undefined || lastAt === undefined || program.startedAt >= lastAt) return undefined;
    const id = accountOf(program, consumer, state, moves);
    const account = state.accounts.find((each) => each.id === id);
    if (account === undefined || activeAccount(state, account.provider)?.id === account.id) return undefined;
    const { id: consumerId, label } = consumer;
    return {
      consumer: consumerId,
      label,
      program: program.name,
      pid: program.pid,
      account: account.id,
    };
  }

  return {
    switched({ at: record, files }, at) {
      // Known already: it was undoable before.
      if (moves.some((move) => move.record === record)) return;
      const holders = new Map(files.map(({ file, holder }) => [file, holder] as const));
      moves = [...moves, { record, at, holders }].slice(-mostMoves);
    },
    async look() {
      // Once the clock was set back, nobody can say who was started before them.
      moves = moves.filter(({ at }) => at <= clock.nowMs());
      const names = consumers.flatMap(({ processNames = [] }) => processNames);
      const variables = consumers.flatMap(({ shellStart }) =>
        shellStart === undefined ? [] : [shellStart.variable, ...shellStart.chosenBy],
      );
      const running = moves.length === 0 ? [] : await processes.running(names, [...new Set(variables)]);
      const holders = running.flatMap((program) => holderOf(program) ?? []);
      if (JSON.stringify(holders) !== JSON.stringify(store.state().staleHolders))
        store.dispatch({ type: 'holders.seen', holders });
    },
  };
}
