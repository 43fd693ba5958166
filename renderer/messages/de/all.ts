// Everything that the window says in German.
import { activityMessages } from './activity.ts';
import { agentsMessages } from './agents.ts';
import { commonMessages } from './common.ts';
import { doctorMessages } from './doctor.ts';
import { historyMessages } from './history.ts';
import { keyStoreMessages } from './key-store.ts';
import { quotaMessages } from './quota.ts';
import { settingsMessages } from './settings.ts';
import { switchingMessages } from './switching.ts';

export const german = {
  ...activityMessages,
  ...agentsMessages,
  ...commonMessages,
  ...doctorMessages,
  ...historyMessages,
  ...keyStoreMessages,
  ...quotaMessages,
  ...settingsMessages,
  ...switchingMessages,
} as const;
