// The bill of materials of what is shipped, in CycloneDX 1.6: npm packages of the bundles, and the runtime round them. The same
// input gives the same bytes: no random serial number, no name of a machine or of a registry.
import type { PackageLicence } from './licences.ts';

export interface ShippedRuntime {
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  readonly source: 'official' | 'fallback';
}

export interface ShippedApp {
  readonly name: string;
  readonly version: string;
  /** As SPDX names it. */
  readonly licence: string;
}

/** The part of a package-lock.json that says what was taken and what needs what. */
export interface LockedTree {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly version?: string | undefined;
        readonly integrity?: string | undefined;
        readonly dependencies?: Readonly<Record<string, string>> | undefined;
        readonly optionalDependencies?: Readonly<Record<string, string>> | undefined;
        readonly peerDependencies?: Readonly<Record<string, string>> | undefined;
      }
    >
  >;
}

interface Component {
  readonly type: string;
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses: readonly unknown[];
  readonly cpe?: string;
  readonly purl: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

const folder = 'node_modules/';
const nameOf = (place: string): string => place.slice(place.lastIndexOf(folder) + folder.length);

/** An @ of a scope is escaped in a package URL. */
const npmAddress = (name: string, version: string): string =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`;

const licencesOf = (licence: string): readonly unknown[] => [
  licence.includes(' ') ? { expression: licence } : { license: { id: licence } },
];

/** npm writes `sha512-` and base64, CycloneDX wants hexadecimal. */
function hashesOf(integrity: string | undefined): Pick<Component, 'hashes'> {
  const [, text] = /^sha512-(\S+)$/.exec(integrity ?? '') ?? [];
  if (text === undefined) return {};
  return { hashes: [{ alg: 'SHA-512', content: Buffer.from(text, 'base64').toString('hex') }] };
}

/** Where Node finds a package that one at `place` asks for: in its own folder, or in one further up. */
function foundFrom({ packages }: LockedTree, place: string, wanted: string): string | undefined {
  const above = place === '' ? [] : place.split(`/${folder}`);
  return Array.from(above, (_, index) => above.slice(0, above.length - index).join(`/${folder}`))
    .map((each) => `${each}/${folder}${wanted}`)
    .concat(`${folder}${wanted}`)
    .find((each) => each in packages);
}

function runtimeComponents({ electron, chromium, node, source }: ShippedRuntime): readonly Component[] {
  return [
    {
      type: 'framework',
      'bom-ref': npmAddress('electron', electron),
      name: 'electron',
      version: electron,
      licenses: licencesOf('MIT'),
      purl: npmAddress('electron', electron),
      properties: [{ name: 'gatehouse:runtime', value: source }],
    },
    {
      type: 'library',
      'bom-ref': `pkg:generic/chromium@${chromium}`,
      name: 'chromium',
      version: chromium,
      licenses: [{ license: { name: 'BSD-3-Clause and others, all in LICENSES.chromium.html' } }],
      cpe: `cpe:2.3:a:google:chrome:${chromium}:*:*:*:*:*:*:*`,
      purl: `pkg:generic/chromium@${chromium}`,
    },
    {
      type: 'library',
      'bom-ref': `pkg:generic/node@${node}`,
      name: 'node',
      version: node,
      licenses: licencesOf('MIT'),
      cpe: `cpe:2.3:a:nodejs:node.js:${node}:*:*:*:*:*:*:*`,
      purl: `pkg:generic/node@${node}`,
    },
  ];
}

/** @param changedAt when what is shipped was last changed, ISO 8601; left out where nothing knows it */
export function billOfMaterials(
  app: ShippedApp,
  runtime: ShippedRuntime,
  licences: readonly PackageLicence[],
  lock: LockedTree,
  changedAt?: string,
): Readonly<Record<string, unknown>> {
  const addresses = new Set(licences.map(({ name, version }) => npmAddress(name, version)));
  const places = Object.entries(lock.packages).flatMap(([place, { version = '' }]) => {
    const address = npmAddress(nameOf(place), version);
    return place !== '' && addresses.has(address) ? [{ place, address }] : [];
  });
  const placeOf = new Map(places.map(({ place, address }) => [address, place] as const));
  const addressAt = new Map(places.map(({ place, address }) => [place, address] as const));
  const neededBy = (place: string): readonly string[] => {
    const {
      dependencies = {},
      optionalDependencies = {},
      peerDependencies = {},
    } = lock.packages[place] ?? {};
    // Of what is optional, only what is shipped has an address.
    return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).flatMap(
      (wanted) => addressAt.get(foundFrom(lock, place, wanted) ?? '') ?? [],
    );
  };
  const self = npmAddress(app.name, app.version);
  const around = runtimeComponents(runtime);
  const [electron, ...within] = around.map((each) => each['bom-ref']);
  const needs = new Map<string, readonly string[]>([
    [self, [...neededBy(''), ...(electron === undefined ? [] : [electron])]],
    ...(electron === undefined ? [] : [[electron, within] as const]),
    ...within.map((each) => [each, []] as const),
    ...[...placeOf].map(([address, place]) => [address, neededBy(place)] as const),
  ]);
  const components = licences.map(({ name, version, licence }): Component => {
    const address = npmAddress(name, version);
    return {
      type: 'library',
      'bom-ref': address,
      name,
      version,
      ...hashesOf(lock.packages[placeOf.get(address) ?? '']?.integrity),
      licenses: licencesOf(licence),
      purl: address,
    };
  });
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      ...(changedAt !== undefined && { timestamp: changedAt }),
      lifecycles: [{ phase: 'build' }],
      component: {
        type: 'application',
        'bom-ref': self,
        name: app.name,
        version: app.version,
        licenses: licencesOf(app.licence),
        purl: self,
      },
    },
    components: [...around, ...components],
    dependencies: [...needs]
      .map(([ref, dependsOn]) => ({ ref, dependsOn: [...new Set(dependsOn)].toSorted() }))
      .toSorted((one, other) => (one.ref < other.ref ? -1 : 1)),
  };
}
