/** The custom element that a component lives in, as the component sees it. */
import { ElementRef, InjectionToken, type Signal, inject, signal } from '@angular/core';
import { ELEMENT_CONTEXT } from './element-context';
import { reportError } from './report-error';

export interface FeatureElement {
  readonly element: HTMLElement;
  /**
   * Whether the element is in a document. A detached element keeps its component and state, but nothing is rendered until it
   * is attached again; stop timers and observers while this is `false`, or they keep a removed element in memory.
   */
  readonly connected: Signal<boolean>;
  /** Counts how often the element was put somewhere: what depends on where it stands reads this too. A move leaves `connected` as it is. */
  readonly placement: Signal<number>;
  /** Dispatches an event that bubbles out of shadow roots; `false` when a listener prevented a cancelable one. */
  dispatch(name: string, detail?: unknown, options?: { readonly cancelable?: boolean }): boolean;
  /** Tells the host page about a failure that Angular cannot see, such as a rejected promise: `pintag-error` and the console. */
  report(error: unknown, code?: string): void;
}

export const FEATURE_ELEMENT = new InjectionToken<FeatureElement>('FeatureElement');

/**
 * The feature's custom element, from any component or component-level service inside it. In a test without a custom element
 * it is the component's own host element.
 *
 * @example
 * private readonly host = injectElement();
 * constructor() {
 *   effect((onCleanup) => {
 *     if (!this.host.connected()) return;
 *     const timer = setInterval(() => this.refresh(), 60_000);
 *     onCleanup(() => clearInterval(timer));
 *   });
 * }
 */
export function injectElement(): FeatureElement {
  const known = inject(FEATURE_ELEMENT, { optional: true });
  if (known) return known;
  const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  const context = inject(ELEMENT_CONTEXT);
  return createFeatureElement(element, { connected: signal(true), placement: signal(1) }, (error, code) => {
    console.error(error);
    reportError(element, context, error, code);
  });
}

export function createFeatureElement(
  element: HTMLElement,
  where: Pick<FeatureElement, 'connected' | 'placement'>,
  report: (error: unknown, code?: string) => void,
): FeatureElement {
  return {
    ...where,
    element,
    dispatch: (name, detail, { cancelable = false } = {}) =>
      element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable })),
    report,
  };
}
