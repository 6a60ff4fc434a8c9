import { expect, test } from 'vitest';
import { edgeFunctions } from './edge-functions.ts';
import { findUnsupported } from './find-unsupported.ts';

test.each(Object.entries(edgeFunctions))('%s keeps to what CloudFront runs', (_event, text) => {
  expect(findUnsupported(text)).toEqual([]);
});

/** Stands before what is planted, as lines 1 and 2. */
const before = 'import cf from "cloudfront";\nconst kvs = cf.kvs(), a = [], b = {};\n';

const planted: readonly (readonly [code: string, says: string])[] = [
  ['a?.b', 'ChainExpression'],
  ['a ?? b', '??'],
  ['let c; c ||= a', '||='],
  ['let c; c ??= a', '??='],
  ['const { length } = a', 'ObjectPattern'],
  ['let c; [c] = a', 'ArrayPattern'],
  ['for (const each of a);', 'ForOfStatement'],
  ['[...a]', 'SpreadElement'],
  ['({ ...b })', 'SpreadElement'],
  ['({ a })', 'ES 6 forms'],
  ['({ c() {} })', 'ES 6 forms'],
  ['({ get c() { return 1; } })', 'ES 6 forms'],
  ['({ ["c"]: 1 })', 'ES 6 forms'],
  ['class C {}', 'ClassDeclaration'],
  ['function* g() {}', 'generators'],
  ['function f(c = 1) {}', 'parameters'],
  ['function f({ c }) {}', 'parameters'],
  ['try {} catch {}', 'catch without a name'],
  ['const f = async () => 1', 'async is for functions that are declared'],
  ['async function f() { return a.map((each) => each); }', 'inside of an async one'],
  ['async function f() { async function g() {} }', 'async is for functions that are declared'],
  ['async function f() { return String(await kvs.get("c")); }', 'await inside of arguments'],
  ['await kvs.get("c")', 'await outside of a function'],
  ['async function f() { for await (const each of a); }', 'ForOfStatement'],
  ['tag`c`', 'TaggedTemplateExpression'],
  ['debugger', 'DebuggerStatement'],
  ['import.meta', 'MetaProperty'],
  ['import("c")', 'ImportExpression'],
  ['export const c = 1', 'ExportNamedDeclaration'],
  ['import fs from "fs"', "only the default of 'cloudfront'"],
  ['import { kvs as k } from "cloudfront"', "only the default of 'cloudfront'"],
  ['10n', 'BigInt'],
  ['/(?<=c)d/', 'lookbehind'],
  ['/(?<!c)d/', 'lookbehind'],
  ['/c/s', 'flags s'],
  ['/c/u', 'flags u'],
  ['/c/y', 'flags y'],
  ['"c".replaceAll("c", "d")', '.replaceAll'],
  ['"c".at(0)', '.at is'],
  ['a["at"](0)', '.at is'],
  ['a.flatMap(b)', '.flatMap'],
  ['a.findLast(b)', '.findLast'],
  ['Object.fromEntries(a)', 'Object.fromEntries'],
  ['Object.hasOwn(b, "c")', 'Object.hasOwn'],
  ['Object.groupBy(a, b)', 'Object.groupBy'],
  ['Promise.allSettled(a)', 'Promise.allSettled'],
  ['Array.from(a)', 'Array.from'],
  ['eval("1")', 'eval is not there'],
  ['globalThis.eval("1")', '.eval'],
  ['new Function("return 1")', 'Function is not there'],
  ['(() => 1).constructor("return 1")', '.constructor'],
  ['setTimeout(a, 1)', 'setTimeout is not there'],
  ['fetch("https://host.example")', 'fetch is not there'],
  ['require("fs")', 'require is not there'],
  ['process.exit()', 'process is not there'],
  ['new URL("/")', 'URL is not there'],
  ['new Map()', 'Map is not there'],
  ['new Proxy(a, b)', 'Proxy is not there'],
  ['Symbol.iterator', 'Symbol is not there'],
];
test.each(planted)('%s is found', (code, says) => {
  expect(findUnsupported(before)).toEqual([]);
  expect(findUnsupported(before + code)).toContainEqual({ line: 3, what: expect.stringContaining(says) });
});

test.each([
  'for (let index = 0; index < a.length; index++) a[index] **= 2;',
  'for (const name in b) if (b.hasOwnProperty(name)) delete b[name];',
  'outer: while (true) { do { break outer; } while (false); }',
  'switch (a.length) { case 0: throw new TypeError(`none of ${a.length}`); default: a.push(1); }',
  'function f(first, ...rest) { return rest.includes(first) ? encodeURIComponent(first) : this; }',
  'async function handler(event) { try { const c = await kvs.get(event.uri); return c; } catch (_e) { return ""; } }',
  'console.log(JSON.stringify(Object.assign({}, b, { at: 1, "x-y": [/(?<year>\\d{4})-x/gim] })))',
])('%s is left alone', (code) => {
  expect(findUnsupported(before + code)).toEqual([]);
});
