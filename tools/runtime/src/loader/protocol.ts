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
  /** Elements that a loader has answered for: scripts, since a module does not know its own, and instances that were told of a failure. */
  readonly scripts: WeakSet<object>;
  /** The import maps that loaders have written, as text; the first loader remembers the folder of its version instead. A browser warns of a second entry. */
  readonly mapped: Set<string>;
  /** Trusted Types: a policy's name can be taken once a page, so the first loader makes it for all. Passes import maps of integrity, nothing else. */
  policy?: ScriptPolicy | undefined;
}

export interface Pintag extends FirstPintag {
  /** Each is called with every shadow root when it is attached. */
  attached: Set<(root: Node) => void>;
}

export interface ScriptPolicy {
  createScript(text: string): string | false;
}

declare global {
  interface Window {
    pintag?: FirstPintag & Partial<Pintag>;
  }
}

// An element with id="pintag" also answers to this name.
if (!window.pintag?.claims) window.pintag = { protocol: 1, claims: {}, scripts: new WeakSet(), mapped: new Set() };

/** The page's one; made here, or brought up to date, if no loader of this age has been here before. */
export const pintag = window.pintag as Pintag;

if (!pintag.attached) {
  pintag.attached = new Set();
  // No observer sees a shadow root being attached. A proxy is the method in all that a page can ask of it.
  Element.prototype.attachShadow = new Proxy(Element.prototype.attachShadow, {
    apply(...call) {
      const root = Reflect.apply(...call);
      for (const see of pintag.attached) see(root);
      return root;
    },
  });
}
