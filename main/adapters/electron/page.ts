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

/** Must be called before Electron is ready. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }]);
}

/** @param folder the built renderer; only plain file names in it and its `assets` folder are served */
export function servePage(session: Session, folder: string): void {
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
    const bytes = await readFile(join(folder, pathname)).catch(() => undefined);
    return bytes === undefined
      ? new Response(null, { status: 404 })
      : new Response(new Uint8Array(bytes), { headers: { ...headers, 'content-type': type } });
  });
}
