// Everything that the window says in English.
import { accountsMessages } from './accounts.ts';
import { aboutMessages } from './about.ts';
import { activityMessages } from './activity.ts';
import { agentsMessages } from './agents.ts';
import { borrowingMessages } from './borrowing.ts';
import { commonMessages } from './common.ts';
import { companyLoginMessages } from './company-logins.ts';
import { doctorMessages } from './doctor.ts';
import { fileHistoryMessages } from './file-history.ts';
import { firstRunMessages } from './first-run.ts';
import { flagsMessages } from './flags.ts';
import { historyMessages } from './history.ts';
import { keptLoginMessages } from './kept-logins.ts';
import { keyStoreMessages } from './key-store.ts';
import { miniMessages } from './mini.ts';
import { preferencesMessages } from './preferences.ts';
import { quotaMessages } from './quota.ts';
import { settingsFileMessages } from './settings-file.ts';
import { settingsMessages } from './settings.ts';
import { signInWaysMessages } from './sign-in-ways.ts';
import { switchingMessages } from './switching.ts';
import { thirdPartyMessages } from './third-party.ts';
import { updateMessages } from './updates.ts';

export const english = {
  ...accountsMessages,
  ...aboutMessages,
  ...activityMessages,
  ...agentsMessages,
  ...borrowingMessages,
  ...commonMessages,
  ...companyLoginMessages,
  ...doctorMessages,
  ...fileHistoryMessages,
  ...firstRunMessages,
  ...flagsMessages,
  ...historyMessages,
  ...keptLoginMessages,
  ...keyStoreMessages,
  ...miniMessages,
  ...preferencesMessages,
  ...quotaMessages,
  ...settingsFileMessages,
  ...settingsMessages,
  ...signInWaysMessages,
  ...switchingMessages,
  ...thirdPartyMessages,
  ...updateMessages,
} as const;
