/**
 * What in a function's text goes beyond CloudFront's JavaScript runtime 2.0, found in its syntax tree: whatever is not listed is reported,
 * so that a kind of syntax that nobody thought of is too. For tests: acorn is no dependency of what is deployed.
 */
import { runInNewContext } from 'node:vm';
import { type AnyNode, type MemberExpression, parse } from 'acorn';
import { offeredGlobals, offeredNames, offeredObjects } from './runtime-offers.ts';

export interface Unsupported {
  /** From 1. */
  readonly line: number;
  readonly what: string;
}

/** @returns nothing when CloudFront runs all of it. @throws {SyntaxError} it is no JavaScript. */
export function findUnsupported(text: string): Unsupported[] {
  const program = parse(text, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  const declared = new Set<string>();
  eachNode(program, (node) => namesDeclaredBy(node).forEach((name) => declared.add(name)));
  const found: Unsupported[] = [];
  eachNode(program, (node, above) => {
    const objection = node.type in rules ? rules[node.type]?.(node, { above, declared }) : `${node.type} is not listed`;
    if (objection) found.push({ line: node.loc?.start.line ?? 0, what: objection });
  });
  return found;
}

interface Place {
  /** Nodes around it, the nearest last. */
  readonly above: readonly AnyNode[];
  /** Every name that the text itself declares. */
  readonly declared: ReadonlySet<string>;
}

/** @returns what is wrong with a node of this type. */
type Rule = (node: AnyNode, place: Place) => string | false | undefined;

const fine: Rule = () => undefined;

/** By type of node; the types that are not here are not listed by AWS. */
const rules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    ['Program', 'BlockStatement', 'EmptyStatement', 'ExpressionStatement', 'IfStatement', 'ReturnStatement', 'ThrowStatement', 'SwitchCase']
      .concat(['LabeledStatement', 'BreakStatement', 'ContinueStatement', 'ForStatement', 'ForInStatement', 'WhileStatement'])
      .concat(['DoWhileStatement', 'SwitchStatement', 'TryStatement', 'VariableDeclarator', 'TemplateLiteral', 'TemplateElement'])
      .concat(['ThisExpression', 'ArrayExpression', 'ObjectExpression', 'UnaryExpression', 'UpdateExpression', 'BinaryExpression'])
      .concat(['ConditionalExpression', 'SequenceExpression', 'ImportDefaultSpecifier', 'RestElement', 'NewExpression'])
      .map((type) => [type, fine]),
  ),
  VariableDeclaration: of('VariableDeclaration', ({ kind }) => !['var', 'let', 'const'].includes(kind) && `${kind} is not listed`),
  ImportDeclaration: of('ImportDeclaration', ({ source, specifiers }) =>
    source.value !== 'cloudfront' || specifiers.some(({ type }) => type !== 'ImportDefaultSpecifier') || specifiers.length !== 1
      ? "only the default of 'cloudfront' is imported"
      : undefined,
  ),
  CatchClause: of('CatchClause', ({ param }) => !param && 'catch without a name came after ES 5.1'),
  Literal: of('Literal', (node) => {
    if (node.bigint !== undefined && node.bigint !== null) return 'BigInt is not listed';
    if (!node.regex) return undefined;
    const { pattern, flags } = node.regex;
    if (/[^gim]/.test(flags)) return `the flags ${flags} of a regular expression came after ES 5.1`;
    return /\(\?<[=!]|\\[pP]\{|\\u\{/.test(pattern) && 'lookbehind and Unicode properties came after ES 5.1';
  }),
  Property: of('Property', ({ kind, method, shorthand, computed }) =>
    kind !== 'init' || method || shorthand || computed ? 'ES 6 forms of an object literal are not listed' : undefined,
  ),
  LogicalExpression: of('LogicalExpression', ({ operator }) => operator === '??' && '?? is not listed'),
  AssignmentExpression: of(
    'AssignmentExpression',
    ({ operator }) => ['&&=', '||=', '??='].includes(operator) && `${operator} is not listed`,
  ),
  CallExpression: of('CallExpression', ({ optional, callee }) => {
    if (optional) return '?. is not listed';
    return callee.type === 'Super' && 'super is not listed';
  }),
  MemberExpression: of('MemberExpression', memberRule),
  Identifier: of('Identifier', ({ name }, place) => identifierRule(name, place)),
  FunctionDeclaration: functionRule,
  FunctionExpression: functionRule,
  ArrowFunctionExpression: functionRule,
  AwaitExpression: (_node, { above }) => {
    const inside = above.findLast(isFunction);
    if (!inside) return 'await outside of a function';
    const argumentOf = above.slice(above.indexOf(inside)).some(({ type }) => type === 'CallExpression' || type === 'NewExpression');
    return argumentOf && 'await inside of arguments is not supported';
  },
};

/** A rule for one type of node. */
function of<T extends AnyNode['type']>(
  type: T,
  rule: (node: Extract<AnyNode, { type: T }>, place: Place) => string | false | undefined,
): Rule {
  const is = (node: AnyNode): node is Extract<AnyNode, { type: T }> => node.type === type;
  return (node, place) => (is(node) ? rule(node, place) : undefined);
}

function functionRule(node: AnyNode, { above }: Place): string | undefined {
  if (!isFunction(node)) return undefined;
  if (node.generator) return 'generators are not listed';
  const around = above.filter(isFunction);
  if (node.async && (around.length > 0 || node.type !== 'FunctionDeclaration'))
    return 'async is for functions that are declared at the top';
  if (around.some(({ async }) => async)) return 'a function inside of an async one is not supported';
  return node.params.some(({ type }) => type !== 'Identifier' && type !== 'RestElement')
    ? 'only names and a rest are listed as parameters'
    : undefined;
}

const isFunction = (node: AnyNode) =>
  node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';

/** What the language has built in, and AWS does not list, is reported wherever its name is read; any other name is data. */
function memberRule({ object, property, computed, optional }: MemberExpression): string | undefined {
  if (optional) return '?. is not listed';
  const name = property.type === 'Identifier' && !computed ? property.name : property.type === 'Literal' ? property.value : undefined;
  if (typeof name !== 'string') return undefined;
  const builtIn = object.type === 'Identifier' && Object.hasOwn(offeredObjects, object.name) ? offeredObjects[object.name] : undefined;
  if (builtIn)
    return [...builtIn.own, 'prototype'].includes(name)
      ? undefined
      : `${String(object.type === 'Identifier' && object.name)}.${name} is not listed`;
  return builtInNames.has(name) && !offeredNames.has(name) ? `.${name} is not listed` : undefined;
}

/** Every name of a property that this machine's own, newer JavaScript has built in: so what AWS does not list is known by name. */
const builtInNames: ReadonlySet<string> = new Set(
  runInNewContext(`
    const objects = Object.getOwnPropertyNames(globalThis).map((name) => globalThis[name]).filter((value) => Object(value) === value);
    JSON.stringify([globalThis, ...objects].flatMap((value) => [...Object.getOwnPropertyNames(value), ...Object.getOwnPropertyNames(value.prototype ?? {})]));
  `)
    .slice(2, -2)
    .split('","'),
);

function identifierRule(name: string, { above, declared }: Place): string | undefined {
  const parent = above.at(-1);
  const isName =
    (parent?.type === 'MemberExpression' && !parent.computed && parent.property.type === 'Identifier' && parent.property.name === name) ||
    (parent?.type === 'Property' && !parent.computed && parent.key.type === 'Identifier' && parent.key.name === name) ||
    parent?.type === 'LabeledStatement' ||
    parent?.type === 'BreakStatement' ||
    parent?.type === 'ContinueStatement';
  const isKnown = declared.has(name) || offeredGlobals.includes(name) || Object.hasOwn(offeredObjects, name);
  return isName || isKnown ? undefined : `${name} is not there`;
}

function namesDeclaredBy(node: AnyNode): string[] {
  const nodes: readonly (AnyNode | null | undefined)[] =
    node.type === 'VariableDeclarator'
      ? [node.id]
      : node.type === 'CatchClause'
        ? [node.param]
        : node.type === 'ImportDefaultSpecifier'
          ? [node.local]
          : isFunction(node)
            ? [node.id, ...node.params.map((param) => (param.type === 'RestElement' ? param.argument : param))]
            : [];
  return nodes.flatMap((each) => (each?.type === 'Identifier' ? [each.name] : []));
}

function eachNode(program: AnyNode, look: (node: AnyNode, above: readonly AnyNode[]) => void): void {
  const visit = (node: AnyNode, above: readonly AnyNode[]): void => {
    look(node, above);
    for (const child of Object.values(node).flat()) if (isNode(child)) visit(child, [...above, node]);
  };
  visit(program, []);
}

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
