// The page the browser shows at the end of a sign-in. Fixed texts only: nothing from the request is ever echoed (CB-06).
export type ResultPage = 'signed-in' | 'denied' | 'failed' | 'not-expected';

const texts: Readonly<Record<ResultPage, readonly [title: string, body: string]>> = {
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

const style = `:root{color-scheme:light dark;--text:#1d2126;--quiet:#5b6570;--ground:#f5f6f8;--card:#fff;--accent:#2f6f5e}
@media(prefers-color-scheme:dark){:root{--text:#eceff2;--quiet:#a3adb8;--ground:#15181c;--card:#1f242a;--accent:#6fc3ab}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
main{background:var(--card);border-radius:14px;padding:36px 44px;max-width:420px;border-top:4px solid var(--accent);box-shadow:0 6px 30px #0002}
h1{font-size:22px;margin:0 0 8px}p{margin:0;color:var(--quiet)}footer{margin-top:24px;font-size:13px;color:var(--quiet)}`;

export function resultPage(page: ResultPage): string {
  const [title, body] = texts[page];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · Gatehouse</title><style>${style}</style><main><h1>${title}</h1><p>${body}</p><footer>Gatehouse</footer></main></html>`;
}
