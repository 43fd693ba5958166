// Texts about feature flags.
import type { FlagView } from '../../../preload/view.ts';

const reasons: Readonly<Record<FlagView['why'], string>> = {
  chosen: 'You have chosen this.',
  share: 'This installation is among those that try it.',
  default: 'Nobody has chosen anything else.',
  expired: 'Nobody has chosen anything else, and its time of trial is over.',
  locked: 'What you have chosen cannot be opened now, so the careful variant counts.',
  damaged:
    'What you have chosen cannot be opened any more, so the careful variant counts until you choose again.',
};

const variantNames: Readonly<Record<string, string>> = { on: 'on', off: 'off' };
const nameOf = (variant: string): string => variantNames[variant] ?? variant;

export const flagsMessages = {
  flags: 'Feature flags',
  flagsEffect:
    'Parts that are new or risky can be switched off by themselves. Gatehouse asks you in a dialog before it changes one, and tells nobody.',
  flagStands: (id: string, variant: string): string => `${id}: ${nameOf(variant)}`,
  flagWhy: (why: FlagView['why']): string => reasons[why],
  flagSet: (variant: string): string => `Set to ${nameOf(variant)}…`,
  flagSetNamed: (id: string, variant: string): string => `Set to ${nameOf(variant)}… ${id}`,
  flagReset: 'Take back…',
  flagResetNamed: (id: string): string => `Take back… ${id}`,
  flagAsking: 'Waiting for your answer in the dialog…',
};
