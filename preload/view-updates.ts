// What is drawn of updates: whether they are looked for, what was found, and how far it has come.
import type { ProblemView } from './view-problem.ts';

export type UpdatesView =
  /** `build`: this build has no place to look. `elsewhere`: only the app with a window looks. */
  | { readonly kind: 'off'; readonly why: 'build' | 'package-manager' | 'elsewhere' }
  | {
      readonly kind: 'on';
      /** Who puts a new version in place here. */
      readonly way: 'itself' | 'package-manager' | 'by-hand';
      /** Where a person finds it; https, fixed when this build was made. */
      readonly page: string | null;
      readonly step: 'waiting' | 'looking' | 'found' | 'downloading' | 'ready' | 'restarting';
      /** The newer one; null while none is known. */
      readonly version: string | null;
      /** 0-100 while it is fetched. */
      readonly percent: number | null;
      /** Unix milliseconds of the last look; null before the first. */
      readonly lookedAt: number | null;
      readonly problem: ProblemView | null;
    };
