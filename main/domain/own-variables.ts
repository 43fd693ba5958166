// What Gatehouse itself has set, for an agent or for a plain call of a program. An app that is started there would take it for
// the person's own, for as long as it runs: write another account's folder, and read its key as theirs.

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder) && /^[\\/]/.test(path.slice(folder.length));
}

/**
 * Takes it away; what is started from here on does not get it either.
 * @param logins the folder of the logins that programs keep for us
 * @param keys the variables that hold keys, of every program; in an agent they are from us
 */
export function withoutOurOwn(
  environment: Record<string, string | undefined>,
  logins: string,
  keys: readonly string[],
): void {
  const ofAgent = (environment['GATEHOUSE_AGENT'] ?? '') === '' ? [] : keys;
  for (const [name, value = ''] of Object.entries(environment))
    if (ofAgent.includes(name) || isBelow(value, logins)) Reflect.deleteProperty(environment, name);
}
