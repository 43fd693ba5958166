// `auth_config.json` in Codex's folder: what Every Code and its relatives prefer. No key in it (peers §2).
import { isJsonObject } from '../../domain/json.ts';
import type { ProviderId } from '../../domain/ids.ts';
import { claudeProvider, openaiProvider } from '../agent-variables.ts';
import type { StateFile } from '../description.ts';
import { codexFolder } from '../folders.ts';

/** Those that its readers know. */
const known: readonly ProviderId[] = [claudeProvider, openaiProvider];

export const authConfig: StateFile = {
  kind: 'state',
  id: 'code-auth-config',
  path: (places) => `${codexFolder(places)}/auth_config.json`,
  isOnByDefault: true,
  writes: 'The preferred provider, whether to fall back, and the order of providers. No key.',
  content({ preferred, providers, mayFallBack, notify }, present) {
    const before = present?.['oauth_settings'];
    const kept = isJsonObject(before) ? before : {};
    const order = providers.map((each) => each.id).filter((each) => known.includes(each));
    return {
      ...(preferred !== undefined && order.includes(preferred) && { preferred_provider: preferred }),
      auto_fallback_enabled: mayFallBack,
      provider_priorities: [
        ...order.filter((each) => each === preferred),
        ...order.filter((each) => each !== preferred),
      ],
      quota_warnings_enabled: notify,
      // Gatehouse renews; a second program that does would end the sign-in.
      oauth_settings: { ...kept, auto_refresh: false },
    };
  },
};
