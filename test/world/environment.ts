// The variables a world's command sees: built here from nothing, so that none of the caller's can slip in.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { busAddress } from './parts/session-bus.ts';
import { worldFolder, type Plan } from './plan.ts';

export interface SandboxAddresses {
  control: string;
  proxy: string;
  browserProxy: string;
  ca: string;
  bundle: string;
}

export type Environment = Record<string, string>;

/** What the parts of the desktop themselves run with. */
export function desktopEnvironment(plan: Plan): Environment {
  const home = `${worldFolder}/home`;
  return {
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    ...plan.passed,
    HOME: home,
    USER: 'world',
    LOGNAME: 'world',
    SHELL: '/bin/bash',
    PATH: searchPath(plan),
    XDG_CONFIG_HOME: `${home}/.config`,
    XDG_CACHE_HOME: `${home}/.cache`,
    XDG_DATA_HOME: `${home}/.local/share`,
    XDG_STATE_HOME: `${home}/.local/state`,
    XDG_RUNTIME_DIR: `${worldFolder}/run`,
    XDG_SESSION_TYPE: 'x11',
    // GNOME makes Electron ignore the proxy variables; KDE or nothing at all loses it the key store.
    XDG_CURRENT_DESKTOP: 'XFCE',
    DBUS_SESSION_BUS_ADDRESS: busAddress,
    WORLD_DIR: worldFolder,
    WORLD_OUT: `${worldFolder}/out`,
    ...(plan.app === undefined ? {} : { WORLD_APP: plan.app }),
  };
}

export function commandEnvironment(base: Environment, sandbox: SandboxAddresses): Environment {
  const local = '127.0.0.1,localhost,::1';
  return {
    ...base,
    BROWSER: join(import.meta.dirname, 'bin/xdg-open'),
    HTTPS_PROXY: sandbox.proxy,
    https_proxy: sandbox.proxy,
    HTTP_PROXY: sandbox.proxy,
    http_proxy: sandbox.proxy,
    NO_PROXY: local,
    no_proxy: local,
    NODE_EXTRA_CA_CERTS: sandbox.ca,
    SSL_CERT_FILE: sandbox.bundle,
    WORLD_CONTROL: sandbox.control,
  };
}

function searchPath(plan: Plan): string {
  const clients = plan.clients === undefined ? undefined : join(plan.clients, 'bin');
  return [
    join(import.meta.dirname, 'bin'),
    `${worldFolder}/bin`,
    ...(clients !== undefined && existsSync(clients) ? [clients] : []),
    join(plan.checkout, 'node_modules/.bin'),
    '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  ].join(':');
}
