// Builds the bridge from the contract. The only file that touches ipcRenderer; runs sandboxed. It sends nothing of its own
// accord: until this script has run, Electron may still take its frame for the one before, and the app has crashed over it.
import { contextBridge, ipcRenderer } from 'electron/renderer';
import type { Bridge } from './contract.ts';
import { callNames, pushNames } from './names.ts';

/** Main sends the first view as soon as this script can hear it, which is before the page can. */
let early: string | undefined;

function keepEarly(_event: unknown, payload: unknown): void {
  early = JSON.stringify(payload);
}

ipcRenderer.on('view.changed', keepEarly);

const bridge: Bridge = {
  async call(name, input) {
    if (!callNames.includes(name)) throw new RangeError('unknown call');
    return JSON.stringify(await ipcRenderer.invoke(name, input));
  },
  on(name, listener) {
    if (!pushNames.includes(name)) throw new RangeError('unknown push');
    const handler = (_event: unknown, payload: unknown): void => {
      listener(JSON.stringify(payload));
    };
    ipcRenderer.on(name, handler);
    if (name === 'view.changed') {
      ipcRenderer.removeListener(name, keepEarly);
      if (early !== undefined) listener(early);
      early = undefined;
    }
    return () => {
      ipcRenderer.removeListener(name, handler);
    };
  },
};

contextBridge.exposeInMainWorld('gatehouse', bridge);
