// `opencode …`: logins that a company's server offers to OpenCode.
import { Argument } from 'commander';
import { opencodeMessages as words } from '../messages-opencode.ts';
import type { JsonOption } from '../verbs/parts.ts';
import type { VerbTools } from './tools.ts';

export function addOpencodeVerbs({ group, run }: VerbTools): void {
  const verb = group('opencode', words);
  const login = run(async (options: JsonOption & { readonly url: string }, parts) =>
    (await import('../verbs/opencode.ts')).companyLogin(options, parts),
  );
  const logout = run(async (options: JsonOption & { readonly url: string }, parts) =>
    (await import('../verbs/opencode.ts')).companyLogout(options, parts),
  );
  verb('list', words.verbs.list, { isDefault: true }).action(
    run(async (options: JsonOption, parts) =>
      (await import('../verbs/opencode.ts')).companyLogins(options, parts),
    ),
  );
  verb('login', words.verbs.login)
    .addArgument(new Argument('<url>', words.url))
    .action((url: string, options: JsonOption) => login({ ...options, url }));
  verb('logout', words.verbs.logout)
    .addArgument(new Argument('<url>', words.url))
    .action((url: string, options: JsonOption) => logout({ ...options, url }));
}
