// Listens on a Unix socket until it is killed, and never answers. Arguments: the path, and how many may wait in line.
import { createServer } from 'node:net';

const [path = '', backlog = '511'] = process.argv.slice(2);
createServer().listen({ path, backlog: Number(backlog) }, () => {
  process.stdout.write('listening');
});
