// Writes what is made from the commands and the list of providers: man page, completions, overviews, JSON Schemas.
// node scripts/write-cli-docs.ts
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './bootstrap/places.mjs';
import { cliDocuments } from './cli-docs/documents.ts';

const documents = Object.entries(await cliDocuments());
for (const [name, text] of documents) {
  const target = path.join(root, name);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, text);
}
process.stdout.write(`${documents.length} files written\n`);
