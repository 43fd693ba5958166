// Addresses that somebody would like to see opened or asked: each a trap for a program that looks too briefly.
import type { Random } from './random.ts';

const host = 'auth.openai.com';

/** What is wrong by the host as good ones have it, and what would be opened. */
const named: readonly (readonly [name: string, url: string])[] = [
  ['a script', 'javascript:alert(1)'],
  ['a script that looks like an address', `javascript://${host}/%0aalert(1)`],
  ['a script in capitals', 'JaVaScRiPt:alert(1)'],
  ['a script behind a control character', '\u0001javascript:alert(1)'],
  ['a script with a tab in its name', 'java\tscript:alert(1)'],
  ['a script of another age', 'vbscript:msgbox(1)'],
  ['a page in the address', 'data:text/html,<script>alert(1)</script>'],
  ['an object of a page', `blob:https://${host}/3c1b`],
  ['the source of a page', `view-source:https://${host}/`],
  ['a file', 'file:///etc/passwd'],
  ['a file at a host of ours', `file://${host}/share/tool.desktop`],
  ['a file by a path alone', '/usr/bin/xcalc'],
  ['a file of the folder', './tool.desktop'],
  ['a share', 'smb://evil.test/share'],
  ['a share as Windows writes it', String.raw`\\evil.test\share\tool.exe`],
  ['a share with a name of ours', String.raw`\\auth.openai.com\share`],
  ['a drive', String.raw`C:\Windows\System32\calc.exe`],
  ['a search of Windows', 'search-ms:query=x&crumb=location:\\\\evil.test'],
  ['a program of Windows', 'ms-msdt:/id PCWDiagnostic'],
  ['an app by its own scheme', `vscode://${host}/open`],
  ['a shell', 'ssh://evil.test'],
  ['a shell with an option for a host', 'ssh://-oProxyCommand=xcalc/'],
  ['mail', 'mailto:ada@example.test'],
  ['a call', 'tel:+1900'],
  ['a setting of the browser', 'chrome://settings'],
  ['an empty page', 'about:blank'],
  ['a file by ftp', `ftp://${host}/`],
  ['a socket', `wss://${host}/`],
  ['no TLS', `http://${host}/oauth/authorize`],
  ['no TLS at the port of TLS', `http://${host}:443/`],
  ['no scheme', `//${host}/oauth/authorize`],
  ['a host alone', host],
  ['an option', '--new-window'],
  ['an option that names a program', '--renderer-cmd-prefix=xcalc'],
  ['an option in front of a good address', `--proxy-server=evil.test https://${host}/`],
  ['nothing', ''],
  ['a blank', ' '],
  ['a blank in front', ` https://${host}/`],
  ['a blank behind', `https://${host}/ `],
  ['a blank in the path', `https://${host}/a --new-window`],
  ['a line break', `https://${host}/\nhttps://evil.test/`],
  ['a line break that parsers drop', `https://${host}/\r\noauth`],
  ['a tab inside the host', `https://auth.\topenai.com/`],
  ['a NUL', `https://${host}/\u0000`],
  ['a NUL behind the host', `https://${host}\u0000.evil.test/`],
  ['an escape of a terminal', `https://${host}/\u001b]0;x\u0007`],
  ['letters that run backwards', `https://${host}/\u202ehtua`],
  ['a name before the host', `https://ada@${host}/`],
  ['a name and a password', `https://ada:canary_pass@${host}/`],
  ['an empty name', `https://@${host}/`],
  ['a host of ours as the name', `https://${host}@evil.test/`],
  ['a host of ours as the name, with a backslash', String.raw`https://evil.test\@auth.openai.com/`],
  ['a backslash in place of a slash', String.raw`https:\\auth.openai.com\oauth`],
  ['one slash', `https:/${host}/`],
  ['three slashes', `https:///${host}/`],
  ['another port', `https://${host}:8443/`],
  ['the port of no TLS', `https://${host}:80/`],
  ['another host', 'https://evil.test/oauth/authorize'],
  ['a host below ours', `https://login.${host}/`],
  ['a host that ends like ours', `https://evil-${host}/`],
  ['a host that begins like ours', `https://${host}.evil.test/`],
  ['our host in the path', `https://evil.test/${host}/`],
  ['a dot behind the host', `https://${host}./`],
  ['a letter of another alphabet', 'https://\u0430uth.openai.com/'],
  ['the same as it is sent', 'https://xn--uth-5cd.openai.com/'],
  ['a wide letter', 'https://\uff41uth.openai.com/'],
  ['a full stop of another script', 'https://auth\u3002openai.com/'],
  ['a letter behind a percent sign', 'https://%61uth.openai.com/'],
  ['a blank of no width', 'https://auth\u200b.openai.com/'],
  ['this computer', 'https://127.0.0.1/oauth/authorize'],
  ['this computer by name', 'https://localhost/'],
  ['this computer in IPv6', 'https://[::1]/'],
  ['this computer as a number', 'https://2130706433/'],
  ['very long', `https://${host}/?${'a'.repeat(1_000_000)}`],
  ['a little too long', `https://${host}/?${'a'.repeat(8_192)}`],
];

export interface HostileUrl {
  readonly name: string;
  readonly url: string;
}

/** Each is wrong for whoever may open `auth.openai.com` alone. */
export const hostileUrls: readonly HostileUrl[] = named.map(([name, url]) => ({ name, url }));

const pieces: readonly string[] = [
  ...['\u0000', '\t', '\n', '\r', ' ', '\u00a0', '\u200b', '\u202e', '\u3002', '\uff0f', '\u0430', '\u001b'],
  ...['@', ':', '/', '//', '\\', '%', '%2e', '%00', '#', '?', '..', '[', ']', '"', "'", '`', '<', '|', '^'],
  ...['evil.test', 'evil.test/', '@evil.test', ':8443', 'javascript:', 'file:', '--', '-', 'xn--', '.', 'x'],
];

/** A good address with a few pieces put in or letters taken out somewhere, more often in front, where the host stands. */
export function spoiltUrl(random: Random, good: string): string {
  let url = good;
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const at = random.below(random.below(3) > 0 ? 30 : url.length + 1);
    const piece = pieces[random.below(pieces.length)] ?? '';
    url = url.slice(0, at) + piece + url.slice(at + random.below(2));
  }
  return url;
}
