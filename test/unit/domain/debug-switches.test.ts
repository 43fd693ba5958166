// Switches that open the app to inspection are found in every spelling Chromium takes; ordinary ones are not.
import { expect, test } from 'vitest';
import { debugSwitches } from '../../../main/domain/debug-switches.ts';

test.each([
  [['--inspect'], ['--inspect']],
  [['--inspect=127.0.0.1:9229'], ['--inspect']],
  [['--inspect-brk=0'], ['--inspect-brk']],
  [
    ['--remote-debugging-port=9222', '--js-flags=--allow-natives-syntax'],
    ['--remote-debugging-port', '--js-flags'],
  ],
  [['--remote-debugging-pipe'], ['--remote-debugging-pipe']],
  [['--load-extension=/tmp/x'], ['--load-extension']],
  [['--ignore-certificate-errors'], ['--ignore-certificate-errors']],
  [['--host-resolver-rules=MAP * 127.0.0.1'], ['--host-resolver-rules']],
  [['--password-store=basic'], ['--password-store']],
  [['--gpu-launcher=sh'], ['--gpu-launcher']],
  [['-remote-debugging-port=9222'], ['--remote-debugging-port']],
  [
    ['--no-sandbox', '--single-process', '--no-zygote'],
    ['--no-sandbox', '--single-process', '--no-zygote'],
  ],
  [
    ['--disable-seccomp-filter-sandbox', '--disable-namespace-sandbox', '--disable-setuid-sandbox'],
    ['--disable-seccomp-filter-sandbox', '--disable-namespace-sandbox', '--disable-setuid-sandbox'],
  ],
  [
    [' --remote-debugging-port=9222', '--remote-debugging-port ', '\t--log-net-log=/tmp/x', '\v-js-flags\f'],
    ['--remote-debugging-port', '--remote-debugging-port', '--log-net-log', '--js-flags'],
  ],
  [
    ['\u00A0--no-sandbox\u0085', '--Remote-Debugging-Port=1', '/INSPECT', ' /password-store=basic'],
    ['--no-sandbox', '--remote-debugging-port', '--inspect', '--password-store'],
  ],
  [
    [
      '--renderer-cmd-prefix=x',
      '--utility-cmd-prefix=x',
      '--zygote-cmd-prefix=x',
      '--browser-subprocess-path=x',
    ],
    ['--renderer-cmd-prefix', '--utility-cmd-prefix', '--zygote-cmd-prefix', '--browser-subprocess-path'],
  ],
])('%j is refused as %j', (argv, found) => {
  expect(debugSwitches(argv)).toEqual(found);
});

test('ordinary arguments pass', () => {
  expect(
    debugSwitches([
      ...['.', '--ozone-platform=headless', '--disable-gpu', '--inspector', 'inspect', '--', '-'],
      ...['x --inspect', '-- inspect', '--inspect =1', '/usr/inspect', ''],
    ]),
  ).toEqual([]);
});
