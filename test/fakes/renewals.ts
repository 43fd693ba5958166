// The states of one account that is renewed again and again: each has a refresh token of its own.
import { Secret } from '../../main/domain/secret.ts';
import { noonMs, openaiEntry, type OAuthEntry } from './accounts.ts';

/** As large as a real one, whose access token carries its claims. */
const claims = 'x'.repeat(1_800);

export function renewal(turn: number): OAuthEntry {
  return openaiEntry(
    {},
    {
      accessToken: new Secret(`canary_access_${String(turn)}_${claims}`),
      refreshToken: new Secret(`canary_refresh_${String(turn)}`),
      idToken: new Secret(`canary_id_${String(turn)}_${claims}`),
      obtainedAt: noonMs + turn,
    },
  );
}
