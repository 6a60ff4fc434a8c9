/**
 * Component styles as constructed style sheets. Angular writes `<style>` elements into each shadow root, which a host page's
 * `style-src 'self'` blocks; adopted sheets are not subject to it, and one sheet serves every instance.
 */
import { Injectable, isDevMode } from '@angular/core';
import { ɵSharedStylesHost } from '@angular/platform-browser';

/** Styles of child components, which Angular copies into every shadow root of the application. */
@Injectable()
export class AdoptedStyles extends ɵSharedStylesHost {
  private readonly sheets = new Map<string, CSSStyleSheet>();
  private readonly shared = new Set<CSSStyleSheet>();
  // Weak, because an element that the page has dropped is never destroyed: nothing but the page holds it.
  private readonly roots = new Set<WeakRef<ShadowRoot>>();

  override addStyles(styles: string[], urls?: string[]): void {
    for (const style of styles) {
      const sheet = this.sheet(style);
      if (this.shared.has(sheet)) continue;
      this.shared.add(sheet);
      for (const root of this.roots) adopt(root.deref() ?? this.forget(root), [sheet]);
    }
    // The development server replaces styles through `<link>` elements.
    if (urls) super.addStyles([], urls);
  }

  /** Sheets stay: there is one for each component of the feature, and the next instance needs it again. */
  override removeStyles(_styles: string[], urls?: string[]): void {
    if (urls) super.removeStyles([], urls);
  }

  override addHost(root: Node): void {
    if (!(root instanceof ShadowRoot)) return;
    this.roots.add(new WeakRef(root));
    adopt(root, [...this.shared]);
    if (isDevMode()) super.addHost(root);
  }

  override removeHost(root: Node): void {
    for (const known of this.roots) if (known.deref() === root) this.roots.delete(known);
    super.removeHost(root);
  }

  /** Styles of the component whose shadow root it is. */
  own(root: ShadowRoot, styles: readonly string[]): void {
    adopt(
      root,
      styles.map((style) => this.sheet(style)),
    );
  }

  private sheet(style: string): CSSStyleSheet {
    let sheet = this.sheets.get(style);
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
      this.sheets.set(style, sheet);
    }
    return sheet;
  }

  private forget(root: WeakRef<ShadowRoot>): undefined {
    this.roots.delete(root);
  }
}

function adopt(root: ShadowRoot | undefined, sheets: readonly CSSStyleSheet[]): void {
  const missing = sheets.filter((sheet) => !root?.adoptedStyleSheets.includes(sheet));
  root?.adoptedStyleSheets.push(...missing);
}
