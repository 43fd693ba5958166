// Our own lint rules: one per ban of lint-bans.ts, and one against switching a rule off without a reason.
import type { Rule, SourceCode } from 'eslint';
import { type Ban, bans } from './lint-bans.ts';

type Identifier = Extract<Rule.Node, { type: 'Identifier' }>;

function ruleFor(ban: Ban): Rule.RuleModule {
  return {
    meta: { type: 'problem', schema: [] },
    create(context) {
      const report = (node: Rule.Node): void => {
        context.report({ node, message: ban.message });
      };
      return {
        ...identifierListener(ban, report),
        ...moduleListener(ban, report),
        ...globalListener(ban, context.sourceCode, report),
      };
    },
  };
}

type Report = (node: Rule.Node) => void;

function identifierListener({ identifiers }: Ban, report: Report): Rule.RuleListener {
  if (identifiers === undefined) return {};
  return {
    Identifier(node) {
      if (identifiers.includes(node.name)) report(node);
    },
  };
}

function moduleListener({ modules }: Ban, report: Report): Rule.RuleListener {
  if (modules === undefined) return {};
  return {
    ImportDeclaration(node) {
      if (modules.includes(String(node.source.value))) report(node);
    },
    ImportExpression(node) {
      if (node.source.type === 'Literal' && modules.includes(String(node.source.value))) report(node);
    },
  };
}

function globalListener(ban: Ban, sourceCode: SourceCode, report: Report): Rule.RuleListener {
  const { globals = [], members = [] } = ban;
  if (globals.length + members.length === 0) return {};
  return {
    'Program:exit'() {
      for (const identifier of globalsUsedIn(sourceCode)) {
        const { name, parent } = identifier;
        const member =
          parent.type === 'MemberExpression' && parent.property.type === 'Identifier'
            ? parent.property.name
            : '';
        if (globals.includes(name) || members.includes(`${name}.${member}`)) report(identifier);
      }
    },
    // `new Date()` without arguments reads the clock as Date.now does.
    NewExpression(node) {
      if (!members.includes('Date.now') || node.arguments.length > 0) return;
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date') report(node);
    },
  };
}

/** Values that no declaration in the file explains. Types of that name are not meant. */
function globalsUsedIn(sourceCode: SourceCode): Identifier[] {
  const scope = sourceCode.scopeManager.globalScope;
  // What the language itself brings (Date, Math) is a variable without definition; the rest (process) is unresolved.
  const builtIn = scope?.variables.filter(({ defs }) => defs.length === 0) ?? [];
  return [...(scope?.through ?? []), ...builtIn.flatMap(({ references }) => references)]
    .filter((reference) => !('isTypeReference' in reference) || reference.isTypeReference !== true)
    .map((reference) => reference.identifier as Identifier);
}

const disableNeedsReason: Rule.RuleModule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (!/^\s*eslint-disable/.test(comment.value) || / -- \S/.test(comment.value)) continue;
          context.report({
            loc: comment.loc ?? { line: 1, column: 0 },
            message: 'Say why: `eslint-disable-… rule -- reason`.',
          });
        }
      },
    };
  },
};

export const plugin = {
  meta: { name: 'gatehouse' },
  rules: {
    'disable-needs-reason': disableNeedsReason,
    ...Object.fromEntries(bans.map((ban) => [ban.name, ruleFor(ban)])),
  },
};

/** One configuration block per ban, so that each has its own exceptions. */
export const banConfigs = bans.map((ban) => ({
  name: `gatehouse/${ban.name}`,
  files: [...ban.in],
  ignores: [...ban.except],
  rules: { [`gatehouse/${ban.name}`]: 'error' as const },
}));
