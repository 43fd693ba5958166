// The least an Electron tray app can be: what Gatehouse is measured against, on the same runtime.
const { app, Menu, Tray, nativeImage } = require('electron');
const { join } = require('node:path');

if (process.argv.includes('--')) {
  // The least a command can be: the runtime starts and ends.
  app.exit(0);
} else {
  if (process.env.BARE_SAME_SWITCHES === '1') {
    app.disableHardwareAcceleration();
    for (const name of [
      'disable-background-networking',
      'disable-component-update',
      'disable-domain-reliability',
      'disable-sync',
      'no-pings',
    ]) {
      app.commandLine.appendSwitch(name);
    }
  }
  app.on('session-created', (session) => {
    session.setSpellCheckerEnabled(false);
    session.setSpellCheckerLanguages([]);
  });
  app.on('window-all-closed', () => undefined);
  app.whenReady().then(() => {
    const tray = new Tray(nativeImage.createFromPath(join(process.resourcesPath, 'assets', 'tray.png')));
    tray.setToolTip('Bare');
    tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Quit', click: () => app.quit() }]));
  });
}
