// What the local service can have done with feature flags.
import type { FlagsNow } from '../../domain/flags.ts';
import type { FlagsAnswer } from '../protocol/flags.ts';
import type { FlagActions } from '../routes/flags.ts';
import type { ViewAtHand } from './shown.ts';

export interface FlagActionParts {
  readonly flags: {
    list(): Promise<FlagsNow>;
    /**
     * Each asks the person in a dialog of the app first, until the signal says that nobody waits for the answer any more.
     * @throws Failure `broker/bad-request`, `flag/refused`
     */
    set(flag: string, variant: string, signal: AbortSignal): Promise<void>;
    reset(flag: string, signal: AbortSignal): Promise<void>;
  };
}

function answered({ known, inert }: FlagsNow): FlagsAnswer {
  return {
    schema: 1,
    flags: known.map(({ flag, variant, why }) => ({
      id: flag.id,
      variant,
      why,
      default: flag.default,
      variants: [...flag.variants],
      owner: flag.owner,
      introduced: flag.introduced,
      expires: flag.expires,
      about: flag.about.en,
    })),
    inert: inert.map((each) =>
      each.kind === 'forged' ? { flag: null, variant: null } : { flag: each.flag, variant: each.variant },
    ),
  };
}

export function flagActions(
  { flags }: FlagActionParts,
  { loadedView }: Pick<ViewAtHand, 'loadedView'>,
): FlagActions {
  const answer = async (): Promise<FlagsAnswer> => answered(await flags.list());
  return {
    async list() {
      await loadedView();
      return answer();
    },
    async set(flag, variant, signal) {
      await loadedView();
      await flags.set(flag, variant, signal);
      return answer();
    },
    async reset(flag, signal) {
      await loadedView();
      await flags.reset(flag, signal);
      return answer();
    },
  };
}
