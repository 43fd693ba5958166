// Notes one renewal after the other of one account, in a process of its own, until it is killed. Prints a dot for each
// that is noted. Arguments: the folder of the journal, and `naive` for one that writes over it.
import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createRefreshJournal } from '../../../main/adapters/node/refresh-journal.ts';
import { ToySecretBox } from '../secret-box.ts';
import { renewal } from '../renewals.ts';

const [folder = '', how = ''] = process.argv.slice(2);
const journal = createRefreshJournal({ folder, box: new ToySecretBox() });

/** What a hurried program does: the same text, over the one before, in the pieces that a buffer makes of it. */
async function writeOver(turn: number): Promise<void> {
  const text = JSON.stringify(renewal(turn));
  const handle = await open(`${folder}/naive.json`, 'w');
  for (let at = 0; at < text.length; at += 512) await handle.write(text.slice(at, at + 512), at);
  await handle.close();
}

// Synchronous, so that a dot that is missing means a note that was not finished.
for (let turn = 0; ; turn += 1) {
  if (how === 'naive') await writeOver(turn);
  else await journal.note(renewal(turn), renewal(turn + 1));
  writeFileSync(1, '.');
}
