// The step of the first steps on the terminal: whether it finds `gatehouse`, a link where it does not, and the shells.
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { ShellView, TerminalView } from '../../preload/view.ts';
import { useFocusHome } from '../focus.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { CommandLine } from './command-line.tsx';
import { Check } from './icons.tsx';
import { ProblemNote } from './problem-note.tsx';
import { ShellSetting } from './shell-setting.tsx';

/** What shows the accounts. */
const example = 'gatehouse auth status';

export function FirstRunTerminal({ shells }: { readonly shells: readonly ShellView[] }) {
  const title = useId();
  return (
    <>
      <Command />
      <section class="provider" aria-labelledby={title}>
        <h3 id={title} class="provider-title">
          {messages.shellHooks}
        </h3>
        {shells.length === 0 ? (
          <p class="hint">{messages.noShells}</p>
        ) : (
          <div class="card settings">
            {shells.map((shell) => (
              <ShellSetting key={shell.shell} shell={shell} />
            ))}
          </div>
        )}
      </section>
    </>
  );
}

function Command() {
  const title = useId();
  const { home, onFocusIn } = useFocusHome<HTMLHeadingElement>();
  const get = useIntent('terminal.get');
  const link = useIntent('terminal.link');
  const facts = useSignal<TerminalView | null>(null);
  /** Whether the link was made or removed last; null for neither. */
  const isLinked = useSignal<boolean | null>(null);
  const isOpen = useRef(true);

  const look = async (): Promise<void> => {
    const outcome = await get.request({});
    if (outcome.ok && isOpen.current) facts.value = outcome.value;
  };
  useEffect(() => {
    void look();
    return () => {
      isOpen.current = false;
    };
  }, []);

  const setLink = async (on: boolean): Promise<void> => {
    if (link.busy) return;
    isLinked.value = null;
    const outcome = await link.request({ on });
    if (!outcome.ok) return;
    facts.value = outcome.value;
    isLinked.value = on;
  };

  return (
    <section class="provider" aria-labelledby={title} onFocusIn={onFocusIn}>
      <h3 id={title} class="provider-title" tabIndex={-1} ref={home}>
        {messages.commandName}
      </h3>
      <p class="hint passing" role="status">
        {get.busy ? messages.lookingForCommand : linkWords(isLinked.value)}
      </p>
      <ProblemNote problems={[get.problem, link.problem]} />
      {get.problem !== null && (
        <div class="actions">
          <button type="button" class="button" onClick={() => void look()}>
            {messages.loadAgain}
          </button>
        </div>
      )}
      {facts.value !== null && (
        <Facts facts={facts.value} isBusy={link.busy} onLink={(on) => void setLink(on)} />
      )}
    </section>
  );
}

function linkWords(isLinked: boolean | null): string {
  if (isLinked === null) return '';
  return isLinked ? messages.commandLinked : messages.commandUnlinked;
}

interface FactsProps {
  readonly facts: TerminalView;
  readonly isBusy: boolean;
  readonly onLink: (on: boolean) => void;
}

function Facts({ facts: { found, link, command }, isBusy, onLink }: FactsProps) {
  return (
    <div class="card">
      {found === null ? (
        <p class="setting-label">{messages.commandMissing}</p>
      ) : (
        <div class="serving">
          <Check />
          <div class="note-text">
            <p class="setting-label">{messages.commandFound}</p>
            <p class="setting-effect path">{found}</p>
          </div>
        </div>
      )}
      {found === null && command === null && <p class="setting-effect">{messages.commandNone}</p>}
      {found === null && link?.kind === 'taken' && (
        <p class="setting-effect">{messages.commandTaken(link.path)}</p>
      )}
      {found === null && command !== null && link?.kind !== 'ours' && (
        <CommandLine name={messages.commandByHand} command={command} />
      )}
      {found === null && link?.kind === 'absent' && (
        <div class="actions">
          <button
            type="button"
            class="button"
            aria-busy={isBusy}
            onClick={() => {
              onLink(true);
            }}
          >
            {messages.linkCommand(link.path)}
          </button>
        </div>
      )}
      {found !== null && (
        <>
          <p>{messages.commandTry}</p>
          <CommandLine name={messages.commandTryName} command={example} />
        </>
      )}
      {link?.kind === 'ours' && (
        <div class="actions">
          <button
            type="button"
            class="quiet-button quiet-button-small"
            aria-busy={isBusy}
            onClick={() => {
              onLink(false);
            }}
          >
            {messages.unlinkCommand}
          </button>
        </div>
      )}
    </div>
  );
}
