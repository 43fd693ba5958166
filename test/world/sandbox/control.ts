// The control address: how tests read the log and change the scenario. Loopback only, plain HTTP.
import { Hono } from 'hono';
import { z } from 'zod';
import type { Sandbox } from './sandbox.ts';
import { ScenarioError } from './scenario-error.ts';

const expireBody = z.strictObject({
  account: z.string(),
  tokens: z.enum(['access', 'refresh', 'all']).default('access'),
});
const deviceBody = z.strictObject({
  account: z.string(),
  decision: z.enum(['allow', 'deny']).default('allow'),
  /** The newest that waits, when left out. */
  userCode: z.string().optional(),
});
const revokeBody = z.strictObject({ account: z.string() });

export function controlApp(sandbox: Sandbox): Hono {
  const app = new Hono();
  const account = (id: string): string => {
    if (sandbox.personas.find(id) === undefined) throw new ScenarioError(`account: no such persona "${id}"`);
    return id;
  };

  app.onError((error, context) => {
    const wrong =
      error instanceof ScenarioError || error instanceof z.ZodError || error instanceof SyntaxError;
    return context.json(
      { error: error instanceof z.ZodError ? z.prettifyError(error) : error.message },
      wrong ? 400 : 500,
    );
  });

  app.get('/requests', (context) => {
    const since = Number(context.req.query('since') ?? 0);
    return context.json({ requests: sandbox.log.since(since) });
  });
  app.get('/outside', (context) => context.json(sandbox.outside.all()));
  app.get('/canaries', (context) => context.json(sandbox.secrets.all()));
  app.get('/personas', (context) => context.json({ personas: sandbox.describePersonas() }));
  app.get('/browser', (context) => context.json(sandbox.browser.answer(context.req.query('url'))));
  app.post('/scenario', async (context) => {
    sandbox.apply(await context.req.json());
    return context.json({ ok: true });
  });
  app.post('/reset', (context) => {
    sandbox.reset();
    return context.json({ ok: true });
  });
  app.post('/expire', async (context) => {
    const body = expireBody.parse(await context.req.json());
    const kinds = body.tokens === 'all' ? (['access', 'refresh'] as const) : [body.tokens];
    const expired = kinds.map((kind) => sandbox.grants.expire(account(body.account), kind));
    return context.json({ expired: expired.reduce((sum, count) => sum + count, 0) });
  });
  app.post('/device', async (context) => {
    const body = deviceBody.parse(await context.req.json());
    const { provider } = sandbox.personas.get(account(body.account));
    const userCode = body.userCode ?? sandbox.deviceCodes.newestUserCode(provider) ?? '';
    const decided = sandbox.deviceCodes.decide(provider, userCode, body.account, body.decision === 'allow');
    if (!decided) throw new ScenarioError('userCode: no such code waits');
    return context.json({ ok: true });
  });
  app.post('/revoke', async (context) => {
    const body = revokeBody.parse(await context.req.json());
    sandbox.grants.revokeAccount(account(body.account));
    return context.json({ ok: true });
  });
  return app;
}
