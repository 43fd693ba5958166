// What Doctor is told of a terminal of the person's: names of variables, never a secret value.

type Environment = Readonly<Record<string, string | undefined>>;

/** A terminal as it is now. Holds no secret. */
export interface TerminalFacts {
  /** Variables that say where or how something is kept, or name a proxy, with their values; of a proxy without who signs in there. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of the other variables that may decide who one is, where they are set; never their values. */
  readonly set: readonly string[];
  /** The working folder. */
  readonly folder: string;
  /** Its PATH. */
  readonly path: string;
}

const proxyName = /^(?:https?|all|no)_proxy$/i;
const placeName = /^[A-Z][A-Z\d_]{0,80}_(?:HOME|DIR|SETTINGS_PATH|FILE_STORAGE)$/;
const decidingName = /^[A-Z][A-Z\d_]{0,80}(?:_KEY|_TOKEN|_CONTENT|_USE_[A-Z\d_]{1,40})$/;
/** What programs take for switched off. */
const off = new Set(['', '0', 'false']);

/** Of what is told with its value. */
const longestValue = 4096;
const longestPath = 32_768;
const mostNames = 200;

/** A proxy without user, password and closing slash; as it stands where it is no address. */
export function plainProxy(value: string): string {
  // Without a scheme too, `ada:secret@proxy:3128`, and up to the last @, whatever the password is made of.
  return value
    .trim()
    .replace(/^([a-z][a-z\d+.-]*:\/\/)?(?:.*@)?/is, '$1')
    .replace(/\/+$/, '');
}

/** @param folder the working folder, absolute */
export function terminalFacts(environment: Environment, folder: string): TerminalFacts {
  const told: [string, string][] = [];
  const set: string[] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || off.has(value)) continue;
    if (decidingName.test(name)) set.push(name);
    else if (value.length > longestValue) continue;
    else if (proxyName.test(name)) told.push([name, plainProxy(value)]);
    else if (placeName.test(name)) told.push([name, value]);
  }
  return {
    environment: Object.fromEntries(told.slice(0, mostNames)),
    set: set.slice(0, mostNames),
    folder,
    path: (environment['PATH'] ?? environment['Path'] ?? '').slice(0, longestPath),
  };
}

interface Proxies {
  /** How https addresses are reached; undefined: directly. */
  readonly way: string | undefined;
  /** The hosts that are reached directly all the same. */
  readonly except: string;
}

function proxiesIn(environment: Environment): Proxies {
  const first = (...names: readonly string[]): string | undefined =>
    names.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
  const way = first('https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY');
  const except = (first('no_proxy', 'NO_PROXY') ?? '').toLowerCase().split(/[\s,]+/);
  return {
    way: way === undefined ? undefined : plainProxy(way).toLowerCase(),
    except: [...new Set(except.filter((host) => host !== ''))].toSorted().join(', '),
  };
}

/** The variable in which a terminal and the app differ, and how; undefined where both reach the network alike. */
export function proxyDifference(
  terminal: Environment,
  app: Environment,
): { readonly variable: string; readonly detail: string } | undefined {
  const [here, there] = [proxiesIn(terminal), proxiesIn(app)];
  if (here.way !== there.way) {
    const told = (way: string | undefined): string => way ?? 'directly';
    return {
      variable: 'HTTPS_PROXY',
      detail: `here: ${told(here.way)}; Gatehouse: ${told(there.way)}`,
    };
  }
  if (here.way === undefined || here.except === there.except) return undefined;
  const told = (except: string): string => (except === '' ? 'none' : except);
  return {
    variable: 'NO_PROXY',
    detail: `here: ${told(here.except)}; Gatehouse: ${told(there.except)}`,
  };
}
