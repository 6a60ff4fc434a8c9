/**
 * Component styles as constructed style sheets. Angular writes `<style>` elements into each shadow root, which a host page's
 * `style-src 'self'` blocks; adopted sheets are not subject to it, and one sheet serves every instance.
 */
import { Injectable, isDevMode } from '@angular/core';
import { ɵSharedStylesHost } from '@angular/platform-browser';

interface Dressed {
  /** Styles of the component whose shadow root it is. */
  readonly own: readonly string[];
  /** Whether styles of child components without a shadow root of their own belong here too. */
  readonly shares: boolean;
}

/** Styles of child components, which Angular wants in every shadow root of the application. */
@Injectable()
export class AdoptedStyles extends ɵSharedStylesHost {
  /** A constructed sheet works only in the document it was made for. */
  private readonly sheets = new WeakMap<Document, Map<string, CSSStyleSheet>>();
  private readonly shared = new Set<string>();
  private readonly dressed = new WeakMap<ShadowRoot, Dressed>();
  // Weak, because an element that the page has dropped is never destroyed: nothing but the page holds it.
  private roots: WeakRef<ShadowRoot>[] = [];

  override addStyles(styles: string[], urls?: string[]): void {
    const added = styles.filter((style) => !this.shared.has(style));
    for (const style of added) this.shared.add(style);
    if (added.length) for (const root of this.alive()) if (this.dressed.get(root)?.shares) this.adopt(root, added);
    // The development server replaces styles through `<link>` elements.
    if (urls) super.addStyles([], urls);
  }

  /** Sheets stay: there is one for each component of the feature, and the next instance needs it again. */
  override removeStyles(_styles: string[], urls?: string[]): void {
    if (urls) super.removeStyles([], urls);
  }

  /** Angular names every root that an element stands in, the page's own ones too; what is ours comes by `dress`. */
  override addHost(root: Node): void {
    if (isDevMode()) super.addHost(root);
  }

  /** For the shadow root of a component that was just made. */
  dress(root: ShadowRoot, how: Dressed): void {
    if (!this.dressed.has(root)) this.roots = [...this.roots.filter((known) => known.deref()), new WeakRef(root)];
    this.dressed.set(root, how);
    this.moved(root);
  }

  /** The root may belong to another document now, and has then lost what it had adopted. */
  moved(root: ShadowRoot): void {
    const { own, shares } = this.dressed.get(root) ?? { own: [], shares: false };
    this.adopt(root, shares ? [...this.shared, ...own] : own);
  }

  private adopt(root: ShadowRoot, styles: readonly string[]): void {
    const sheets = styles.flatMap((style) => this.sheet(style, root.ownerDocument) ?? []);
    root.adoptedStyleSheets.push(...sheets.filter((sheet) => !root.adoptedStyleSheets.includes(sheet)));
  }

  /** `undefined` in a document without a window, where nothing is shown. */
  private sheet(style: string, document: Document): CSSStyleSheet | undefined {
    if (!document.defaultView) return undefined;
    let sheets = this.sheets.get(document);
    if (!sheets) this.sheets.set(document, (sheets = new Map()));
    let sheet = sheets.get(style);
    if (!sheet) {
      sheet = new document.defaultView.CSSStyleSheet();
      sheet.replaceSync(style);
      sheets.set(style, sheet);
    }
    return sheet;
  }

  private alive(): readonly ShadowRoot[] {
    return this.roots.flatMap((root) => root.deref() ?? []);
  }
}
