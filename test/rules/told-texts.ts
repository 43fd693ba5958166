// Finds the texts in main that stand beside a failure, a finding or a login, as far as the source has them as words.
import ts from 'typescript';

/** Properties, constants and parameters whose text a person reads: in brackets, or as what a sentence is about. */
const told: ReadonlySet<string> = new Set(['detail', 'subject', 'why']);
/** What is logged is in English, for whoever works on the app. */
const loggers: ReadonlySet<string> = new Set(['info', 'warn', 'error']);
/** What answers a request that only a program makes wrongly, and what only the log has more words for. */
const forPrograms = /^(?:broker\/|internal$)/;
/** Calls and names are followed for so long. */
const deepest = 4;

/** Stands for a part of a text that the source does not have as words. */
export const hole = '\u0000';

export interface ToldText {
  readonly place: string;
  readonly text: string;
}

type FunctionNode = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration;

function isFunction(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node)
  );
}

function within(node: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [node];
  ts.forEachChild(node, (child) => {
    found.push(...within(child));
  });
  return found;
}

function ancestors(node: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  for (let each = node.parent; !ts.isSourceFile(each); each = each.parent) found.push(each);
  return found;
}

/** A function's own name, or that of the constant that it is. */
function nameOf(node: FunctionNode): string {
  if (node.name !== undefined) return node.name.getText();
  return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : '';
}

function calledName({ expression }: ts.CallExpression): string {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : '';
}

/** The codes of the failures that are made inside, thrown or as values. */
function codesIn(node: ts.Node): readonly string[] {
  return within(node).flatMap((each) => {
    const code =
      ts.isNewExpression(each) && each.expression.getText() === 'Failure'
        ? each.arguments?.[0]
        : ts.isPropertyAssignment(each) && each.name.getText() === 'code'
          ? each.initializer
          : undefined;
    if (code === undefined) return [];
    return [ts.isStringLiteral(code) ? code.text : 'one of several'];
  });
}

function areForPrograms(codes: readonly string[]): boolean {
  return codes.length > 0 && codes.every((code) => forPrograms.test(code));
}

function isForPrograms(node: ts.Node): boolean {
  const around = ancestors(node);
  const user = around.find((each) => ts.isCallExpression(each) || ts.isNewExpression(each));
  if (user !== undefined && ts.isCallExpression(user) && loggers.has(calledName(user))) return true;
  const nearest = around.find((each) => !ts.isPropertyAssignment(each) && codesIn(each).length > 0);
  return nearest !== undefined && areForPrograms(codesIn(nearest));
}

function returned({ body }: FunctionNode): readonly ts.Expression[] {
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  return within(body).flatMap((each) =>
    ts.isReturnStatement(each) && each.expression !== undefined ? [each.expression] : [],
  );
}

/** What the files call their functions and constants. */
interface Names {
  readonly functions: ReadonlyMap<string, readonly FunctionNode[]>;
  readonly constants: ReadonlyMap<string, readonly ts.VariableDeclaration[]>;
}

function namesIn(files: readonly ts.SourceFile[]): Names {
  const nodes = files.flatMap(within);
  return {
    functions: Map.groupBy(nodes.filter(isFunction), nameOf),
    constants: Map.groupBy(nodes.filter(ts.isVariableDeclaration), ({ name }) => name.getText()),
  };
}

/** Where a constant can be seen: the block, or the file, that its statement stands in. */
function isSeenFrom(node: ts.Node, { parent: { parent } }: ts.VariableDeclaration): boolean {
  return parent.parent === node.getSourceFile() || ancestors(node).includes(parent.parent);
}

/** What stands behind a name, an entry of a table or a call, as far as the source tells. */
function behind(node: ts.Node, { functions, constants }: Names): readonly ts.Node[] {
  if (ts.isIdentifier(node)) {
    const seen = (constants.get(node.text) ?? []).findLast((each) => isSeenFrom(node, each));
    return seen?.initializer === undefined ? [] : [seen.initializer];
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    const named = functions.get(node.expression.text) ?? [];
    const own = named.filter((each) => each.getSourceFile() === node.getSourceFile());
    return (own.length > 0 ? own : named).flatMap(returned);
  }
  if (ts.isElementAccessExpression(node) && ts.isIdentifier(node.expression))
    return behind(node.expression, { functions, constants }).flatMap((table) =>
      ts.isObjectLiteralExpression(table)
        ? table.properties.filter(ts.isPropertyAssignment).map(({ initializer }) => initializer)
        : [],
    );
  return [];
}

function joined(firsts: readonly string[], seconds: readonly string[]): readonly string[] {
  return firsts.flatMap((first) => seconds.map((second) => first + second));
}

/** Every text that an expression may come to. */
function outcomes(node: ts.Node, names: Names, depth = 0): readonly string[] {
  const of = (inner: ts.Node): readonly string[] => outcomes(inner, names, depth);
  // What may be left out may as well be there.
  if (ts.isStringLiteralLike(node)) return [node.text === '' ? hole : node.text];
  if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node)) return of(node.expression);
  if (ts.isConditionalExpression(node)) return [...of(node.whenTrue), ...of(node.whenFalse)];
  if (ts.isTemplateExpression(node))
    return node.templateSpans.reduce<readonly string[]>(
      (begun, { expression, literal }) => joined(joined(begun, of(expression)), [literal.text]),
      [node.head.text],
    );
  if (ts.isBinaryExpression(node)) {
    const [left, right] = [of(node.left), of(node.right)];
    return node.operatorToken.kind === ts.SyntaxKind.PlusToken ? joined(left, right) : [...left, ...right];
  }
  const others = depth < deepest ? behind(node, names) : [];
  const texts = others.flatMap((each) => outcomes(each, names, depth + 1));
  return texts.length === 0 ? [hole] : [...new Set(texts)];
}

/** What is given to one of those names: of a property, a constant, or a parameter of a function of this file. */
function givenIn(file: ts.SourceFile): readonly ts.Expression[] {
  const nodes = within(file);
  const takers = nodes
    .filter(isFunction)
    .flatMap((each) =>
      each.parameters.flatMap(({ name }, place) =>
        told.has(name.getText()) && !areForPrograms(codesIn(each)) ? [{ called: nameOf(each), place }] : [],
      ),
    );
  return nodes.flatMap((each): readonly ts.Expression[] => {
    if (ts.isCallExpression(each))
      return takers.flatMap(({ called, place }) =>
        called === calledName(each) ? each.arguments.slice(place, place + 1) : [],
      );
    const isNamed =
      ts.isPropertyAssignment(each) || ts.isVariableDeclaration(each) || ts.isBindingElement(each);
    if (!isNamed || each.initializer === undefined || !told.has(each.name.getText())) return [];
    return [each.initializer];
  });
}

/** @param sources by their path */
export function toldTexts(sources: ReadonlyMap<string, string>): readonly ToldText[] {
  const files = [...sources].map(([path, text]) =>
    ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
  );
  const names = namesIn(files);
  return files.flatMap((file) =>
    givenIn(file)
      .filter((given) => !isForPrograms(given))
      .flatMap((given) => {
        const line = file.getLineAndCharacterOfPosition(given.getStart()).line + 1;
        return outcomes(given, names).map((text) => ({ place: `${file.fileName}:${line}`, text }));
      }),
  );
}
