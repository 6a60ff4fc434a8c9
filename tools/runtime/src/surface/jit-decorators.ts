/**
 * Decorators of `@angular/core` that only mean something to the compiler in the browser. Compiled code has none of them, and each of the first four
 * would bring that compiler's front into the runtime: 100 kB for nothing.
 */
import type { Names } from './surface.ts';

const decorators = new Set([
  'Component',
  'Directive',
  'NgModule',
  'Pipe',
  'Injectable',
  'Input',
  'Output',
  'HostBinding',
  'HostListener',
  'ContentChild',
  'ContentChildren',
  'ViewChild',
  'ViewChildren',
]);

export const isJitDecorator = (specifier: string, name: string): boolean => specifier === '@angular/core' && decorators.has(name);

export const jitDecoratorsIn = (names: Names): string[] =>
  (names['@angular/core'] ?? []).filter((name) => isJitDecorator('@angular/core', name));
