// One look of Doctor at everything: whose identity each program uses, and what makes it another one than the person thinks.
import type { Chain, IdentityInEffect, Inspection, Inspector, Places } from '../consumers/description.ts';
import { keyLines } from '../domain/doctor-start-up.ts';
import { proxyDifference, type TerminalFacts } from '../domain/doctor-terminal.ts';
import { findingOf, type ConsumerFinding, type Finding } from '../domain/finding.ts';
import { accountIdOf, type AccountId, type ConsumerId, type ProviderId } from '../domain/ids.ts';
import { toFailure } from '../domain/failure.ts';
import { withSameService } from '../domain/same-service.ts';
import { isInUse } from '../state/in-use.ts';
import { credentialFiles, fileFindings, wantedIn, type FoundAbout } from './doctor-files.ts';
import { flagFindings } from './doctor-flags.ts';
import { packageFindings } from './doctor-packages.ts';
import { vaultFindings } from './doctor-vault.ts';
import type { DoctorParts, ReportedIdentity } from './doctor-parts.ts';
import { accountFor, lookAtShellStart, spellings } from './shell-start-looks.ts';

type Consumer = DoctorParts['consumers'][number];

export interface Look {
  readonly identities: readonly ReportedIdentity[];
  readonly findings: readonly Finding[];
  /** The sign-ins that files hold. */
  readonly chains: readonly Chain[];
}

/** The variables that hold keys, of every program. */
function keyNames({ consumers }: Pick<DoctorParts, 'consumers'>): readonly string[] {
  return [...new Set(consumers.flatMap(({ keyVariables }) => keyVariables ?? []))];
}

function inspectorFor(
  hasShellStart: boolean,
  terminal: TerminalFacts | undefined,
  folders: readonly string[],
  parts: DoctorParts,
): Inspector {
  const { places, platform, files, machine, clock, facts } = parts;
  const isOn = (value: string | undefined): boolean =>
    value !== undefined && !['', '0', 'false'].includes(value);
  const theirs: Places = terminal === undefined ? places : { ...places, environment: terminal.environment };
  return {
    places: theirs,
    ours: places,
    platform,
    now: clock.nowMs(),
    hasShellStart,
    read: (path) => files.read(path).catch(() => undefined),
    isSet: (variable) =>
      terminal === undefined ? isOn(places.environment[variable]) : terminal.set.includes(variable),
    hasFolder: (path) => machine.hasFolder(path),
    reach: (url) => machine.reach(url),
    logins: [...facts().logins.values()],
    activeLogin(provider: ProviderId) {
      const account = accountFor(provider, folders, facts());
      return account === undefined ? undefined : facts().logins.get(account);
    },
  };
}

/** The account here that an identity is: by its name at the provider, or as the one whose keys we know in that file. */
function accountOf(effective: IdentityInEffect, parts: DoctorParts): AccountId | undefined {
  const { accounts, holders } = parts.state();
  const { subject, where, label } = effective;
  const named = subject === undefined ? undefined : accountIdOf(subject.provider, subject.subject);
  const known = accounts.find(({ id }) => id === named);
  if (known !== undefined) return known.id;
  const held = credentialFiles(parts)
    .filter(({ path }) => path === where)
    .flatMap(({ file }) => accounts.find(({ id }) => id === holders.get(file.id)) ?? []);
  return held.find((account) => label === undefined || account.label === label)?.id;
}

/** A program for nothing but providers that the person has hidden, with nobody in it: most likely it is not even here. */
function isUnused(
  { environment }: Consumer,
  { by }: IdentityInEffect,
  { state, providers }: Pick<DoctorParts, 'state' | 'providers'>,
): boolean {
  return (
    by === 'nobody' &&
    environment !== undefined &&
    !withSameService(environment.providers, providers).some((provider) => isInUse(state(), provider))
  );
}

function reported(
  { id, label }: Consumer,
  effective: IdentityInEffect,
  parts: DoctorParts,
): ReportedIdentity {
  const { by, where, why } = effective;
  const account = accountOf(effective, parts) ?? null;
  const known = parts.state().accounts.find((each) => each.id === account);
  return {
    consumer: id,
    label,
    by,
    identity: known?.label ?? effective.label ?? null,
    account,
    where: where ?? null,
    why,
  };
}

/** Which file each path really is: one that two names lead to is no copy of itself. */
type RealPaths = ReadonlyMap<string, string>;

async function realPaths(
  chains: readonly Chain[],
  { machine }: Pick<DoctorParts, 'machine'>,
): Promise<RealPaths> {
  return new Map(
    await Promise.all(chains.map(async ({ where }) => [where, await machine.realPath(where)] as const)),
  );
}

function isNoFork({ kind, where, detail }: ConsumerFinding, real: RealPaths): boolean {
  const place = real.get(where);
  return kind === 'forked-chain' && place !== undefined && place === real.get(detail ?? '');
}

/** One refresh token in two files: every place but the first of them is one too many. */
function twoOwners(
  inspections: readonly { readonly consumer: ConsumerId; readonly inspection: Inspection }[],
  real: RealPaths,
): readonly FoundAbout[] {
  const first = new Map<string, string>();
  return inspections.flatMap(({ consumer, inspection: { chains = [], findings } }) =>
    chains.flatMap(({ where, token, takeOut }): readonly FoundAbout[] => {
      const other = first.get(token.reveal());
      first.set(token.reveal(), other ?? where);
      const isTold = findings.some((each) => each.kind === 'forked-chain' && each.where === where);
      if (other === undefined || real.get(other) === real.get(where) || isTold) return [];
      const repair = takeOut === undefined ? {} : { repair: { kind: 'take-out', ...takeOut } as const };
      return [{ consumer, finding: { kind: 'two-owners', where, detail: other, ...repair } }];
    }),
  );
}

/** A shared file that only its program could tell to be stale can be written anew where keys of ours belong there. */
function withRepair(finding: ConsumerFinding, parts: DoctorParts): ConsumerFinding {
  if (finding.kind !== 'stale-file' || finding.repair !== undefined) return finding;
  const item = credentialFiles(parts).find(
    (each) => each.path === finding.where && wantedIn(each, parts) !== undefined,
  );
  return item === undefined ? finding : { ...finding, repair: { kind: 'write-anew', file: item.file.id } };
}

async function keysInFiles(
  terminal: TerminalFacts | undefined,
  parts: DoctorParts,
): Promise<readonly ConsumerFinding[]> {
  const names = keyNames(parts);
  const startUp = await parts.startUp.startUpFiles();
  const env = terminal === undefined ? [] : await parts.startUp.envFiles(terminal.folder);
  const spoken = (variables: readonly string[]): string => variables.join(' and ');
  return [
    ...startUp.flatMap(({ path, dialect, text }) =>
      keyLines(text, dialect, names).map(({ line, variables, shown }): ConsumerFinding => {
        const [variable] = variables;
        const canFix = shown !== undefined && variable !== undefined;
        return {
          kind: 'key-in-rc-file',
          where: path,
          line,
          of: variables.join('+'),
          detail: spoken(variables),
          ...(canFix && { repair: { kind: 'comment-out', path, dialect, line, variable } }),
        };
      }),
    ),
    ...env.flatMap(({ path, text }) =>
      keyLines(text, 'environment', names).map(({ line, variables }): ConsumerFinding => ({
        kind: 'key-in-env-file',
        where: path,
        line,
        of: variables.join('+'),
        detail: spoken(variables),
      })),
    ),
  ];
}

function fromState(terminal: TerminalFacts | undefined, parts: DoctorParts): readonly FoundAbout[] {
  const { staleHolders, hooks, packages, flags, problems, accounts, safeMode } = parts.state();
  const proxy =
    terminal === undefined ? undefined : proxyDifference(terminal.environment, parts.places.environment);
  return [
    ...staleHolders.map(({ consumer, pid, account }): FoundAbout => {
      const label = accounts.find(({ id }) => id === account)?.label;
      return {
        consumer,
        finding: {
          kind: 'old-identity-runs',
          where: `pid ${String(pid)}`,
          ...(label !== undefined && { detail: label }),
        },
      };
    }),
    ...hooks.flatMap(({ program, state, event }): readonly FoundAbout[] =>
      state === 'ready'
        ? []
        : [
            {
              consumer: undefined,
              finding: {
                kind: 'unapproved-program',
                where: program,
                detail: `${event}: ${state === 'changed' ? 'it has changed since it was approved' : 'it is not there, or not as it has to be'}`,
              },
            },
          ],
    ),
    ...[
      ...packageFindings(packages),
      ...flagFindings(flags.inert),
      ...vaultFindings(problems.get('vault')),
    ].map((finding) => ({ consumer: undefined, finding })),
    ...(safeMode
      ? [
          {
            consumer: undefined,
            finding: { kind: 'safe-mode', where: 'Gatehouse', repair: { kind: 'start-normally' } },
          } as const,
        ]
      : []),
    ...(proxy === undefined
      ? []
      : [
          {
            consumer: undefined,
            finding: { kind: 'different-proxies', where: proxy.variable, detail: proxy.detail },
          } as const,
        ]),
  ];
}

async function inspected(consumer: Consumer, terminal: TerminalFacts | undefined, parts: DoctorParts) {
  const { hasShellStart, bypassed } = await lookAtShellStart(consumer, terminal, parts);
  const folders = await spellings(terminal, parts);
  const nothing: Inspection = { effective: [], findings: [] };
  try {
    const inspection =
      (await consumer.inspect?.(inspectorFor(hasShellStart, terminal, folders, parts))) ?? nothing;
    return { consumer, inspection, bypassed };
  } catch (thrown) {
    // What one program has made of its files must not hide what there is of the others.
    parts.log.warn('program not inspected', { consumer: consumer.id, failure: toFailure(thrown) });
    return { consumer, inspection: nothing, bypassed };
  }
}

/** @param accepted by file, until when what others wrote there counts as seen, Unix milliseconds */
export async function lookAround(
  terminal: TerminalFacts | undefined,
  accepted: ReadonlyMap<string, number>,
  parts: DoctorParts,
): Promise<Look> {
  await parts.lookAgain();
  const seen = await Promise.all(parts.consumers.map((each) => inspected(each, terminal, parts)));
  const chains = seen.flatMap(({ inspection }) => inspection.chains ?? []);
  const real = await realPaths(chains, parts);
  const found: readonly FoundAbout[] = [
    ...seen.flatMap(({ consumer: { id }, inspection, bypassed }) =>
      [...inspection.findings, ...bypassed]
        .filter((finding) => !isNoFork(finding, real))
        .map((finding) => ({ consumer: id, finding })),
    ),
    ...twoOwners(
      seen.map(({ consumer: { id }, inspection }) => ({ consumer: id, inspection })),
      real,
    ),
    ...(await fileFindings(parts, accepted)),
    ...fromState(terminal, parts),
    ...[...(await keysInFiles(terminal, parts)), ...(await parts.ownFiles.look())].map((finding) => ({
      consumer: undefined,
      finding,
    })),
  ];
  const findings = found.map(({ consumer, finding }) => findingOf(withRepair(finding, parts), consumer));
  return {
    identities: seen.flatMap(({ consumer, inspection }) =>
      inspection.effective
        .filter((effective) => !isUnused(consumer, effective, parts))
        .map((effective) => reported(consumer, effective, parts)),
    ),
    // Found in two ways, it is still one.
    findings: [...new Map(findings.map((each) => [each.id, each])).values()],
    chains,
  };
}
