// How the package reads the files of main: beside those that every start needs lies what V8 made of them when the package
// was built (scripts/build/code-cache.ts), so that it does not have to read them through again. Where that is missing, or
// was made by another V8, a file is compiled as ever.
'use strict';
const { readFileSync } = require('node:fs');
const { basename } = require('node:path');
const { Script } = require('node:vm');

/** @param {string} file of a script @returns {string} the file of what V8 made of it */
const cacheFile = (file) => `${file}.cache`;

/**
 * @param {string} file in CommonJS
 * @param {Buffer} [cachedData] refused by V8 unless it was made from this very text, by the same V8
 */
function scriptOf(file, cachedData) {
  const source = `(function (exports, require, module) {${readFileSync(file, 'utf8')}\n})`;
  // Without its folder: what V8 makes holds the name, and must not tell where the package was built. And as a text of its own,
  // for V8 keeps the whole path behind a piece of it.
  const filename = Buffer.from(basename(file)).toString();
  return new Script(source, { filename, cachedData });
}

/** @param {string} file @returns {Buffer | undefined} */
function cacheOf(file) {
  try {
    return readFileSync(cacheFile(file));
  } catch {
    return undefined;
  }
}

/** From now on this `require`, and those of what it loads, go by it. @param {NodeJS.Require} require */
function useCodeCache(require) {
  require.extensions['.cjs'] = (module, file) => {
    const load = scriptOf(file, cacheOf(file)).runInThisContext();
    load(module.exports, (/** @type {string} */ name) => module.require(name), module);
  };
}

module.exports = { cacheFile, scriptOf, useCodeCache };
