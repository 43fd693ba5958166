// The import table of ARCHITECTURE.md, enforced. test/rules/layers.test.ts plants one violation per rule.
import type { IConfiguration } from 'dependency-cruiser';
import { only, onlyWithNode, packages, strangers, typesOnly } from './layer-rules.ts';

const electron = '^electron(/|$)|^node_modules/electron/';

const domain = '^main/domain/';
const ports = '^main/ports(-files|-broker|-programs)?\\.ts$';
const contract = '^preload/(contract|names|view|view-[a-z-]+)\\.ts$';
const top = '^main/(index|run-[a-z]+|compose|compose-[a-z-]+)\\.ts$';
const door = '^main/(providers|consumers)/(list|description)\\.ts$';

const table = {
  forbidden: [
    only('domain-knows-only-itself', domain, [domain]),
    only('ports-know-only-the-domain', ports, [domain, ports]),
    typesOnly('ports-take-only-types', ports, domain),
    only('paths-know-only-paths', '^main/paths\\.ts$', [packages('env-paths'), '^(node:)?(os|path)$']),

    only('providers-know-domain-and-ports', '^main/providers/', [
      '^main/providers/',
      domain,
      ports,
      packages('openid-client', 'oauth4webapi', 'zod', 'jose'),
    ]),
    only('consumers-know-domain-and-ports', '^main/consumers/', [
      '^main/consumers/',
      domain,
      ports,
      packages('zod', 'toml-eslint-parser', 'jsonc-parser'),
    ]),
    typesOnly('providers-and-consumers-take-only-port-types', '^main/(providers|consumers)/', ports),
    ...strangers('providers'),
    ...strangers('consumers'),

    only('flows-know-the-core', '^main/flows/', ['^main/(flows|state|providers|consumers)/', domain, ports]),
    {
      name: 'flows-reach-providers-through-the-lists',
      severity: 'error',
      from: { path: '^main/flows/' },
      to: { path: '^main/(providers|consumers)/', pathNot: [door] },
    },
    only('state-has-no-effects', '^main/state/', ['^main/state/', domain, contract]),
    typesOnly('state-takes-only-contract-types', '^main/state/', contract),

    {
      name: 'adapters-serve-the-ports',
      severity: 'error',
      from: { path: '^main/adapters/' },
      to: { path: '^(main|preload|renderer)/', pathNot: ['^main/adapters/', domain, ports] },
    },
    {
      name: 'node-adapters-run-without-electron',
      severity: 'error',
      from: { path: '^main/adapters/node/' },
      to: { path: ['^main/adapters/electron/', electron] },
    },

    onlyWithNode('broker-gets-flows-as-arguments', '^main/broker/', [
      '^main/broker/',
      '^main/state/',
      domain,
      ports,
      contract,
      packages('hono', '@hono/node-server', 'zod'),
    ]),
    {
      name: 'broker-runs-without-electron',
      severity: 'error',
      from: { path: '^main/broker/' },
      to: { path: electron },
    },
    onlyWithNode('desktop-gets-flows-as-arguments', '^main/desktop/', [
      '^main/desktop/',
      '^main/state/',
      domain,
      ports,
      contract,
      electron,
      packages('zod'),
    ]),
    onlyWithNode('cli-is-a-client-of-the-broker', '^main/cli/', [
      '^main/cli/',
      '^main/broker/protocol(\\.ts$|/)',
      '^main/paths\\.ts$',
      // A file that describes a provider is judged without the app, so it has to know which names are taken.
      '^main/providers/reserved\\.ts$',
      domain,
      packages('commander', 'hono', 'zod'),
    ]),
    {
      name: 'cli-runs-without-electron',
      severity: 'error',
      from: { path: '^main/cli/' },
      to: { path: electron },
    },
    {
      name: 'only-compose-joins-rooms',
      severity: 'error',
      from: { path: '^main/(index|run-[a-z]+)\\.ts$' },
      to: {
        path: '^main/',
        pathNot: [
          '^main/(run-[a-z]+|compose|compose-serve|paths)\\.ts$',
          '^main/(adapters|cli|desktop)/',
          domain,
        ],
      },
    },
    {
      name: 'nothing-imports-the-top',
      severity: 'error',
      from: { path: '^main/', pathNot: top },
      to: { path: top },
    },

    only('contract-is-plain-data', contract, [contract, packages('zod')]),
    only('preload-is-the-door', '^preload/', [
      '^preload/',
      '^electron(/renderer)?$',
      packages('electron', 'zod'),
    ]),
    only('renderer-draws-the-view', '^renderer/', [
      '^renderer/',
      contract,
      packages('preact', '@preact/signals', '@preact/signals-core', 'lucide', 'uplot'),
    ]),
    typesOnly('renderer-takes-only-contract-types', '^renderer/', contract),

    {
      name: 'product-knows-no-tests-or-scripts',
      severity: 'error',
      from: { path: '^(main|preload|renderer)/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'product-uses-shipped-packages',
      severity: 'error',
      from: { path: '^(main|preload|renderer)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: electron,
        dependencyTypesNot: ['type-only'],
      },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'everything-is-found',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron(/(main|renderer|common|utility))?$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|\\.cache)/' },
    // Type-only imports count too: a type is knowledge of the other room.
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
} satisfies IConfiguration;

export default table;
