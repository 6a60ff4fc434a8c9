/**
 * `window.pintag`: what all loaders of a page share, whatever their age. Loaders live for ever, so this is a protocol and only grows:
 * a field keeps its meaning, a new one is optional, and nobody relies on a field that the first loader did not write.
 */

export interface Claim {
  readonly feature: string;
  readonly version: string;
  /** Absolute URL of the loader that serves the tag, under its exact version. */
  readonly url: string;
}

export interface Pintag {
  /** 1 for as long as fields are only added. */
  readonly protocol: 1;
  /** By tag; the first loader that claims one keeps it. */
  readonly claims: Record<string, Claim>;
  /** Script elements that a loader has answered for: two of one version cannot tell otherwise which is whose. */
  readonly scripts: WeakSet<Element>;
  /** Folders of versions whose integrity an import map of the page already has; a browser warns of a second one. */
  readonly mapped: Set<string>;
  /** Trusted Types: a policy's name can be taken once a page, so the first loader makes it for all. Passes import maps of integrity, nothing else. */
  policy?: ScriptPolicy;
}

export interface ScriptPolicy {
  createScript(text: string): string;
}

type Page = typeof globalThis & {
  pintag?: Partial<Pintag>;
  trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };
};

const page: Page = globalThis;

/** The page's one; made here if this loader is the first. */
export function join(): Pintag {
  // An element with id="pintag" also answers to this name.
  if (!page.pintag?.claims) page.pintag = { protocol: 1, claims: {}, scripts: new WeakSet(), mapped: new Set() };
  return page.pintag as Pintag;
}

/** `text`, an import map of integrity, as something that Trusted Types let into a script. */
export function trusted(pintag: Pintag, text: string): string {
  try {
    pintag.policy ??= page.trustedTypes?.createPolicy('pintag', {
      createScript: (map) => JSON.stringify({ integrity: (JSON.parse(map) as { integrity: unknown }).integrity }),
    });
  } catch {
    // The page's policy list does not name ours: the browser then decides about the bare text.
  }
  return pintag.policy?.createScript(text) ?? text;
}
