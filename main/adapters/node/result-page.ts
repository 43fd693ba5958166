// The page the browser shows at the end of a sign-in. Fixed texts only: nothing from the request is ever echoed (CB-06).
import type { Language } from '../../domain/language.ts';

export type ResultPage = 'signed-in' | 'denied' | 'failed' | 'not-expected';

type Texts = Readonly<Record<ResultPage, readonly [title: string, body: string]>>;

const texts: Readonly<Record<Language, Texts>> = {
  en: {
    'signed-in': ['Signed in', 'You can close this tab and go back to what you were doing.'],
    denied: [
      'Not signed in',
      'Access was denied on the sign-in page. Start again from Gatehouse if that was a mistake.',
    ],
    failed: [
      'Not signed in',
      'The answer could not be used, and nothing was stored. Gatehouse says why and what to do.',
    ],
    'not-expected': ['Nothing to do here', 'Gatehouse is not waiting for this request.'],
  },
  de: {
    'signed-in': ['Angemeldet', 'Du kannst diesen Tab schließen und dort weitermachen, wo du warst.'],
    denied: [
      'Nicht angemeldet',
      'Auf der Anmeldeseite wurde der Zugriff abgelehnt. War das ein Versehen, starte in Gatehouse neu.',
    ],
    failed: [
      'Nicht angemeldet',
      'Die Antwort war nicht zu gebrauchen, und nichts wurde gespeichert. Gatehouse sagt, warum und was zu tun ist.',
    ],
    'not-expected': ['Hier gibt es nichts zu tun', 'Gatehouse wartet nicht auf diese Anfrage.'],
  },
};

export const resultPageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  connection: 'close',
};

/** The colours of the window (renderer/styles/values.css). */
const style = `:root{color-scheme:light dark;--ground:#f5f6f8;--card:#fff;--line:#dadee5;--text:#1b2027;--soft:#4d5663;--accent:#0b6b62;--tint:#e0f1ee;--bad:#9f2119;--bad-tint:#fde9e7;--none:#e6e9ee}
@media(prefers-color-scheme:dark){:root{--ground:#15181c;--card:#1e2329;--line:#333a44;--text:#e8ebef;--soft:#adb6c2;--accent:#4cc2b1;--tint:#17322f;--bad:#ff9c8f;--bad-tint:#3a201d;--none:#2b323b}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
main{background:var(--card);border:1px solid var(--line);border-radius:16px;padding:40px 40px 24px;width:100%;max-width:420px;text-align:center;box-shadow:0 8px 32px #0001}
.mark{width:56px;height:56px;padding:14px;border-radius:50%;margin:0 auto 20px;background:var(--none);color:var(--soft)}.good{background:var(--tint);color:var(--accent)}.bad{background:var(--bad-tint);color:var(--bad)}
.mark svg{display:block;fill:none;stroke:currentColor;stroke-width:3;stroke-linecap:round;stroke-linejoin:round}
h1{font-size:22px;line-height:1.25;margin:0 0 8px}p{margin:0;color:var(--soft);text-wrap:balance}
footer{display:flex;gap:8px;align-items:center;justify-content:center;margin-top:32px;padding-top:20px;border-top:1px solid var(--line);font-size:13px;color:var(--soft)}
@media(forced-colors:active){.mark{border:2px solid CanvasText;color:CanvasText}}`;

/** The app's icon (assets/icon.svg), without its gradients. */
const icon =
  '<svg width="24" height="24" viewBox="24 24 464 464" aria-hidden="true"><rect x="24" y="24" width="464" height="464" rx="108" fill="#0c5750"/><path d="M104 120h72v40h44v-40h72v40h44v-40h72v272H104z" fill="#fff"/><path d="M180 392V276a76 76 0 0 1 152 0v116z" fill="#f0a93b"/><path d="M80 384h352v24H80z" fill="#fff"/></svg>';

const check = 'M5 15l6 6L23 8';
const cross = 'M7 7l14 14M21 7L7 21';
const dash = 'M6 14h16';

/** Never by colour alone: each has a form of its own. */
const marks: Readonly<Record<ResultPage, readonly [kind: string, path: string]>> = {
  'signed-in': ['good', check],
  denied: ['bad', cross],
  failed: ['bad', cross],
  'not-expected': ['none', dash],
};

export function resultPage(page: ResultPage, language: Language): string {
  const [title, body] = texts[language][page];
  const [kind, path] = marks[page];
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · Gatehouse</title><style>${style}</style><main><div class="mark ${kind}" aria-hidden="true"><svg viewBox="0 0 28 28"><path d="${path}"/></svg></div><h1>${title}</h1><p>${body}</p><footer>${icon}Gatehouse</footer></main></html>`;
}
