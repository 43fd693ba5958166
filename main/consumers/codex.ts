// Codex: `$CODEX_HOME/auth.json`, in the exact shape that Codex writes itself (protocols §1.7).
import { consumerId } from '../domain/ids.ts';
import type { ConsumerDescription, Places } from './description.ts';

const id = consumerId('codex');

function folder({ home, environment }: Places): string {
  const configured = environment['CODEX_HOME'];
  return configured === undefined || configured === '' ? `${home}/.codex` : configured;
}

export const codex: ConsumerDescription = {
  id,
  label: 'Codex',
  file: {
    path: (places) => `${folder(places)}/auth.json`,
    content({ account, credential }) {
      if (
        account.provider !== 'openai' ||
        credential.kind !== 'oauth' ||
        !credential.destinations.includes(id)
      )
        return undefined;
      return {
        auth_mode: 'chatgpt',
        OPENAI_API_KEY: null,
        tokens: {
          id_token: credential.idToken.reveal(),
          access_token: credential.accessToken.reveal(),
          refresh_token: credential.refreshToken.reveal(),
          oauth_provenance: { issuer: credential.issuer, client_id: credential.clientId },
          account_id: account.workspaceId ?? null,
        },
        last_refresh: new Date(credential.obtainedAt).toISOString(),
      };
    },
    overruledBy: {
      path: (places) => `${folder(places)}/config.toml`,
      // With "keyring" Codex ignores and deletes the file; with "auto" it prefers the keyring (protocols §1.7).
      overrules: (text) => /^\s*["']?cli_auth_credentials_store["']?\s*=\s*["'](?!file["'])/m.test(text),
    },
  },
};
