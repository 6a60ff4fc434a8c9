/** The page of a host, as text: its tags, its own import map after them, its policy, and a script that remembers what happens. */
import { createHash } from 'node:crypto';
import { type FeatureName, featureNames } from './features.ts';
import type { Tag } from './tampering-edge.ts';

export type Kind = 'classic' | 'module';
export type OwnMap = 'before' | 'after';

export interface HostPage {
  readonly tags: Readonly<Record<FeatureName, Tag>>;
  readonly kind: Kind;
  /** An import map of the page's own before or after our tags, and after both an application that needs it. */
  readonly ownMap?: OwnMap;
  /** On every script element. */
  readonly nonce?: string;
  /** The page tells its parent whatever that asks: of a frame that nobody else can look into. */
  readonly answersParent?: boolean;
}

/** First on the page. `seen` is what tests read. */
const probe = `
const seen = globalThis.seen = { said: [], violations: [], told: {}, refused: [], ran: [], app: undefined };
addEventListener('pintag-error', ({ target, detail }) => { (seen.told[target.localName] ??= []).push(detail.code); });
addEventListener('error', ({ target, message }) => {
  if (target === globalThis) seen.said.push('uncaught ' + message);
  else if (target.localName === 'script') seen.refused.push(target.src);
}, true);
addEventListener('unhandledrejection', ({ reason }) => { seen.said.push('unhandled ' + reason); });
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  seen.violations.push(effectiveDirective + ' ' + blockedURI);
});
for (const level of ['warn', 'error']) {
  const say = console[level];
  console[level] = (...words) => { seen.said.push(words.join(' ')); say.apply(console, words); };
}
`;
const answering = `onmessage = async ({ data }) => { parent.postMessage(await (0, eval)(data), '*'); };`;
const ownMapText = '{"imports": {"app": "/app.js"}}';
const ownApp = `import { name } from 'app'; seen.app = name;`;

/** Where the page's own application lies on the host. */
export const appFile = { path: '/app.js', text: `export const name = 'app';\n` };

export function htmlOf({ tags, kind, ownMap, nonce, answersParent = false }: HostPage): string {
  const withNonce = nonce ? ` nonce="${nonce}"` : '';
  const type = kind === 'module' ? ' type="module"' : '';
  const map = `<script${withNonce} type="importmap">${ownMapText}</script>`;
  const app = `<script${withNonce} type="module">${ownApp}</script>`;
  const tag = (feature: FeatureName) =>
    `<script${withNonce}${type} src="${tags[feature].src}"${integrity(tags[feature])} crossorigin="anonymous"></script>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>A host</title>
<link rel="icon" href="data:,">
<script${withNonce}>${probe}</script>
${answersParent ? `<script${withNonce}>${answering}</script>` : ''}
${ownMap === 'before' ? map : ''}
${featureNames.map(tag).join('\n')}
${ownMap === 'after' ? map : ''}
${ownMap ? app : ''}
</head>
<body>
${featureNames.map((feature) => `<pt-${feature}>${feature}…</pt-${feature}>`).join('\n')}
</body>
</html>
`;
}

const integrity = ({ integrity: hash }: Tag): string => (hash ? ` integrity="${hash}"` : '');

/** The inline scripts of the page without an import map of its own, as a policy names them. */
export const inlineHashes: readonly string[] = [hashSource(probe)];

export function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
