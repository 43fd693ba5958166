// What the person at the browser is to do, as the scenario has it.
import * as z from 'zod';

const Person = z.object({
  email: z.string(),
  decision: z.enum(['allow', 'deny', 'close', 'ignore', 'fail-to-open']),
  userCode: z.optional(z.string()),
});
export type Person = z.infer<typeof Person>;

/** People differ from one site to the next, so the page's address goes along. */
export async function askPerson(control: string, url: string): Promise<Person> {
  const answer = await fetch(`${control}/browser?url=${encodeURIComponent(url)}`, {
    signal: AbortSignal.timeout(5_000),
  });
  if (!answer.ok)
    throw new Error(`the sandbox answered ${String(answer.status)} when asked what the person does`);
  return Person.parse(await answer.json());
}
