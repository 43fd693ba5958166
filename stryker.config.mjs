// `npm run mutation`: small changes all over the code on which sign-ins hang; the tests have to miss as many as they can.
// @ts-check

/** The code on which sign-ins hang, by what it is for; each room has a score of its own. */
export const rooms = {
  'sign-in': [
    'main/domain/{callback,pasted-answer}.ts',
    'main/flows/{account-book,consent,sign-in,sign-in-by-device,sign-in-by-program,sign-in-desk,sign-in-paste}.ts',
  ],
  refresh: [
    'main/domain/{refresh-policy,retry-policy}.ts',
    'main/flows/{chain-lock,fresh-credential,renewal}.ts',
  ],
  switch: [
    'main/domain/{in-turn,same-bytes,switched-settings}.ts',
    'main/flows/{prove-account,switch-back,switch-desk,switch-offer,switch-shortcut,switch-transaction}.ts',
  ],
  lock: [
    'main/adapters/node/{file-lock,flock,folder-lock,folder-lock-notes,foreign-locks}.ts',
    'main/adapters/node/{lock-file,owner-lock,patience}.ts',
  ],
  files: [
    'main/adapters/node/{credential-files,durable-file,edit-plans,file-exchange,file-failure,originals}.ts',
    'main/adapters/node/{whole-files,write-target}.ts',
  ],
  broker: [
    'main/broker/{arrival,body,call-context,crowd,failure-status,grants,json-keys,line-source,metrics}.ts',
    'main/broker/{reply,routes,serve-route,service,socket-folder,streams}.ts',
  ],
};

export default {
  mutate: Object.values(rooms).flat(),
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  // Processes, as the tests run in otherwise: a thread cannot set the umask.
  vitest: { configFile: 'test/guards/mutation.config.ts', pool: 'forks' },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  tempDirName: 'out/mutation/work',
  ignorePatterns: ['dist', 'out', '.cache', 'assets/screenshots'],
  reporters: ['clear-text', 'json'],
  // The scores are told room by room (scripts/mutation.ts), which also says whether they are enough.
  clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: false },
  jsonReporter: { fileName: 'out/mutation/report.json' },
  thresholds: { high: 90, low: 85, break: null },
  // Types are stripped, and no mutant is looked at by the compiler.
  disableTypeChecks: false,
  packageManager: 'npm',
};
