// What the local service can have done with the files that describe providers.
import type { Actor } from '../../domain/actor.ts';
import { describeFailure } from '../../domain/failure-words.ts';
import { packageFailure, type KnownPackage } from '../../domain/known-package.ts';
import { packageProblemWords } from '../../domain/provider-package-words.ts';
import type { PackagesAnswer } from '../protocol/packages.ts';
import type { PackageActions } from '../routes/packages.ts';
import type { ViewAtHand } from './shown.ts';

export interface PackageParts {
  readonly packages: {
    /** Looks at every file as it is now. @throws Failure `storage/unreadable` */
    list(): Promise<readonly KnownPackage[]>;
    /**
     * Asks the person in a dialog of the app first, until the signal says that nobody waits for the answer any more.
     * @throws Failure `broker/bad-request`, `package/broken`, `package/refused`
     */
    approve(name: string, signal: AbortSignal): Promise<void>;
    /** @throws Failure `broker/bad-request`, or of the `storage/` family */
    forget(name: string, by: Actor): Promise<void>;
  };
}

function answered(known: KnownPackage): PackagesAnswer['packages'][number] {
  const { hosts, problems, ...named } = known;
  const failure = packageFailure(known);
  return {
    ...named,
    hosts: [...hosts],
    problems: problems.map((problem) => {
      const { line, column, field } = problem;
      return { line, column, field, message: packageProblemWords(problem) };
    }),
    problem: failure === undefined ? null : { code: failure.code, ...describeFailure(failure) },
  };
}

export function packageActions({ packages }: PackageParts, { loadedView }: ViewAtHand): PackageActions {
  const answer = async (): Promise<PackagesAnswer> => ({
    schema: 1,
    packages: (await packages.list()).map(answered),
  });
  return {
    async list() {
      await loadedView();
      return answer();
    },
    async approve(name, signal) {
      await loadedView();
      await packages.approve(name, signal);
      return answer();
    },
    async forget(name, by) {
      await loadedView();
      await packages.forget(name, by);
      return answer();
    },
  };
}
