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
  'zygote-cmd-prefix',
  'browser-subprocess-path',
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

// As Chromium reads a word: without the blanks around it, behind a single dash as well, and on Windows in any case and behind a
// slash. No word of ours looks like that, so it is the same everywhere.
const switchIn = /^[\s\u0085]*(?:--?|\/)([a-z-]+)(?:=|[\s\u0085]*$)/i;

/** The switches among the arguments that a shipped app refuses to run with, without their values. */
export function debugSwitches(argv: readonly string[]): readonly string[] {
  return argv.flatMap((word) => {
    const name = switchIn.exec(word)?.[1]?.toLowerCase();
    return name !== undefined && refused.includes(name) ? [`--${name}`] : [];
  });
}
