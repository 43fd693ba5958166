// Which commands of companies' servers the person has allowed, sealed by the key store: what another program writes here does
// not open. A yes is bound by a hash to everything that was shown.
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { CompanyCommand } from '../../domain/company-login.ts';
import type { CommandApprovals } from '../../ports.ts';
import { createSealedList, type SealedPlace } from './sealed-list.ts';

/** More servers than anybody signs in to; the oldest is forgotten, and asked about again. */
const mostCommands = 32;

const listShape = z
  .array(
    z.strictObject({
      url: z.string(),
      hash: z.string().check(z.regex(/^[\da-f]{64}$/)),
      approvedAt: z.number(),
    }),
  )
  .check(z.maxLength(mostCommands));

function hashOf({ url, command, program, variable }: CompanyCommand): string {
  const whole = JSON.stringify([url, command, program.path, program.leadsTo, variable]);
  return createHash('sha256').update(whole).digest('hex');
}

export function createCommandApprovals(place: SealedPlace): CommandApprovals {
  const list = createSealedList({
    ...place,
    purpose: 'gatehouse-approved-commands-1\n',
    subject: 'the allowed commands of companies',
    parse: (value) => listShape.parse(value),
    most: mostCommands,
  });
  const othersThan = async (url: string) => (await list.loadToChange()).filter((each) => each.url !== url);
  return {
    async has(command) {
      const hash = hashOf(command);
      return (await list.load()).some((each) => each.url === command.url && each.hash === hash);
    },
    async keep(command, nowMs) {
      const { url } = command;
      const approved = { url, hash: hashOf(command), approvedAt: nowMs };
      await list.save([...(await othersThan(url)), approved].slice(-mostCommands));
    },
    async forget(url) {
      await list.save(await othersThan(url));
    },
  };
}
