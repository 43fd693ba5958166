// The app's entry among what starts with the desktop: through Electron on macOS and Windows, by a file on Linux.
import { realpathSync } from 'node:fs';
import { app } from 'electron/main';
import { ownAppImage } from '../../domain/app-image.ts';
import { hiddenWord } from '../../domain/start-words.ts';
import type { Autostart } from '../../ports.ts';
import { createAutostartFile } from '../node/autostart-file.ts';

/** Untried: there was no macOS and no Windows to try it on. */
const loginItem: Autostart = {
  async set(on) {
    app.setLoginItemSettings({ openAtLogin: on, args: [hiddenWord] });
  },
  async renew() {
    // An entry for another place of the program does not count as ours there, so the answer would say too little.
    app.setLoginItemSettings({ openAtLogin: true, args: [hiddenWord] });
    return true;
  },
};

/** @param home the person's */
export function createAutostart(home: string): Autostart {
  if (process.platform !== 'linux') return loginItem;
  // What an AppImage runs from is another folder each time; the file itself stays.
  const program = ownAppImage(process.execPath, process.env, realpathSync) ?? process.execPath;
  // While it is developed, the program is Electron's own and is told where the app lies.
  const command = app.isPackaged ? [program, hiddenWord] : [program, app.getAppPath(), hiddenWord];
  return createAutostartFile({ home, environment: process.env, command });
}
