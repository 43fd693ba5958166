// What the service is compared with: Hono on Node's server on a socket, which says what it is told. Argument: the path.
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';

const [path = ''] = process.argv.slice(2);
const app = new Hono().post('/echo', async (context) => context.json(await context.req.json()));
const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
createServer((request, response) => {
  void answer(request, response);
}).listen(path, () => {
  process.send?.('listening');
});
process.once('disconnect', () => process.exit());
