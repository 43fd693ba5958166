// The forms that a rule of the import table takes.
import type { IForbiddenRuleType } from 'dependency-cruiser';
import { readFileSync } from 'node:fs';

/** The names of the modules that a room's list holds, as folder or as file. */
function membersOf(room: string): string[] {
  try {
    const list = readFileSync(`main/${room}/list.ts`, 'utf8');
    return [...list.matchAll(/from '\.\/([a-z0-9-]+)(?:\/[a-z0-9-]+)*\.ts'/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => name !== 'description');
  } catch {
    return [];
  }
}

/** npm packages, whatever file of theirs is meant. */
export const packages = (...names: readonly string[]): string => `^(node_modules/)?(${names.join('|')})(/|$)`;

/** A room may import what is listed and nothing else: no other room, no package, no Node, no Electron. */
export function only(name: string, room: string, allowed: string[]): IForbiddenRuleType {
  return { name, severity: 'error', from: { path: room }, to: { pathNot: allowed } };
}

/** The same for a room that works with the machine: Node's own modules are allowed besides. */
export function onlyWithNode(name: string, room: string, allowed: string[]): IForbiddenRuleType {
  return {
    name,
    severity: 'error',
    from: { path: room },
    to: { pathNot: allowed, dependencyTypesNot: ['core'] },
  };
}

/** From there only types may come. */
export function typesOnly(name: string, room: string, target: string): IForbiddenRuleType {
  return {
    name,
    severity: 'error',
    from: { path: room },
    to: { path: target, dependencyTypesNot: ['type-only'] },
  };
}

/** Members of a list do not know each other. A member is a folder or a single file. */
export function strangers(room: string): IForbiddenRuleType[] {
  return membersOf(room).map((member) => ({
    name: `${room}-do-not-know-each-other`,
    severity: 'error',
    from: {
      path: `^main/${room}/`,
      pathNot: [`^main/${room}/${member}(/|\\.ts$)`, `^main/${room}/list\\.ts$`],
    },
    to: { path: `^main/${room}/${member}(/|\\.ts$)` },
  }));
}
