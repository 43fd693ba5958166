// The figures about the one authority for every credential. A new one is one file and one line here.
import type { Figure } from '../figure.ts';
import { figure as backendSwitches } from './backend-switches.ts';
import { figure as concurrentWriters } from './concurrent-writers.ts';
import { figure as crashAtEveryByte } from './crash-at-every-byte.ts';
import { figure as documentEdits } from './document-edits.ts';
import { figure as fullDisk } from './full-disk.ts';
import { figure as journalWindow } from './journal-window.ts';
import { figure as keyStoreStates } from './key-store-states.ts';
import { figure as killDuringWrite } from './kill-during-write.ts';
import { figure as killsAroundTheAnswer } from './kills-around-the-answer.ts';
import { figure as killedApp } from './killed-app.ts';
import { figure as lockTakeover } from './lock-takeover.ts';
import { figure as oneRefreshAfterKill } from './one-refresh-after-kill.ts';
import { figure as oneRefresh } from './one-refresh.ts';
import { figure as realCodex } from './real-codex.ts';
import { figure as realOpenCode } from './real-opencode.ts';

export const figures: readonly Figure[] = [
  killDuringWrite,
  crashAtEveryByte,
  fullDisk,
  documentEdits,
  concurrentWriters,
  lockTakeover,
  oneRefresh,
  oneRefreshAfterKill,
  journalWindow,
  killsAroundTheAnswer,
  backendSwitches,
  keyStoreStates,
  killedApp,
  realCodex,
  realOpenCode,
];
