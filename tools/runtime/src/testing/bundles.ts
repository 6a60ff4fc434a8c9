/** Bundles without Angular: small enough to read, built like the real ones. */
import { integrityOf, type BundleFile } from '@pintag/cdn';
import type { ElementDescription } from '../link/element-description.ts';

export interface ExampleRuntime {
  readonly name: string;
  readonly files: readonly BundleFile[];
}

/** A runtime of two layers; `angular.js` counts in `globalThis.angulars` how often it has run. */
export function exampleRuntime({ version = '22.1.7', digest = '0123456789abcdef' } = {}): ExampleRuntime {
  return {
    name: `angular-${version}-${digest}`,
    files: files({
      'angular.js': `export const angular = 'angular ${version}';\nglobalThis.angulars = (globalThis.angulars ?? 0) + 1;\n`,
      'forms.js': `import { angular } from './angular.js';\nexport const forms = 'forms of ' + angular;\n`,
    }),
  };
}

export interface BundleOptions {
  readonly feature?: string;
  /** What the element shows before its version. */
  readonly word?: string;
  /** What it imports of a runtime: `angular.js` at once, `forms.js` when asked for more. */
  readonly runtime?: ExampleRuntime;
  /** Its text has a colour, from a style sheet that no `style-src` stops. */
  readonly sheet?: boolean;
  /** Merged over what the description says. */
  readonly description?: Partial<ElementDescription>;
}

/**
 * An element that shows "hello 1.0.0": an entry, a chunk that it imports, one that it loads when asked for more, a map, licences.
 * On a runtime it shows "hello 1.0.0 on angular 22.1.7", and the lazy chunk imports another.
 */
export function exampleBundle({
  feature = 'greeting',
  word = 'hello',
  runtime,
  sheet,
  description = {},
}: BundleOptions = {}): BundleFile[] {
  const element: ElementDescription = {
    schema: 1,
    feature,
    element: `pt-${feature}`,
    entry: 'element-ENTRY.js',
    static: ['element-ENTRY.js', 'chunk-WORD.js'],
    lazy: runtime ? ['chunk-DEEP.js', 'chunk-LAZY.js'] : ['chunk-LAZY.js'],
    ...(runtime && { runtime: { name: runtime.name, files: runtime.files.map(measured), static: ['angular.js'], lazy: ['forms.js'] } }),
    ...description,
  };
  return files({
    'element-ENTRY.js': (sheet ? withSheet : '') + (runtime ? entryOn(runtime) : entry),
    'element-ENTRY.js.map': '{"version":3,"sources":[],"names":[],"mappings":""}',
    'chunk-WORD.js': `export const word = ${JSON.stringify(word)};\n`,
    ...(runtime ? lazyOn(runtime) : { 'chunk-LAZY.js': `export const more = 'more';\n` }),
    '3rdpartylicenses.txt': 'Package: none\n',
    'element.json': `${JSON.stringify(element)}\n`,
  });
}

const entry = `import { word } from './chunk-WORD.js';
export async function define(tag, context) {
  if (customElements.get(tag)) return console.warn(context.url + ' leaves ' + tag);
  customElements.define(tag, class extends HTMLElement {
    context = context;
    connectedCallback() {
      this.attachShadow({ mode: 'open' }).textContent = word + ' ' + context.version;
      if (globalThis.sheet) this.shadowRoot.adoptedStyleSheets = [globalThis.sheet];
    }
    more() {
      return import('./chunk-LAZY.js').then(({ more }) => more);
    }
  });
}
`;

const withSheet = `globalThis.sheet = new CSSStyleSheet();
globalThis.sheet.replaceSync(':host { color: rgb(1, 2, 3); }');
`;

const entryOn = ({ name }: ExampleRuntime) =>
  `import { angular } from '../../runtime/${name}/angular.js';\n${entry.replace('context.version', `$& + ' on ' + angular`)}`;

const lazyOn = ({ name }: ExampleRuntime) => ({
  'chunk-LAZY.js': `import { deep } from './chunk-DEEP.js';
import { forms } from '../../runtime/${name}/forms.js';
export const more = 'more, ' + deep + ', ' + forms;
`,
  'chunk-DEEP.js': `export const deep = 'deeper';\n`,
});

const measured = ({ path, body }: BundleFile) => ({ path, size: body.byteLength, integrity: integrityOf(body) });

const files = (texts: Readonly<Record<string, string>>): BundleFile[] =>
  Object.entries(texts).map(([path, text]) => ({ path, body: Buffer.from(text) }));
