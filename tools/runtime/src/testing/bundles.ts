/** Bundles without Angular: small enough to read, built like the real ones. */
import type { BundleFile } from '@pintag/cdn';
import type { ElementDescription } from '../link/element-description.ts';

const entry = `import { word } from './chunk-WORD.js';
export async function define(tag, context) {
  customElements.define(tag, class extends HTMLElement {
    context = context;
    connectedCallback() {
      this.attachShadow({ mode: 'open' }).textContent = word + ' ' + context.version;
    }
    more() {
      return import('./chunk-LAZY.js').then(({ more }) => more);
    }
  });
}
`;

export interface BundleOptions {
  readonly feature?: string;
  /** What the element shows before its version. */
  readonly word?: string;
  /** Merged over what the description says. */
  readonly description?: Partial<ElementDescription>;
}

/** An element that shows "hello 1.0.0": an entry, a chunk that it imports, one that it loads when asked for more, a map, licences. */
export function exampleBundle({ feature = 'greeting', word = 'hello', description = {} }: BundleOptions = {}): BundleFile[] {
  const element: ElementDescription = {
    schema: 1,
    feature,
    element: `pt-${feature}`,
    entry: 'element-ENTRY.js',
    static: ['element-ENTRY.js', 'chunk-WORD.js'],
    lazy: ['chunk-LAZY.js'],
    ...description,
  };
  return Object.entries({
    'element-ENTRY.js': entry,
    'element-ENTRY.js.map': '{"version":3,"sources":[],"names":[],"mappings":""}',
    'chunk-WORD.js': `export const word = ${JSON.stringify(word)};\n`,
    'chunk-LAZY.js': `export const more = 'more';\n`,
    '3rdpartylicenses.txt': 'Package: none\n',
    'element.json': `${JSON.stringify(element)}\n`,
  }).map(([path, text]) => ({ path, body: Buffer.from(text) }));
}
