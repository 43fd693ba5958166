// Prints the guards on one marked line, for scripts/guards.ts.
import { listMark } from '../../scripts/guards/guard.ts';
import { guards } from './list.ts';

process.stdout.write(`${listMark}${JSON.stringify(guards)}\n`);
