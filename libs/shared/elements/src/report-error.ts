/** Failures inside an element become an event that the host page can log. */
import type { ElementContext } from './element-context';

/** `detail` of the `pintag-error` event. */
export interface ElementError {
  /** `PT_ELEMENT_FAILED`: a bug inside the element. Features and the loader add their own codes. */
  readonly code: string;
  readonly message: string;
  /** Absolute URL of the loader. */
  readonly url: string;
  readonly version: string;
}

export function reportError(element: HTMLElement, { url, version }: ElementContext, error: unknown, code = 'PT_ELEMENT_FAILED'): void {
  const message = error instanceof Error ? error.message : String(error);
  const detail: ElementError = { code, message, url, version };
  element.dispatchEvent(new CustomEvent('pintag-error', { detail, bubbles: true, composed: true }));
}
