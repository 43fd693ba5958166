// What to do where the system gives ordinary programs no user namespaces, which Chromium's sandbox needs. The launcher looks
// for the same before it starts `gatehouse serve`.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Language } from '../domain/language.ts';
import { isProfileFor, profileFolder, profileNames, profilePath } from '../domain/sandbox-profile.ts';
import { shellWord } from '../domain/shell-word.ts';

/** What this has to know of the machine. */
export interface SandboxFacts {
  /** Of a file that the system or its administrator has written; undefined where there is none of that name. */
  readonly read: (path: string) => string | undefined;
  /** Whether it is there and runs as its owner, whoever starts it. */
  readonly isSetuid: (path: string) => boolean;
}

interface Words {
  readonly why: string;
  readonly byAppArmor: string;
  readonly untilNextStart: string;
  readonly lacks: (who: string) => string;
  readonly otherwise: string;
}

/** A terminal reads English; the other ones are for a dialog. */
const words: Readonly<Record<Language, Words>> = {
  en: {
    why: 'This system gives ordinary programs no user namespaces, which the sandbox of its pages needs.',
    byAppArmor: 'AppArmor keeps them back; this allows them for Gatehouse alone:',
    untilNextStart: 'This allows them until the next start:',
    lacks: (who) => `${who} does not run without its sandbox.`,
    otherwise:
      'Start it without --no-sandbox; an AppImage adds that by itself where the system gives it no user namespaces.',
  },
  de: {
    why: 'Dieses System gibt gewöhnlichen Programmen keine User-Namespaces, und die braucht die Sandbox seiner Seiten.',
    byAppArmor: 'AppArmor hält sie zurück; das hier erlaubt sie nur für Gatehouse:',
    untilNextStart: 'Das hier erlaubt sie bis zum nächsten Start:',
    lacks: (who) => `${who} läuft nicht ohne Sandbox.`,
    otherwise:
      'Starte es ohne --no-sandbox; ein AppImage fügt das von selbst hinzu, wo das System ihm keine User-Namespaces gibt.',
  },
};

const setuidBit = 0o4000;

const thisMachine: SandboxFacts = {
  read(path) {
    try {
      return readFileSync(path, 'utf8').trim();
    } catch {
      return undefined;
    }
  },
  isSetuid: (path) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & setuidBit) !== 0,
};

/** Where our packages put it. */
const packageFolder = '/opt/Gatehouse';

function profileFix(program: string, image: string | undefined): readonly string[] {
  const { packaged, unpacked, image: ofImage } = profileNames;
  const ofProgram = dirname(program) === packageFolder ? packaged : unpacked;
  const name = image === undefined ? ofProgram : ofImage;
  const text = String.raw`abi <abi/4.0>,\ninclude <tunables/global>\nprofile ${name} "%s" flags=(unconfined) {\n  userns,\n}\n`;
  return [
    `  printf '${text}' ${shellWord(profilePath(image ?? program))} | sudo tee ${profileFolder}/${name} >/dev/null`,
    `  sudo apparmor_parser --replace ${profileFolder}/${name}`,
  ];
}

/**
 * The words for a terminal; undefined where nothing of that kind stands in the way.
 * @param program the app's own binary
 * @param image the AppImage that it runs from, for the binary lies elsewhere at each start of one
 */
export function sandboxFix(
  program: string,
  image?: string,
  { read, isSetuid }: SandboxFacts = thisMachine,
  language: Language = 'en',
): string | undefined {
  // Chromium then needs no namespaces.
  if (isSetuid(join(dirname(program), 'chrome-sandbox'))) return undefined;
  const { why, byAppArmor, untilNextStart } = words[language];
  const isAllowed = Object.values(profileNames).some((name) =>
    isProfileFor(read(`${profileFolder}/${name}`) ?? '', image ?? program),
  );
  if (read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' && !isAllowed)
    return [`${why} ${byAppArmor}`, ...profileFix(program, image)].join('\n');
  if (read('/proc/sys/kernel/unprivileged_userns_clone') === '0')
    return [`${why} ${untilNextStart}`, '  sudo sysctl kernel.unprivileged_userns_clone=1'].join('\n');
  if (read('/proc/sys/user/max_user_namespaces') === '0')
    return [`${why} ${untilNextStart}`, '  sudo sysctl user.max_user_namespaces=15000'].join('\n');
  return undefined;
}

/** What Chromium ends itself with where it finds no sandbox. */
const ownEnds: ReadonlySet<NodeJS.Signals> = new Set(['SIGTRAP', 'SIGILL', 'SIGABRT']);

/** As `sandboxFix`, of an app that was ended by a signal: of one that somebody has killed there is nothing to say. */
export function fixAfterEnd(
  signal: NodeJS.Signals | null,
  program: string,
  image?: string,
  facts: SandboxFacts = thisMachine,
): string | undefined {
  return signal !== null && ownEnds.has(signal) ? sandboxFix(program, image, facts) : undefined;
}

/** @param who does not start. An AppImage adds the switch by itself where it cannot make a namespace. */
export function withoutSandbox(who: string, fix: string | undefined): string {
  const { lacks, otherwise } = words.en;
  return `${lacks(who)}${fix === undefined ? ` ${otherwise}` : `\n${fix}`}`;
}

/** The same for somebody who has no terminal before them. */
export function withoutSandboxShown(
  program: string,
  image: string | undefined,
  language: Language,
  facts: SandboxFacts = thisMachine,
): { readonly message: string; readonly detail: string } {
  const { lacks, otherwise } = words[language];
  return {
    message: lacks('Gatehouse'),
    detail: sandboxFix(program, image, facts, language) ?? otherwise,
  };
}
