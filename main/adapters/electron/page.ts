// Serves the window's own files under a scheme of their own. file: has no access to the packed archive once its extra
// privileges are fused off, and a scheme of our own has a fixed origin to check.
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { protocol, type Session } from 'electron/main';

const scheme = 'gatehouse';
const host = 'window';

/** The address of the window's page. */
export const pageUrl = `${scheme}://${host}/index.html`;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

const headers: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
};

/** What the page's text asks for, as a header: the requests for it are on their way before that text is read (RFC 8288). */
function linksIn(text: string): string {
  const files = [...text.matchAll(/ (?:src|href)="\.(\/assets\/[\w.-]+\.(?:js|css))"/g)];
  return files
    .map(
      ([, path = '']) =>
        `<${path}>; ${path.endsWith('.js') ? 'rel=modulepreload' : 'rel=preload; as=style; crossorigin'}`,
    )
    .join(', ');
}

/** Must be called before Electron is ready. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** @param folder the built renderer; only plain file names in it and its `assets` folder are served */
export function servePage(
  session: { readonly protocol: Pick<Session['protocol'], 'handle'> },
  folder: string,
): void {
  /** What was read once; the page has a handful of small files, and is waited for each time it opens. */
  const read = new Map<string, Promise<Uint8Array<ArrayBuffer> | undefined>>();

  function bytesOf(pathname: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const known = read.get(pathname);
    if (known !== undefined) return known;
    const bytes = readFile(join(folder, pathname)).then(
      (file) => new Uint8Array(file),
      () => {
        read.delete(pathname);
        return undefined;
      },
    );
    read.set(pathname, bytes);
    return bytes;
  }

  session.protocol.handle(scheme, async (request) => {
    const { hostname, pathname } = new URL(request.url);
    const type = types[extname(pathname)];
    if (
      hostname !== host ||
      request.method !== 'GET' ||
      type === undefined ||
      !/^\/(?:assets\/)?[\w.-]+$/.test(pathname)
    ) {
      return new Response(null, { status: 404 });
    }
    const bytes = await bytesOf(pathname);
    if (bytes === undefined) return new Response(null, { status: 404 });
    const link = pathname.endsWith('.html') ? linksIn(new TextDecoder().decode(bytes)) : '';
    return new Response(bytes, {
      headers: { ...headers, 'content-type': type, ...(link !== '' && { link }) },
    });
  });
}
