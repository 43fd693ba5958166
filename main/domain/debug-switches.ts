// Command-line switches that would open the app to inspection or weaken Chromium. No fuse covers most of them.

const refused: readonly string[] = [
  'inspect',
  'inspect-brk',
  'inspect-port',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-allow-origins',
  'js-flags',
  'load-extension',
  'disable-web-security',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'host-resolver-rules',
  'host-rules',
  'log-net-log',
  'enable-logging',
  'vmodule',
  'proxy-server',
  'proxy-pac-url',
  'ssl-key-log-file',
  'renderer-process-limit',
  'utility-cmd-prefix',
  'renderer-cmd-prefix',
  'gpu-launcher',
  'password-store',
  'no-sandbox',
  'disable-gpu-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-setuid-sandbox',
  'no-zygote-sandbox',
  'no-zygote',
  'single-process',
];

// Chromium takes a single dash as well.
/** The switches among the arguments that a shipped app refuses to run with, without their values. */
export function debugSwitches(argv: readonly string[]): readonly string[] {
  return argv.flatMap((word) => {
    const name = /^--?([a-z][a-z-]*)(?:=|$)/.exec(word)?.[1];
    return name !== undefined && refused.includes(name) ? [`--${name}`] : [];
  });
}
