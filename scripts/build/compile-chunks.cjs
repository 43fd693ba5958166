// Runs in Electron: lets its V8 make what lies beside each file, or looks whether it takes what lies there.
'use strict';
const { app } = require('electron');
const { readFileSync, writeFileSync, writeSync } = require('node:fs');

const { loader, files, check } = JSON.parse(process.argv.at(-1));
const { cacheFile, scriptOf } = require(loader);

function refuses(file) {
  return scriptOf(file, readFileSync(cacheFile(file))).cachedDataRejected;
}

try {
  if (check) {
    const refused = files.filter(refuses);
    if (refused.length > 0) throw new Error(`V8 refuses what it made of ${refused.join(', ')}`);
  } else {
    for (const file of files) writeFileSync(cacheFile(file), scriptOf(file).createCachedData());
  }
  app.exit(0);
} catch (error) {
  writeSync(2, `${error.message}\n`);
  app.exit(1);
}
