// One file of each program, each as it should be: what Doctor has nothing to say about.
import type { JsonObject } from '../../main/domain/json.ts';
import { noonMs } from './accounts.ts';
import { doctorAtWork, type DoctorAtWork } from './doctor.ts';
import { chatgpt, codexConfigPath, codexPath } from './flows.ts';

const { credential } = chatgpt;
export const refreshToken = credential.refreshToken.reveal();
export const tokens = {
  id_token: credential.idToken?.reveal() ?? '',
  access_token: credential.accessToken.reveal(),
  refresh_token: refreshToken,
  account_id: 'acc-1',
};
export const codexFile = { auth_mode: 'chatgpt', OPENAI_API_KEY: null, tokens } as const;
export const codePath = '/home/ada/.code/auth.json';
export const opencodePath = '/home/ada/.local/share/opencode/auth.json';
export const claudePath = '/home/ada/.claude/.credentials.json';
export const bashrc = '/home/ada/.bashrc';
export const key = 'canary_key_0123456789abcdef';
export const wellKnown = 'https://models.corp.example';
export const claudeLogin = (changes: JsonObject = {}) => ({
  claudeAiOauth: {
    accessToken: 'canary_a',
    refreshToken: 'canary_r',
    expiresAt: noonMs + 60_000,
    scopes: ['user:inference'],
    ...changes,
  },
});
const notes = { oauthAccount: { emailAddress: 'ada@example.test', organizationUuid: 'org-1' } };

/** One file of each program, each as it should be. */
const healthy: Readonly<Record<string, JsonObject | string>> = {
  [codexPath]: codexFile,
  [codexConfigPath]: 'model = "gpt-5"\n',
  [claudePath]: claudeLogin(),
  '/home/ada/.claude.json': notes,
  [opencodePath]: { [wellKnown]: { type: 'wellknown', key: 'CORP_KEY', token: 'canary_t' } },
  [bashrc]: 'export EDITOR=vi\n',
};

export function work(changes: Parameters<typeof doctorAtWork>[0] = {}): DoctorAtWork {
  return doctorAtWork({ ...changes, present: { ...healthy, ...changes.present } });
}
