/**
 * What a TypeScript or JavaScript file takes from other files when it is built: imports whose names are used as values (what is a type only is
 * erased), static and dynamic, and the files that strings name, as the templates and style sheets of a component.
 */
import type ts from 'typescript';
import type { Reference } from './references.ts';
import { readStyle } from './style-references.ts';

export type TypeScript = typeof ts;

export function readScript(path: string, text: string, ts: TypeScript): readonly Reference[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, false);
  const found: Reference[] = [];
  const used = new Set<string>();
  const imports: ts.ImportDeclaration[] = [];

  const add = (kind: Reference['kind'], to: string) => found.push({ kind, to });
  const isString = (node: ts.Node | undefined): node is ts.StringLiteralLike => node !== undefined && ts.isStringLiteralLike(node);
  const isDeclared = (node: ts.Node) =>
    ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true;

  /** Named bare as well, where Angular expects a file. */
  const resources = new Set(['templateUrl', 'styleUrl', 'styleUrls']);
  const addResources = (node: ts.Expression): void => {
    const list = ts.isArrayLiteralExpression(node) ? node.elements : [node];
    for (const one of list) if (isString(one) && !/^[./]/.test(one.text)) add('file', one.text);
  };

  const readInlineStyle = (content: string): void => {
    if (/@import|url\(/.test(content)) found.push(...readStyle(content));
  };
  /** Any string that names a file: of a component, of `new URL(…, import.meta.url)`, of a constant that one of them reads. */
  const readText = (content: string): void => {
    if (/^\.\.?\//.test(content) && !content.includes('\n')) add('file', content.replace(/[?#].*$/, ''));
    readInlineStyle(content);
  };

  const readImport = (argument: ts.Expression | undefined): void => {
    if (isString(argument)) add('module', argument.text);
    else if (argument && ts.isTemplateExpression(argument)) {
      const pattern = `${argument.head.text}${argument.templateSpans.map(({ literal }) => `*${literal.text}`).join('')}`;
      if (/^\.\.?\//.test(pattern)) add('pattern', pattern);
    }
  };

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return void imports.push(node);
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || isDeclared(node)) return;
    if (ts.isExpressionWithTypeArguments(node)) return visit(node.expression);
    if (ts.isTypeNode(node)) return;
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) return;
    if (ts.isExportDeclaration(node)) return readExport(node);
    if (ts.isImportEqualsDeclaration(node)) {
      if (node.isTypeOnly) return;
      if (ts.isExternalModuleReference(node.moduleReference)) return readImport(node.moduleReference.expression);
    }
    if (ts.isIdentifier(node)) return void used.add(node.text);
    if (ts.isPropertyAccessExpression(node)) return visit(node.expression);
    if (ts.isPropertyAssignment(node)) {
      if (ts.isComputedPropertyName(node.name)) visit(node.name);
      if (ts.isIdentifier(node.name) && resources.has(node.name.text)) addResources(node.initializer);
      return visit(node.initializer);
    }
    if (ts.isStringLiteralLike(node)) return readText(node.text);
    if (ts.isTemplateExpression(node)) readInlineStyle(node.getText(source));
    if (ts.isCallExpression(node)) {
      const { expression } = node;
      const isImport = expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require');
      if (isImport) readImport(node.arguments[0]);
    }
    // A decorated class gets its dependencies by the types of its constructor's parameters.
    if (ts.isClassLike(node) && ts.canHaveDecorators(node) && ts.getDecorators(node)) {
      for (const member of node.members)
        if (ts.isConstructorDeclaration(member)) for (const { type } of member.parameters) if (type) readTypeNames(type);
    }
    ts.forEachChild(node, visit);
  };

  const readTypeNames = (type: ts.Node): void => {
    if (ts.isIdentifier(type)) used.add(type.text);
    ts.forEachChild(type, readTypeNames);
  };

  const readExport = ({ isTypeOnly, moduleSpecifier, exportClause }: ts.ExportDeclaration): void => {
    if (isTypeOnly) return;
    // Bundlers keep `export { type A } from …`, and what it names with it.
    if (isString(moduleSpecifier)) return void add('module', moduleSpecifier.text);
    if (!exportClause || !ts.isNamedExports(exportClause)) return;
    for (const { isTypeOnly: isType, propertyName, name } of exportClause.elements) if (!isType) used.add((propertyName ?? name).text);
  };

  visit(source);
  for (const { importClause, moduleSpecifier } of imports) {
    if (!isString(moduleSpecifier) || (importClause && !isUsed(importClause, used, ts))) continue;
    add('module', moduleSpecifier.text);
  }
  return found;
}

function isUsed(clause: ts.ImportClause, used: ReadonlySet<string>, ts: TypeScript): boolean {
  if (clause.isTypeOnly) return false;
  const { name, namedBindings } = clause;
  if (name && used.has(name.text)) return true;
  if (!namedBindings) return false;
  if (ts.isNamespaceImport(namedBindings)) return used.has(namedBindings.name.text);
  // Bundlers do not agree on `import {} from …`.
  const { elements } = namedBindings;
  return elements.length === 0 || elements.some(({ isTypeOnly, name: local }) => !isTypeOnly && used.has(local.text));
}
