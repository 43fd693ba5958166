// Views to draw: small builders with plain defaults, so that each test names only what it is about.
import type {
  AccountView,
  MethodView,
  ProblemView,
  ProviderView,
  SignInView,
  View,
  WindowView,
} from '../../../preload/view.ts';

/** The fake clock's start: a Tuesday at noon. */
export const noon = Date.UTC(2026, 10, 24, 12);
export const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const browserMethod: MethodView = {
  id: 'browser',
  label: 'Sign in with ChatGPT',
  standing: 'Uses the sign-in of Codex. Many tools do; OpenAI has neither confirmed nor forbidden it.',
  kind: 'browser',
  hint: null,
};

export const keyMethod: MethodView = {
  id: 'api-key',
  label: 'Enter an API key',
  standing: 'API key from the Anthropic Console: the way Anthropic provides for other programs.',
  kind: 'api-key',
  hint: 'sk-ant-…',
};

export const openAiKeyMethod: MethodView = {
  ...keyMethod,
  standing: 'API key from the OpenAI platform; billed by use.',
  hint: 'sk-…',
};

export const offline: ProblemView = {
  code: 'network/offline',
  what: 'OpenAI cannot be reached.',
  next: 'Check the connection or proxy; Gatehouse tries again by itself.',
};

export const wrongKey: ProblemView = {
  code: 'credential/rejected',
  what: 'Claude no longer accepts the stored sign-in.',
  next: 'Sign in again.',
};

export const noKeyStore: ProblemView = {
  code: 'storage/key-store-silent',
  what: 'The key store does not answer, so the keys of Gatehouse cannot be used.',
  next: 'Restart the Secret Service (for example gnome-keyring-daemon), then try again.',
};

export const fiveHours: WindowView = {
  id: '5h',
  label: '5-hour',
  usedPercent: 62.4,
  resetsAt: noon + 2 * hour + 10 * minute,
  level: 'ok',
};
export const weekly: WindowView = {
  id: '7d',
  label: 'Weekly',
  usedPercent: 87,
  resetsAt: noon + 4 * day + 6 * hour,
  level: 'low',
};
export const spent: WindowView = {
  id: 'spent',
  label: '5-hour',
  usedPercent: 112,
  resetsAt: noon + 45 * minute,
  level: 'exhausted',
};
export const unknownWindow: WindowView = {
  id: 'unknown',
  label: 'Weekly',
  usedPercent: null,
  resetsAt: null,
  level: 'unknown',
};

export const anna: AccountView = {
  id: 'openai:anna',
  label: 'anna@example.com',
  plan: 'Plus',
  windows: [fiveHours, weekly],
  readAt: noon - 3 * minute,
  source: 'OpenAI usage page',
  metered: true,
  problem: null,
};

export const keyAccount: AccountView = {
  id: 'claude:key',
  label: 'API key …7f3a',
  plan: 'API key',
  windows: [],
  readAt: null,
  source: null,
  metered: false,
  problem: null,
};

export const waiting: SignInView = {
  method: 'browser',
  step: 'waiting',
  url: 'https://auth.openai.com/oauth/authorize?response_type=code&client_id=app_EMoamEEZ73f0CkXaXp7hrann&state=Zk3',
};

export function openAi(changes: Partial<ProviderView> = {}): ProviderView {
  const methods = [browserMethod, openAiKeyMethod];
  return {
    id: 'openai',
    label: 'OpenAI',
    preferred: true,
    methods,
    signIn: null,
    accounts: [],
    problem: null,
    ...changes,
  };
}

export function claude(changes: Partial<ProviderView> = {}): ProviderView {
  const methods = [keyMethod];
  return {
    id: 'claude',
    label: 'Claude',
    preferred: false,
    methods,
    signIn: null,
    accounts: [],
    problem: null,
    ...changes,
  };
}

export function viewOf(providers: readonly ProviderView[], changes: Partial<View> = {}): View {
  return { loaded: true, providers, problems: [], version: '0.1.0', ...changes };
}
