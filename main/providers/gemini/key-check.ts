// Asks Google whether it accepts an API key for Gemini. Listing the models costs nothing.
import type { SignedInAccount } from '../../domain/account.ts';
import { consumerId, providerId } from '../../domain/ids.ts';
import type { Secret } from '../../domain/secret.ts';
import type { Http } from '../../ports.ts';
import { acceptKey } from '../accept-key.ts';
import type { ProviderTools } from '../description.ts';
import { errorWordsOf } from './google-errors.ts';

/**
 * Google says by 400 what others say by 401 and 403: that it does not know the key, or that it serves nobody from where the
 * question came. Any other 400 stays one.
 */
function wire(http: Http): Http {
  return async (url, init) => {
    const response = await http(url, init);
    if (response.status !== 400) return response;
    const words = await errorWordsOf(response);
    if (words.includes('API_KEY_INVALID')) return new Response(null, { status: 401 });
    return words.includes('FAILED_PRECONDITION') ? new Response(null, { status: 403 }) : response;
  };
}

/** @throws Failure `credential/malformed`, `credential/key-rejected`, `network/…`, `provider/…` */
export async function accept(
  key: Secret,
  tools: ProviderTools,
  signal: AbortSignal,
): Promise<SignedInAccount> {
  const rules = {
    provider: providerId('gemini'),
    subject: 'Google Gemini',
    // Since 2026 they start with two letters and a dot, `AQ.` for most; `AIza` before that. `ya29.` is no key but a login.
    pattern: /^(?:AIza|[A-Z]{2}\.)[\w.-]{20,300}$/,
    checkUrl: 'https://generativelanguage.googleapis.com/v1beta/models?pageSize=1',
    headersFor: (text: string) => ({ 'x-goog-api-key': text }),
    knownBy: 'models',
    destinations: [consumerId('opencode')],
  };
  return acceptKey(key, rules, { ...tools, http: wire(tools.http) }, signal);
}
