// Joins what the first steps show and do, and the start with the desktop, with where it comes from.
import { realpathSync } from 'node:fs';
import { createAutostart } from './adapters/electron/autostart.ts';
import { createCommandLink } from './adapters/node/command-link.ts';
import type { LoginParts } from './broker/actions/logins.ts';
import type { Base } from './compose-base.ts';
import type { FirstSteps } from './desktop/first-steps.ts';
import type { Intents } from './desktop/intents.ts';
import { ownAppImage } from './domain/app-image.ts';
import { phrase } from './domain/phrases.ts';
import { tryNotice } from './domain/try-notice.ts';
import { passFirstRun } from './flows/pass-first-run.ts';
import { followStartWithSystem, type StartWithSystemParts } from './flows/start-with-system.ts';
import { createTerminalCommand } from './flows/terminal-command.ts';
import type { Notifier, Programs } from './ports.ts';
import { findProvider } from './providers/list.ts';
import { foundLoginView, takenLoginView } from './state/logins-view.ts';

export interface FirstStepParts extends Pick<StartWithSystemParts, 'changeSettings' | 'log'> {
  readonly base: Pick<Base, 'store' | 'paths' | 'language'>;
  readonly logins: LoginParts['logins'];
  readonly programs: Programs;
  readonly notifier: Notifier;
  readonly intents: Pick<Intents, 'open'>;
}

export interface ComposedFirstSteps extends FirstSteps {
  /** From now on the start with the desktop follows its setting; the returned function ends that. */
  readonly follow: () => () => void;
}

export function composeFirstSteps(parts: FirstStepParts): ComposedFirstSteps {
  const { logins, programs, notifier, log, changeSettings, intents } = parts;
  const { store, paths, language } = parts.base;
  const terminal = createTerminalCommand({
    programs,
    link: createCommandLink({
      home: paths.home,
      executable: process.execPath,
      platform: process.platform,
      image: ownAppImage(process.execPath, process.env, realpathSync),
    }),
  });
  const onClick = (): void => {
    intents.open();
  };
  /** Nobody breaks it off: the window may close meanwhile, and what was begun is done. */
  const never = (): AbortSignal => new AbortController().signal;

  return {
    async findLogins() {
      const { logins: found, unseen } = await logins.list({}, never());
      return {
        logins: found.map((each) => foundLoginView(each, (id) => findProvider(id).label)),
        unseen: unseen.map((sentence) => phrase(language(), sentence)),
      };
    },
    async takeLogins(only) {
      const taken = await logins.take({}, only, never());
      return taken.map((each) => takenLoginView(each, language()));
    },
    tryNotice() {
      notifier.show({ ...tryNotice(language()), sound: false, actions: [], onClick });
    },
    terminal: () => terminal.get(),
    linkTerminal: (on) => (on ? terminal.link() : terminal.unlink()),
    follow: () => {
      passFirstRun({ store, changeSettings });
      return followStartWithSystem({ store, autostart: createAutostart(paths.home), changeSettings, log });
    },
  };
}
