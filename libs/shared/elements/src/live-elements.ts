/** The instances of a feature that are on the page, and whose failure an error is that Angular met while rendering them all. */
import { type ErrorHandler, Injectable } from '@angular/core';

interface LiveElement {
  readonly element: HTMLElement;
  /** Whether it has something to render. */
  readonly dirty: boolean;
  /** Renders now; an error goes to `fail`. */
  refresh(): void;
  /** Tells the page and, unless `quietly`, the console. */
  fail(error: unknown, code?: string, quietly?: boolean): void;
}

@Injectable({ providedIn: 'root' })
export class LiveElements implements ErrorHandler {
  private readonly elements = new Set<LiveElement>();
  private readonly hosts = new WeakSet<Node>();

  add(element: LiveElement): void {
    this.elements.add(element);
    this.hosts.add(element.element);
  }

  delete(element: LiveElement): void {
    this.elements.delete(element);
  }

  /** Whether `node` is a custom element of this feature, on the page or not. */
  isElement(node: Node): boolean {
    return this.hosts.has(node);
  }

  /**
   * One failing view ends Angular's round over all of them, so the first that still has something to render is the one that
   * failed, and the others are rendered here. What cannot be pinned on one (an effect in a shared service) concerns all.
   */
  handleError(error: unknown): void {
    const [failed, ...waiting] = [...this.elements].filter(({ dirty }) => dirty);
    if (this.elements.size === 0) console.error(error);
    for (const element of failed ? [failed] : this.elements) element.fail(error);
    for (const element of waiting) element.refresh();
  }

  /** Of code that no rendering called, so it may be any of them. The browser has told its console. */
  uncaught(error: unknown): void {
    for (const element of this.elements) element.fail(error, undefined, true);
  }
}
