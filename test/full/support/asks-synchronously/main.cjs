// A tray app that asks its key store at the start by the synchronous call, as many do, without knowing whether it answers.
const { app, Menu, Tray, nativeImage, safeStorage } = require('electron');
const { join } = require('node:path');

app.whenReady().then(() => {
  const tray = new Tray(nativeImage.createFromPath(join(process.resourcesPath, 'assets', 'tray.png')));
  tray.setToolTip('Asks synchronously');
  tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Quit', click: () => app.quit() }]));
  safeStorage.isEncryptionAvailable();
});
