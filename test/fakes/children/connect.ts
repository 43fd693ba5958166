// Asks for the status at a Unix socket and prints the status code, or why it could not connect. Arguments: path, grant.
import { request } from 'node:http';

const [socketPath = '', grant = ''] = process.argv.slice(2);
const call = request({ socketPath, path: '/v1/status', headers: { authorization: `Bearer ${grant}` } });
call.once('response', ({ statusCode }) => {
  process.stdout.write(String(statusCode));
  call.destroy();
});
call.once('error', (thrown) => {
  process.stdout.write('code' in thrown ? String(thrown.code) : thrown.message);
});
call.end();
