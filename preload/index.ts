// Builds the bridge from the contract. The only file that touches ipcRenderer; runs sandboxed.
import { contextBridge, ipcRenderer } from 'electron/renderer';
import { callNames, pushNames, type Bridge } from './contract.ts';

const bridge: Bridge = {
  call(name, input) {
    if (!callNames.includes(name)) throw new RangeError('unknown call');
    return ipcRenderer.invoke(name, input);
  },
  on(name, listener) {
    if (!pushNames.includes(name)) throw new RangeError('unknown push');
    const handler = (_event: unknown, payload: Parameters<typeof listener>[0]): void => {
      listener(payload);
    };
    ipcRenderer.on(name, handler);
    return () => {
      ipcRenderer.removeListener(name, handler);
    };
  },
};

contextBridge.exposeInMainWorld('gatehouse', bridge);
