// That a provider is not built in: the file says so, and these are the only hosts that it asks. Where it may not be used now, why.
import type { ThirdPartyView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { FixButton } from './fix-button.tsx';
import { ProblemNote } from './problem-note.tsx';

export interface ThirdPartyProps {
  /** Of the provider. */
  readonly label: string;
  readonly thirdParty: ThirdPartyView;
}

export function ThirdParty({ label, thirdParty: { hosts, problem, fix } }: ThirdPartyProps) {
  return (
    <div class="third-party">
      <p class="third-party-line">
        <span class="badge">{messages.thirdParty}</span>
        <span>{hosts.length === 0 ? messages.thirdPartyFile : messages.thirdPartyHosts(hosts)}</span>
      </p>
      <ProblemNote problems={[problem]} />
      <FixButton fix={fix} name={label} busy={false} onSignIn={null} onReadAgain={null} />
    </div>
  );
}
