// Tries to connect to a socket again and again, as whoever it runs as, until it is told to stop by its standard input.
// Argument: the path of the socket. Prints `<tries> <connections>`.
import { connect } from 'node:net';

const [path = ''] = process.argv.slice(2);
const over = new AbortController();
let [tries, connections] = [0, 0];

function knock(): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      connections += 1;
      socket.destroy();
    });
    socket.once('error', () => undefined);
    socket.once('close', () => {
      resolve();
    });
  });
}

process.stdin.once('data', () => {
  over.abort();
});
process.stdout.write('knocking\n');
while (!over.signal.aborted) {
  await knock();
  tries += 1;
}
process.stdout.write(`${tries} ${connections}\n`, () => process.exit());
