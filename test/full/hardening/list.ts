// The figures about being attacked, killed and left alone by the desktop. A new one is one file and one line here.
import type { Figure } from '../figure.ts';
import { figure as environment } from './environment.ts';
import { figure as hostileArgv } from './hostile-argv.ts';
import { figure as ipcFuzzApp } from './ipc-fuzz-app.ts';
import { figure as ipcFuzz } from './ipc-fuzz.ts';
import { figure as killStart } from './kill-start.ts';
import { figure as noDesktop } from './no-desktop.ts';
import { figure as stranger } from './stranger.ts';
import { figure as termDuringRefresh } from './term-during-refresh.ts';

export const figures: readonly Figure[] = [
  ipcFuzz,
  ipcFuzzApp,
  killStart,
  hostileArgv,
  environment,
  noDesktop,
  termDuringRefresh,
  stranger,
];
