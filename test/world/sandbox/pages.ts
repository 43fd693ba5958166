// The sign-in pages: plain HTML that a browser, or a person, clicks through.
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');

const page = (title: string, content: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escape(title)}</title>
<style>body{font:16px sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem}input,button{font:inherit;padding:.4rem .8rem}</style>
</head>
<body><main><h1>${escape(title)}</h1>
${content}
</main></body></html>
`;

const form = (action: string, attempt: string, content: string): string =>
  `<form method="post" action="${action}"><input type="hidden" name="attempt" value="${escape(attempt)}">
${content}</form>`;

const alert = (problem: string | undefined): string =>
  problem === undefined ? '' : `<p role="alert" data-testid="problem">${escape(problem)}</p>`;

export interface SignInPage {
  readonly site: string;
  readonly attempt: string;
  readonly problem?: string | undefined;
}

export const emailPage = ({ site, attempt, problem }: SignInPage, hint = ''): string =>
  page(
    `Sign in to ${site}`,
    `${alert(problem)}${form(
      '/sandbox/email',
      attempt,
      `<label>Email <input data-testid="email" name="email" type="email" value="${escape(hint)}" autofocus required></label>
<button data-testid="continue">Continue</button>`,
    )}`,
  );

export const consentPage = (
  { site, attempt }: SignInPage,
  details: { readonly client: string; readonly email: string; readonly scope: string },
): string =>
  page(
    `Allow access to ${site}?`,
    `<p><strong>${escape(details.client)}</strong> asks to use the account <strong>${escape(details.email)}</strong>.</p>
<ul>${details.scope
      .split(' ')
      .map((one) => `<li>${escape(one)}</li>`)
      .join('')}</ul>
${form(
  '/sandbox/decision',
  attempt,
  `<button data-testid="allow" name="decision" value="allow">Allow</button>
<button data-testid="deny" name="decision" value="deny">Deny</button>`,
)}`,
  );

export const deviceCodePage = ({ site, attempt, problem }: SignInPage): string =>
  page(
    `Connect a device to ${site}`,
    `${alert(problem)}${form(
      '/sandbox/device',
      attempt,
      `<label>Code <input data-testid="user-code" name="user_code" autocomplete="off" autofocus></label>
<button data-testid="confirm" name="decision" value="allow">Confirm</button>
<button data-testid="deny" name="decision" value="deny" formnovalidate>Deny</button>`,
    )}`,
  );

export const donePage = (title: string, sentence: string): string =>
  page(title, `<p data-testid="done">${escape(sentence)}</p>`);

/** Where a person finds the text to paste into a program that could not listen. */
export const pasteCodePage = (codeAndState: string): string =>
  page('Paste this into your program', `<p><code data-testid="code">${escape(codeAndState)}</code></p>`);
