// What may be written only in one place, or not at all in the pure rooms. scripts/check/lint-plugin.ts makes rules of it.

export interface Ban {
  /** The rule is `gatehouse/<name>`. */
  readonly name: string;
  /** Where it holds. */
  readonly in: readonly string[];
  /** The places where the call belongs. */
  readonly except: readonly string[];
  readonly message: string;
  /** Banned wherever the name stands. */
  readonly identifiers?: readonly string[];
  /** Banned as import. */
  readonly modules?: readonly string[];
  /** Banned when nothing in the file declares them. */
  readonly globals?: readonly string[];
  /** Banned as `object.member` of a global. */
  readonly members?: readonly string[];
}

const product = ['main/**', 'preload/**', 'renderer/**'];

/** Rooms that get every effect as an argument. */
const pureRooms = ['domain', 'providers', 'consumers', 'flows', 'state'].map((room) => `main/${room}/**`);

export const bans: readonly Ban[] = [
  {
    name: 'ipc-main-only-in-ipc',
    in: product,
    except: ['main/desktop/ipc.ts'],
    identifiers: ['ipcMain'],
    message: 'Register the call in preload/contract.ts; main/desktop/ipc.ts alone talks to ipcMain.',
  },
  {
    name: 'ipc-renderer-only-in-preload',
    in: product,
    except: ['preload/index.ts'],
    identifiers: ['ipcRenderer'],
    message: 'Use the bridge; preload/index.ts alone talks to ipcRenderer.',
  },
  {
    name: 'safe-storage-only-in-adapter',
    in: product,
    except: ['main/adapters/electron/**'],
    identifiers: ['safeStorage'],
    message: 'Take the SecretBox port; main/adapters/electron/ alone talks to safeStorage.',
  },
  {
    name: 'open-external-only-in-browser',
    in: product,
    except: ['main/adapters/electron/browser.ts'],
    identifiers: ['openExternal'],
    message: 'Take the Browser port; main/adapters/electron/browser.ts alone opens addresses.',
  },
  {
    name: 'programs-only-from-adapters-and-cli',
    in: product,
    except: ['main/adapters/node/**', 'main/cli/**'],
    modules: ['node:child_process', 'child_process'],
    message: 'Start programs in main/adapters/node/ behind a port (or in main/cli/).',
  },
  {
    name: 'no-ambient-effects',
    in: pureRooms,
    except: [],
    globals: [
      'process',
      'Buffer',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'clearTimeout',
      'clearInterval',
      'clearImmediate',
      'queueMicrotask',
      'performance',
      'fetch',
      'globalThis',
    ],
    members: [
      'Date.now',
      'Math.random',
      'crypto.randomUUID',
      'crypto.getRandomValues',
      'AbortSignal.timeout',
    ],
    message: 'Take time, timers, randomness and the network as a port (main/ports.ts).',
  },
  {
    name: 'no-console',
    in: product,
    except: [],
    globals: ['console'],
    message: 'Use the log port: it redacts secrets, the console does not.',
  },
];
