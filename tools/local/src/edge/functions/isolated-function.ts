/**
 * Runs the text of a CloudFront Function as CloudFront would: in a context of its own that holds what runtime 2.0 offers and nothing of
 * this process. Only text goes in and comes out. The context is made once and used for every event.
 */
import { readFileSync } from 'node:fs';
import { compileFunction, createContext, Script } from 'node:vm';
import { edgeFunctionSizeLimit } from '@pintag/cdn/edge-function';
import { offeredGlobals, offeredObjects, offeredOfFunctions } from '@pintag/cdn/edge-runtime';
import * as v from 'valibot';
import type { FunctionEvent } from './function-event.ts';

/** The key-value store that a function reads. */
export interface KeyValueSource {
  /** Another one whenever an entry has changed. */
  readonly etag: () => string;
  readonly entries: () => ReadonlyMap<string, string>;
}

export type Run =
  | { readonly kind: 'returned'; readonly value: unknown; readonly logs: readonly string[] }
  | { readonly kind: 'failed'; readonly why: string };

export interface IsolatedFunction {
  run(event: FunctionEvent): Run;
}

export interface IsolatedFunctionOptions {
  /** For stack traces. */
  readonly name: string;
  readonly text: string;
  /** Absent: the function has no store associated, and cannot import `cloudfront`. */
  readonly keyValues?: KeyValueSource;
  /**
   * Milliseconds of the clock; default 5000. It stands for AWS's compute utilisation, which cannot be measured here: it ends what never
   * ends, and lets pass what a busy machine delays.
   */
  readonly timeLimit?: number;
}

const logs = v.array(v.string());
const outcome = v.union([v.object({ error: v.string(), logs }), v.object({ value: v.unknown(), logs })]);

const insideText = readFileSync(new URL('inside.js', import.meta.url), 'utf8').replace('OFFERED', () =>
  JSON.stringify({ objects: withInternals(offeredObjects), functions: offeredOfFunctions, globals: offeredGlobals }),
);

/** The language itself reads these when a text is searched: without them it would find something else. */
function withInternals(objects: typeof offeredObjects): typeof offeredObjects {
  const { own = [], prototype = [] } = objects['RegExp'] ?? {};
  const read = ['flags', 'hasIndices', 'dotAll', 'unicode', 'unicodeSets', 'sticky'];
  return { ...objects, RegExp: { own, prototype: [...prototype, ...read] } };
}

const storeImport = /^import (\w+) from 'cloudfront';$/m;

/** @throws {Error} CloudFront would refuse to take the function: it is too large, has no `handler`, or imports a store that it has not. */
export function isolate({ name, text, keyValues, timeLimit = 5_000 }: IsolatedFunctionOptions): IsolatedFunction {
  const size = Buffer.byteLength(text);
  if (size > edgeFunctionSizeLimit) throw new Error(`${name} has ${size} bytes; CloudFront takes ${edgeFunctionSizeLimit}.`);
  if (!keyValues && storeImport.test(text)) throw new Error(`${name} imports 'cloudfront', but has no key-value store.`);

  const context = createContext(Object.create(null), { microtaskMode: 'afterEvaluate', codeGeneration: { strings: false, wasm: false } });
  const inside: Inside = new Script(`const inside = ${insideText} inside`, { filename: 'edge-function-runtime' }).runInContext(context);
  // The module's import becomes a parameter on the line where it stood, so that lines in messages stay right.
  const body = `'use strict';${text.replace(storeImport, 'const $1 = cloudfront;')}\nreturn handler;`;
  const module: unknown = compileFunction(body, ['cloudfront', 'inside'], { parsingContext: context, filename: name });
  inside.load(module, keyValues !== undefined);
  const start = new Script('inside.run()', { filename: 'edge-function-runtime' });

  let known: string | undefined;
  return {
    run(event) {
      const etag = keyValues?.etag();
      if (keyValues && etag !== known) {
        inside.store(JSON.stringify([...keyValues.entries()]));
        known = etag;
      }
      inside.give(JSON.stringify(event));
      try {
        // Its promises settle before it returns, so all of the function is within the limit.
        start.runInContext(context, { timeout: timeLimit });
      } catch (error) {
        return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
      }
      const taken = inside.take();
      if (taken === undefined) return { kind: 'failed', why: 'It waits for something that never comes.' };
      const result = v.parse(outcome, JSON.parse(taken));
      return 'error' in result ? { kind: 'failed', why: result.error } : { kind: 'returned', value: result.value, logs: result.logs };
    },
  };
}

/** Functions of the context; only text is passed to them, and returned. */
interface Inside {
  load(module: unknown, hasStore: boolean): void;
  store(entries: string): void;
  give(event: string): void;
  run(): void;
  take(): string | undefined;
}
