// The history of a shared file with a version of every kind, the newest of which shows what it changed.
import type { FileHistoryView } from '../../../preload/view.ts';
import { codexFile, day, hour, noon } from './views.ts';

export const codexHistory: FileHistoryView = {
  path: codexFile.path,
  readers: ['Codex'],
  versions: [
    {
      at: noon - hour,
      by: { kind: 'program', name: 'Codex' },
      step: {
        kind: 'changed',
        lines: [
          { kind: 'folded', count: 7 },
          { kind: 'same', text: '  "tokens": {' },
          { kind: 'old', text: '    "access_token": "[secret 3f2a91bc]",' },
          { kind: 'new', text: '    "access_token": "[secret 91bc77d0]",' },
          { kind: 'same', text: '  }' },
        ],
        more: 0,
        added: 1,
        removed: 1,
      },
    },
    { at: noon - 2 * hour, by: { kind: 'unknown' }, step: { kind: 'alike' } },
    { at: noon - day, by: { kind: 'gatehouse' }, step: { kind: 'gone' } },
    {
      at: noon - 2 * day,
      by: { kind: 'gatehouse' },
      step: { kind: 'first', lines: [{ kind: 'same', text: '{}' }], more: 3 },
    },
  ],
  sealed: 0,
  keyStore: 'open',
  original: { at: noon - 2 * day, existed: true },
};
