// What Claude Code's usage screen shows, as the program hands it to a meter: one start of it, one talk, no terminal.
import { Failure } from '../../domain/failure.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { ProgramRun, Timer } from '../../ports.ts';
import type { OwnerTools, ProgramUsage } from '../description.ts';
import { objectIn, textIn } from '../fields.ts';
import { uncut } from '../uncut.ts';

/**
 * It starts no session: nothing of the person's settings is loaded, so that no hook, plugin, helper or server of theirs runs,
 * and nothing is kept of it.
 */
export const usageWords = [
  '--print',
  '--verbose',
  '--input-format=stream-json',
  '--output-format=stream-json',
  '--setting-sources=',
  '--strict-mcp-config',
  '--no-session-persistence',
];

/**
 * With `CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC` it does not ask for the figures, so the rest of that is switched off one by
 * one. What it still asks beside the figures is what it asks at every start.
 */
export const usageEnvironment = {
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: undefined,
  CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: '1',
  DISABLE_ERROR_REPORTING: '1',
  DISABLE_TELEMETRY: '1',
};

/** A person looks now and then; Anthropic asks for no more than this. */
export const usageLimits: ProgramUsage['limits'] = { spacingMs: 180_000, perHour: 20 };

/**
 * The figures in the shape of the usage endpoint (protocols §2.5), from Claude Code 2.1.331 on. It renews its own token
 * before, where that has ended.
 * @throws Failure `credential/owner-silent` when it does not say, or the signal's reason
 */
export async function readUsage(
  order: ProgramRun,
  label: string,
  { programs, timer }: OwnerTools & { readonly timer: Timer },
  signal: AbortSignal,
): Promise<JsonObject> {
  const talk = programs.talk(order);
  const id = 'usage';
  // Without a scan of all conversations, which the screen shows as well.
  const request = { subtype: 'get_usage', skip_behaviors: true };
  talk.send({ type: 'control_request', request_id: id, request });
  const isAnswer = (message: JsonObject): boolean =>
    message['type'] === 'control_response' && textIn(objectIn(message, 'response'), 'request_id') === id;
  const answer = await uncut(
    (limit) => talk.until(isAnswer, limit),
    () => talk.stop(),
    signal,
    timer,
  );
  const said = objectIn(objectIn(answer, 'response'), 'response');
  const figures = objectIn(said, 'rate_limits');
  if (figures !== undefined) return figures;
  // An older one does not know the question; with an API key there is no quota.
  throw new Failure('credential/owner-silent', { subject: label, detail: 'no figures' });
}
