// Finds words for people that stand outside the message files, and texts that are kept instead of read where they are drawn.
import ts from 'typescript';

/** Attributes and properties of parts that are shown or read out. */
const spoken = new Set([
  ...['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'aria-placeholder'],
  ...['title', 'placeholder', 'alt', 'label', 'effect', 'empty', 'standing'],
]);
/** Calls whose text is a selector or a media query. */
const askers = new Set(['querySelector', 'querySelectorAll', 'closest', 'matches', 'matchMedia']);
/** Calls that keep what they get first. */
const keepers = new Set(['signal', 'useSignal', 'useState', 'useRef']);
/** Either side may be what is read. */
const joining: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);
/** Stands for what is put into a template. */
const hole = '\u0000';

export interface FoundText {
  readonly kind: 'child' | 'attribute' | 'sentence' | 'kept';
  readonly line: number;
  readonly text: string;
}

function hasWord(text: string): boolean {
  return /\p{L}{2}/u.test(text.replaceAll(hole, ' '));
}

/** A literal or a template as it would be read; null for anything else. */
function literalText(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }) => hole + literal.text).join('');
}

/** The literals that an expression may come to. */
function outcomes(node: ts.Expression): readonly ts.Expression[] {
  if (ts.isParenthesizedExpression(node)) return outcomes(node.expression);
  if (ts.isConditionalExpression(node)) return [...outcomes(node.whenTrue), ...outcomes(node.whenFalse)];
  if (!ts.isBinaryExpression(node)) return [node];
  const { left, right, operatorToken } = node;
  if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return outcomes(right);
  return joining.has(operatorToken.kind) ? [...outcomes(left), ...outcomes(right)] : [];
}

function expressionOf(node: ts.JsxAttribute): ts.Expression | undefined {
  const { initializer } = node;
  if (initializer === undefined) return undefined;
  return ts.isJsxExpression(initializer) ? initializer.expression : initializer;
}

function isCallOf({ expression }: ts.CallExpression | ts.NewExpression, names: ReadonlySet<string>): boolean {
  if (ts.isPropertyAccessExpression(expression)) return names.has(expression.name.text);
  return ts.isIdentifier(expression) && names.has(expression.text);
}

function ancestors(node: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  for (let each = node.parent; !ts.isSourceFile(each); each = each.parent) found.push(each);
  return found;
}

/** What is no text for people, however many words it has. */
function isForMachines(node: ts.Node): boolean {
  return ancestors(node).some(
    (each) =>
      ts.isImportDeclaration(each) ||
      ts.isTypeNode(each) ||
      (ts.isJsxAttribute(each) && ['class', 'd'].includes(each.name.getText())) ||
      (ts.isCallExpression(each) && isCallOf(each, askers)) ||
      // What is thrown is for whoever works on the window.
      (ts.isNewExpression(each) && isCallOf(each, new Set(['Error']))),
  );
}

/** A media query, or a command as it is typed: alike in every language. */
function isForPrograms(text: string): boolean {
  return /^\([a-z-]+: [a-z-]+\)$/.test(text) || /^gatehouse( [a-z-]+)+$/.test(text);
}

function isSentence(text: string, classes: ReadonlySet<string>): boolean {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const own = words.filter((word) => !word.includes(hole));
  return (
    !isForPrograms(text) && words.length > 1 && own.some(hasWord) && !own.every((word) => classes.has(word))
  );
}

function isDeclared({ parent }: ts.Identifier): boolean {
  return ts.isImportSpecifier(parent) || ts.isVariableDeclaration(parent);
}

/** Whether a text is read once, where the file or the part begins, and not whenever it is drawn. */
function isKept(node: ts.Node): boolean {
  const around = ancestors(node);
  const inside = around.findIndex(ts.isFunctionLike);
  return (
    inside === -1 ||
    around.slice(0, inside).some((each) => ts.isCallExpression(each) && isCallOf(each, keepers))
  );
}

/** @param classes of the style sheets: a list of nothing else is no text */
export function textsIn(name: string, source: string, classes: ReadonlySet<string>): readonly FoundText[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found = new Map<ts.Node, FoundText>();
  const note = (kind: FoundText['kind'], node: ts.Node, text: string): void => {
    if (found.has(node)) return;
    const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    found.set(node, { kind, line, text: text.replaceAll(hole, '…').trim() });
  };
  const noteOutcomes = (kind: FoundText['kind'], expression: ts.Expression | undefined): void => {
    for (const each of expression === undefined ? [] : outcomes(expression)) {
      const text = literalText(each);
      if (text !== null && hasWord(text)) note(kind, each, text);
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && hasWord(node.text)) note('child', node, node.text);
    if (ts.isJsxAttribute(node) && spoken.has(node.name.getText()))
      noteOutcomes('attribute', expressionOf(node));
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) noteOutcomes('child', node.expression);
    const text = literalText(node);
    if (text !== null && isSentence(text, classes) && !isForMachines(node)) note('sentence', node, text);
    if (ts.isIdentifier(node) && node.text === 'messages' && !isDeclared(node) && isKept(node))
      note('kept', node, node.parent.getText());
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...found.values()];
}

/** The names of the texts of one message file, as its exported object has them. */
export function textNames(source: string): readonly string[] {
  const file = ts.createSourceFile('messages.ts', source, ts.ScriptTarget.Latest, true);
  return file.statements.filter(ts.isVariableStatement).flatMap(({ modifiers, declarationList }) =>
    modifiers === undefined
      ? []
      : declarationList.declarations.flatMap(({ name, initializer }) => {
          const value =
            initializer !== undefined && ts.isAsExpression(initializer)
              ? initializer.expression
              : initializer;
          return name.getText().endsWith('Messages') &&
            value !== undefined &&
            ts.isObjectLiteralExpression(value)
            ? value.properties.map((property) => property.name?.getText() ?? property.getText())
            : [];
        }),
  );
}
