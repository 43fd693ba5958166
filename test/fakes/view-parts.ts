// Parts of a view of which nothing is known, for tests that only care about a part of it.
import type {
  KeysView,
  SelectionView,
  SubscriptionView,
  SwitchingView,
  WindowView,
} from '../../preload/view.ts';

export const unknownSubscription: SubscriptionView = {
  tier: null,
  status: 'unknown',
  before: null,
  changedAt: null,
  usageLimit: null,
  usageCurrent: null,
  usageUnit: 'percent',
  resetsAt: null,
  features: [],
  concurrentLimit: null,
};

export const silentKeys: KeysView = {
  keptBy: null,
  programCanBeSignedOut: false,
  backend: null,
  expiresAt: null,
  signInEndsAt: null,
  signInEndsWithinDays: null,
  renewedAt: null,
  renewedBy: null,
};

export const unknownWindow: Omit<WindowView, 'id' | 'label'> = {
  scope: null,
  beyondPlan: false,
  unlimited: false,
  usedPercent: null,
  amount: null,
  resetsAt: null,
  level: 'unknown',
  pace: { kind: 'unknown' },
  trend: null,
  readAt: 0,
  source: 'a test',
  stale: false,
};

export const nothingSwitched: SwitchingView = { running: null, problem: null, undo: null, holders: [] };

/** The wanted account serves; which one is for the test to say. */
export const primary: Pick<SelectionView, 'phase' | 'wanted' | 'waitsFor' | 'backAt'> = {
  phase: 'primary',
  wanted: null,
  waitsFor: [],
  backAt: null,
};
