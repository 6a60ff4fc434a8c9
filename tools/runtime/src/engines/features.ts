/**
 * What the tests put on a page: three features made by hand, and a runtime of two layers. `greeting` needs the first layer, and the second
 * one when it is asked for more; `farewell` needs both at once; `alone` brings everything with it.
 */
import { integrityOf, type BundleFile } from '@pintag/cdn';
import type { ElementDescription } from '../link/element-description.ts';

export const featureNames = ['greeting', 'farewell', 'alone'] as const;
export type FeatureName = (typeof featureNames)[number];

export const runtimeName = 'angular-22.1.7-0123456789abcdef';

export const runtime: readonly BundleFile[] = files({
  'angular.js': `export const angular = 'angular';\n`,
  'forms.js': `import { angular } from './angular.js';\nexport const forms = angular + ' and forms';\n`,
});

/** Each shows what it consists of, so that what it shows proves what has run. */
const bundles: Readonly<Record<FeatureName, readonly BundleFile[]>> = {
  greeting: files({
    'element-GREETING.js': element({
      imports: `import { word } from './chunk-WORD.js';\nimport { angular } from '../../runtime/${runtimeName}/angular.js';`,
      shows: `word + ' on ' + angular`,
      more: `import('./chunk-LAZY.js').then(({ more }) => more)`,
    }),
    'chunk-WORD.js': `export const word = 'hello';\n`,
    'chunk-LAZY.js': `import { forms } from '../../runtime/${runtimeName}/forms.js';\nexport const more = 'more on ' + forms;\n`,
  }),
  farewell: files({
    'element-FAREWELL.js': element({
      imports: `import { forms } from '../../runtime/${runtimeName}/forms.js';\nimport { angular } from '../../runtime/${runtimeName}/angular.js';`,
      shows: `'bye on ' + forms`,
    }),
  }),
  alone: files({ 'element-ALONE.js': element({ imports: '', shows: `'alone'` }) }),
};

interface Linked {
  readonly static: readonly string[];
  readonly lazy: readonly string[];
  readonly runtime?: { readonly static: readonly string[]; readonly lazy: readonly string[] };
}

const linked: Readonly<Record<FeatureName, Linked>> = {
  greeting: {
    static: ['element-GREETING.js', 'chunk-WORD.js'],
    lazy: ['chunk-LAZY.js'],
    runtime: { static: ['angular.js'], lazy: ['forms.js'] },
  },
  farewell: { static: ['element-FAREWELL.js'], lazy: [], runtime: { static: ['angular.js', 'forms.js'], lazy: [] } },
  alone: { static: ['element-ALONE.js'], lazy: [] },
};

/** As a build would leave it. */
export function bundleOf(feature: FeatureName): readonly BundleFile[] {
  const { runtime: layers, ...lists } = linked[feature];
  const description: ElementDescription = {
    schema: 1,
    feature,
    element: `pt-${feature}`,
    entry: lists.static[0]!,
    ...lists,
    ...(layers && { runtime: { name: runtimeName, files: runtime.map(measured), ...layers } }),
  };
  return [...bundles[feature], ...files({ 'element.json': JSON.stringify(description) })];
}

const measured = ({ path, body }: BundleFile) => ({ path, size: body.byteLength, integrity: integrityOf(body) });

/** Styled by a sheet of its own, as elements are that have to live under `style-src 'self'`. */
function element({ imports, shows, more }: { readonly imports: string; readonly shows: string; readonly more?: string }): string {
  return `${imports}
const sheet = new CSSStyleSheet();
sheet.replaceSync(':host { color: rgb(1, 2, 3); }');
export function define(tag) {
  customElements.define(tag, class extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      this.attachShadow({ mode: 'open' }).textContent = ${shows};
      this.shadowRoot.adoptedStyleSheets = [sheet];
    }
    ${more ? `more() { return ${more}; }` : ''}
  });
}
`;
}

function files(texts: Readonly<Record<string, string>>): BundleFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, body: Buffer.from(text) }));
}
