// What the core needs to know of the place where a person is: a desktop with window and dialogs, or a terminal.
import type { ServiceComposeParts } from './compose-service.ts';
import type { FirstSteps } from './desktop/first-steps.ts';
import type { Language } from './domain/language.ts';
import type { Intents } from './desktop/intents.ts';
import type { PageReads } from './desktop/pages.ts';
import type { UpdateOrders } from './desktop/updates.ts';
import type { MainWindow } from './desktop/window.ts';
import type { SettingsTransfer } from './flows/settings-transfer.ts';
import type { AskHandOut, AskPerson, Log, Notice, Notifier, Shortcuts } from './ports.ts';

/** What its pages read and do, beside what a person can ask for anywhere. */
interface FacePages extends PageReads, FirstSteps {
  /** The same as the local service's: either can put back what the other has changed. */
  readonly settingsTransfer: SettingsTransfer;
}

export interface Face {
  readonly window: Pick<MainWindow, 'open' | 'isOpen' | 'push' | 'rememberIn'>;
  /** There is no window here, and none ever opens. */
  readonly isWindowless: boolean;
  readonly askPerson: AskPerson;
  /** Of its questions; at a terminal, English. */
  readonly askLanguage: () => Language;
  readonly ask: AskHandOut;
  /** Those that can be answered from elsewhere too. */
  readonly questions?: NonNullable<ServiceComposeParts['questions']>;
  readonly shortcuts: Shortcuts;
  /** The updates of the app itself, where this face looks for them. */
  readonly updates?: Pick<UpdateOrders, 'look'>;
  readonly chooseProgram: () => Promise<string | undefined>;
  /** Where to save a file of that name; undefined when they would rather not. */
  readonly chooseSavePath: (name: string) => Promise<string | undefined>;
  /** Puts a text on the clipboard. */
  readonly copy: (text: string) => void;
  /** A notice was shown, if anybody shows them here. */
  readonly notified: (notice: Notice) => void;
  /** Everything is there. */
  readonly start: (intents: Intents, pages: FacePages, log: Log, notifier: Notifier) => void;
}

/**
 * The face hears of every notice, whoever shows it.
 * @param shown takes names out of what the desktop shows, where they are to be hidden
 */
export function heardBy(face: Face, notifier: Notifier, shown: (notice: Notice) => Notice): Notifier {
  return {
    show(notice) {
      notifier.show(shown(notice));
      face.notified(notice);
    },
  };
}
