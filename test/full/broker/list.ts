// The figures about leases and the local service. A new one is one file and one line here.
import type { Figure } from '../figure.ts';
import { figure as appKills } from './app-kills.ts';
import { figure as brokerKills } from './broker-kills.ts';
import { figure as clientKills } from './client-kills.ts';
import { figure as lastUnits } from './last-units.ts';
import { figure as leaseStorm } from './lease-storm.ts';
import { figure as malformed } from './malformed.ts';
import { figure as otherUid } from './other-uid.ts';
import { figure as runKills } from './run-kills.ts';
import { figure as runMemory } from './run-memory.ts';

export const figures: readonly Figure[] = [
  leaseStorm,
  lastUnits,
  clientKills,
  brokerKills,
  appKills,
  runKills,
  malformed,
  otherUid,
  runMemory,
];
