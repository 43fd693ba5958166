// The pages of the window, by the names that the command line and the service take. Pure.
export const pageNames = [
  'accounts',
  'history',
  'agents',
  'activity',
  'doctor',
  'settings',
  'about',
] as const;
export type PageName = (typeof pageNames)[number];
