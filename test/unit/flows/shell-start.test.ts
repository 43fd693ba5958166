// Changes of two shells that are asked for at once: one after the other, for the scripts are for both.
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createShellStart } from '../../../main/flows/shell-start.ts';
import { createStore } from '../../../main/state/store.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { MemoryFiles } from '../../fakes/shared-files.ts';

const shellNamed = (shell: string) => ({
  shell,
  label: shell,
  program: shell,
  path: `/home/ada/.${shell}rc`,
  lines: ['# ours'],
  untried: false,
});

test('scripts that one shell is about to use are not taken away with those of another', async () => {
  const bash = shellNamed('bash');
  const disk = new MemoryFiles();
  const opened = Promise.withResolvers<undefined>();
  let areThere = false;
  const store = createStore();
  const flow = createShellStart({
    consumers: [],
    places: { home: '/home/ada', data: '/data', environment: {} },
    shells: [bash, shellNamed('zsh')],
    scripts: {
      write: async () => {
        areThere = true;
      },
      remove: async () => {
        areThere = false;
      },
    },
    links: { share: async () => undefined },
    programs: { find: async (name) => `/bin/${name}` },
    files: disk,
    writer: {
      editText: async (target, edit) => {
        if (target.path === bash.path) await opened.promise;
        return disk.editText(target, edit);
      },
      planText: (target, edit) => disk.planText(target, edit),
      put: (target, planned) => disk.put(target, planned),
      original: (path) => disk.original(path),
    },
    store,
    log: new RecordingLog(),
  });
  const changes = [flow.install('bash'), flow.uninstall('zsh')];
  // Whatever goes on without waiting is done by then.
  await setImmediate();
  opened.resolve(undefined);
  await Promise.all(changes);
  expect([areThere, store.state().shells.map(({ shell, kind }) => `${shell} ${kind}`)]).toEqual([
    true,
    ['bash on', 'zsh off'],
  ]);
});
