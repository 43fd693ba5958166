// What `--json` prints about agents, their keys and who oversees them; part of the list in json-schemas.ts.
import * as z from 'zod/mini';
import {
  environmentShape,
  estimateShape,
  grantedLeaseShape,
  leasesShape,
  oneLeaseShape,
  releasedShape,
  tokenShape,
} from '../broker/protocol/leases.ts';
import {
  auditShape,
  auditVerdictShape,
  handOutsShape,
  lockShape,
  serviceEventShape,
} from '../broker/protocol/oversight.ts';

const schema = z.literal(1);
const done = { ok: z.literal(true) };

export const agentAnswers = [
  {
    name: 'env',
    verbs: ['env'],
    about: 'The environment of an agent. Secrets are in it.',
    shape: z.object({ ...done, ...environmentShape.shape }),
  },
  {
    name: 'token',
    verbs: ['token'],
    about: 'The key or the access token of an account. It is a secret.',
    shape: z.object({ ...done, ...tokenShape.shape }),
  },
  {
    name: 'lease-list',
    verbs: ['lease list'],
    about: 'The leases that are out, who waits, and what is left of each account.',
    shape: z.object({ ...done, ...leasesShape.shape }),
  },
  {
    name: 'lease-create',
    verbs: ['lease create'],
    about: 'A lease that was just given, with the grant of its run, which is a secret.',
    shape: z.object({ ...done, ...grantedLeaseShape.shape }),
  },
  {
    name: 'lease',
    verbs: ['lease use', 'lease heartbeat'],
    about: 'One lease as it is now.',
    shape: z.object({ ...done, ...oneLeaseShape.shape }),
  },
  {
    name: 'lease-release',
    verbs: ['lease release'],
    about: 'What was given back of a lease.',
    shape: z.object({ ...done, ...releasedShape.shape }),
  },
  {
    name: 'lease-revoke',
    verbs: ['lease revoke'],
    about: 'The agents that were ended.',
    shape: z.object({ schema, ...done, agents: z.array(z.string()) }),
  },
  {
    name: 'estimate',
    verbs: ['estimate'],
    about: 'Whether a piece of work will fit into what is left.',
    shape: z.object({ ...done, ...estimateShape.shape }),
  },
  {
    name: 'audit',
    verbs: ['audit'],
    about: 'Who did what with which account, the newest first.',
    shape: z.object({ ...done, ...auditShape.shape }),
  },
  {
    name: 'audit-verify',
    verbs: ['audit'],
    about: 'With --verify: whether the log is as it was written.',
    shape: z.object({ ...done, ...auditVerdictShape.shape }),
  },
  {
    name: 'event',
    verbs: ['events'],
    about: 'One line of what happens.',
    shape: z.union(serviceEventShape.def.options.map(({ shape }) => z.object({ schema, ...shape }))),
  },
  {
    name: 'allow',
    verbs: ['allow list', 'allow set', 'allow answer'],
    about: 'Which programs may have which keys, and the questions that wait.',
    shape: z.object({ ...done, ...handOutsShape.shape }),
  },
  {
    name: 'lock',
    verbs: ['lock', 'unlock'],
    about: 'Whether keys are given out, and how many agents lost what they might ask for.',
    shape: z.object({ ...done, ...lockShape.shape }),
  },
  {
    name: 'serve',
    verbs: ['serve'],
    about: 'Where the service listens: one line, as soon as it does.',
    shape: z.object({ schema, ...done, socket: z.string(), pid: z.number() }),
  },
];
