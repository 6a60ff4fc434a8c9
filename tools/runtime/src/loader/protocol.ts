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

/** As the first loader made it. */
interface FirstPintag {
  /** 1 for as long as fields are only added. */
  readonly protocol: 1;
  /** By tag; the first loader that claims one keeps it. */
  readonly claims: Record<string, Claim>;
  /** Elements that a loader has answered for: scripts, since two of one version cannot tell otherwise which is whose, and instances that were told of a failure. */
  readonly scripts: WeakSet<object>;
  /** What import maps of the page hold already: folders of versions, URLs of runtime files. A browser warns of a second entry. */
  readonly mapped: Set<string>;
  /** Trusted Types: a policy's name can be taken once a page, so the first loader makes it for all. Passes import maps of integrity, nothing else. */
  policy?: ScriptPolicy | undefined;
}

export interface Pintag extends FirstPintag {
  /** Each is called with every shadow root when it is attached. */
  attached: Set<(root: ShadowRoot) => void>;
  /** `sha384-…` by absolute URL, of every script file of the versions that loaders have begun to load. */
  integrity: Record<string, string>;
}

export interface ScriptPolicy {
  createScript(text: string): string;
}

type Page = typeof globalThis & { pintag?: FirstPintag & Partial<Pintag> };

const page: Page = globalThis;

/** The page's one; made here, or brought up to date, if no loader of this age has been here before. */
export function join(): Pintag {
  // An element with id="pintag" also answers to this name.
  if (!page.pintag?.claims) page.pintag = { protocol: 1, claims: {}, scripts: new WeakSet(), mapped: new Set() };
  const pintag = page.pintag as Pintag;
  if (!pintag.attached) {
    pintag.integrity = {};
    pintag.attached = new Set();
    const { prototype } = Element;
    // No observer sees a shadow root being attached. A proxy is the method in all that a page can ask of it.
    prototype.attachShadow = new Proxy(prototype.attachShadow, {
      apply(...call) {
        const root = Reflect.apply(...call);
        pintag.attached.forEach((see) => see(root));
        return root;
      },
    });
  }
  return pintag;
}
