// `npm run mutation`: small changes all over the code on which sign-ins hang; the tests have to miss as many as they can.
// @ts-check
export default {
  mutate: [
    'main/domain/{callback,pasted-answer,refresh-policy,retry-policy}.ts',
    'main/flows/{chain-lock,fresh-credential,renewal,sign-in,sign-in-by-device,sign-in-desk,sign-in-paste}.ts',
    'main/flows/{switch-back,switch-desk,switch-transaction}.ts',
    'main/broker/{arrival,body,crowd,grants,json-keys,serve-route,service,socket-folder,streams}.ts',
  ],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/guards/mutation.config.ts' },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  tempDirName: 'out/mutation/work',
  ignorePatterns: ['dist', 'out', '.cache', 'assets/screenshots'],
  reporters: ['clear-text', 'json'],
  clearTextReporter: { logTests: false, reportTests: false },
  jsonReporter: { fileName: 'out/mutation/report.json' },
  thresholds: { high: 90, low: 85, break: 85 },
  // Types are stripped, and no mutant is looked at by the compiler.
  disableTypeChecks: false,
  packageManager: 'npm',
};
