// GitHub Copilot at github.com, where GitHub's own program can sign in as well.
import { consumerId } from '../../domain/ids.ts';
import type { DelegatedMethod, ProviderDescription } from '../description.ts';
import { copilotAt } from './at.ts';
import { githubCom } from './site.ts';

const ownProgram: DelegatedMethod = {
  kind: 'delegated',
  id: 'copilot-cli',
  label: 'Sign in through Copilot CLI',
  standing:
    'GitHub’s own program signs in and keeps the token in the keyring of the system. Gatehouse never sees it, and so cannot ' +
    'ask for plan and quota.',
  owner: consumerId('copilot'),
};

export const copilot: ProviderDescription = {
  ...copilotAt(githubCom, [ownProgram]),
  isHiddenAtFirst: true,
};
