// A person at a browser: goes from page to page until one leads back to this machine, with cookies and without looking.
import type { Fetch } from '../../../../main/adapters/node/pinned-http.ts';

const longestWay = 10;

/** The address on this machine at which the provider's pages end. */
export async function visit(from: string, fetch: Fetch): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(from);
  for (let step = 0; step < longestWay; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url.href, { headers: { accept: 'text/html', cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    if (next === null)
      throw new Error(`${url.pathname} leads nowhere: ${answer.status} ${await answer.text()}`);
    url = new URL(next, url);
    if (url.hostname === '127.0.0.1') return url;
  }
  throw new Error(`more than ${longestWay} pages`);
}

/** The status of the answer; the page that it leads on to is looked at as well. */
export async function goBack(url: URL): Promise<number> {
  const { status, headers, body } = await fetch(url, { redirect: 'manual' });
  await body?.cancel();
  const next = headers.get('location');
  if (next !== null) await (await fetch(new URL(next, url))).text();
  return status;
}
