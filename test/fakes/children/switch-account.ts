// Switches once between two accounts of a made-up person. Arguments: the folder, the number of the switch, `ours` or what
// is left out. On descriptor 3 it says b (about to begin), n (noted), w (a file written), s (settled), d (noted as done)
// and e (ended).
import { writeSync } from 'node:fs';
import { switches } from '../../full/support/switch-accounts.ts';
import { openSwitcher } from '../../full/support/switcher.ts';

const [folder = '', number = '', guard = ''] = process.argv.slice(2);
const which = switches[Number(number)];
if (which === undefined) throw new Error('no such switch');

const letters = { noted: 'n', written: 'w', settled: 's', done: 'd' } as const;
const switcher = await openSwitcher({
  folder,
  without: guard === 'journal' ? guard : undefined,
  step: (step) => {
    writeSync(3, letters[step]);
  },
});
await switcher.recover();
writeSync(3, 'b');
await switcher.carryOut(which);
await switcher.stop();
writeSync(3, 'e');
