// The rows about the local service alone, without the world: `node test/bench/broker-alone.ts [--quick]`.
import { brokerRows } from './broker.ts';
import { table } from './rows.ts';

const isQuick = process.argv.includes('--quick');
const rows = await brokerRows(isQuick ? 1 : 5, isQuick ? 3 : 10);
process.stdout.write(`${table(rows)}\n`);
process.exitCode = rows.every(({ met }) => met) ? 0 : 1;
