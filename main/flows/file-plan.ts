// One file's part in a switch, between being planned and being there for good.
import type { ManagedFile } from '../consumers/description.ts';
import type { AccountId } from '../domain/ids.ts';
import type { PlannedWrite, WriteTarget } from '../ports.ts';

/**
 * Who wants the account in use to stand in a file. `person`: whatever stands there. `policy`: nobody has asked for it, so what
 * nobody here knows stays. `nobody`: the file is only kept up to date.
 */
export type Claimant = 'person' | 'policy' | 'nobody';

/** A change of one file that belongs to a switch: planned before anything is written. */
export interface FilePlan {
  readonly item: ManagedFile;
  readonly target: WriteTarget;
  readonly planned: PlannedWrite;
  /** Whose keys of ours stand there before it. */
  readonly holder?: AccountId;
  /** Whether its program would find there what was planned for it. @throws Failure `storage/conflict` */
  verify(): Promise<void>;
  /** It stands there for good now. */
  settle(): void;
}
