// The fetch of Node through the sandbox's proxy and with its authority, in place of a client of the tests: what is unpacked,
// followed and given up is then the real thing.
import { readFile } from 'node:fs/promises';
import { setGlobalProxyFromEnv } from 'node:http';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll } from 'vitest';
import type { useSandbox } from './sandbox-tools.ts';

/** For all tests of a file. */
export function useRealFetch({ addresses }: Pick<ReturnType<typeof useSandbox>, 'addresses'>): void {
  let restore = (): void => undefined;
  beforeAll(async () => {
    const { ca, proxy } = addresses();
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, await readFile(ca, 'utf8')]);
    const leaveProxy = setGlobalProxyFromEnv({ HTTPS_PROXY: proxy, HTTP_PROXY: proxy });
    restore = () => {
      leaveProxy();
      setDefaultCACertificates(before);
    };
  });
  afterAll(() => {
    restore();
  });
}
