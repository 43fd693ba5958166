// Asks GitHub whose personal access token it is. What Copilot itself would refuse is sent nowhere.
import type { SignedInAccount } from '../../domain/account.ts';
import { Failure, toFailure } from '../../domain/failure.ts';
import { consumerId } from '../../domain/ids.ts';
import type { Secret } from '../../domain/secret.ts';
import type { ProviderTools } from '../description.ts';
import { issuerIn, type GithubSite } from './site.ts';
import { accountOf } from './user.ts';

/** Fine-grained, or of a sign-in with an app: what Copilot CLI itself takes. */
const pattern = /^(?:github_pat_|gho_|ghu_)[\w-]{20,300}$/;

/** @throws Failure `credential/malformed`, `credential/key-rejected`, `network/…`, `provider/…` */
export async function accept(
  key: Secret,
  site: GithubSite,
  tools: ProviderTools,
  signal: AbortSignal,
): Promise<SignedInAccount> {
  const subject = site.label;
  const text = key.reveal();
  if (text.startsWith('ghp_')) {
    const detail = 'Copilot takes no classic tokens (ghp_…), only fine-grained ones (github_pat_…)';
    throw new Failure('credential/malformed', { subject, detail });
  }
  if (!pattern.test(text)) throw new Failure('credential/malformed', { subject });
  try {
    return {
      account: await accountOf(site, key, 'api-key', tools, signal),
      credential: {
        kind: 'api-key',
        ...issuerIn(site),
        key,
        origin: 'entered',
        destinations: [consumerId('copilot')],
        obtainedAt: tools.clock.nowMs(),
      },
    };
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (failure.code !== 'credential/rejected') throw failure;
    throw new Failure('credential/key-rejected', { subject });
  }
}
