// Opens addresses in the system browser. The only file that calls shell.openExternal; https only.
import { shell } from 'electron/common';
import { Failure } from '../../domain/failure.ts';
import type { Browser } from '../../ports.ts';
import { allowedAddress } from '../node/provider-address.ts';

/** @param hosts every host that a provider lists for its sign-in pages */
export function createBrowser(hosts: readonly string[]): Browser {
  return {
    async open(url) {
      const target = allowedAddress(url, hosts);
      try {
        await shell.openExternal(target.href);
      } catch (cause) {
        throw new Failure('sign-in/browser-failed', { subject: target.hostname, cause });
      }
    },
  };
}
