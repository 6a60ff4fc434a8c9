/** The HTML of a host page. Pure. */
import type { PageFeature } from '../page-features.ts';

export interface HostPage {
  /** Lines for the head, after its title: preload lines, script tags. */
  readonly head: readonly string[];
  readonly features: readonly PageFeature[];
}

export function hostPage({ head, features }: HostPage): string {
  const elements = features.map(({ element, attributes }) => `<${[element, attributes].filter(Boolean).join(' ')}></${element}>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${features.length} features</title>
<link rel="icon" href="data:,">
${head.join('\n')}
</head>
<body>
${elements.join('\n')}
</body>
</html>
`;
}
