/** What a feature knows about the version it was loaded as. */
import { InjectionToken } from '@angular/core';

/** What the loader tells the element chunk about itself. Additive: a loader may know less, or more, than this. */
export interface ElementContext {
  readonly feature: string;
  readonly version: string;
  /** Absolute URL of the loader, `https://cdn.example.com/elements/v1.1.0/questionnaire/main.js`. */
  readonly url: string;
  /** The loader's CSP nonce, where the host page uses nonces. */
  readonly nonce?: string;
}

/** Where no loader gave it: unit tests, `nx serve`. */
export const unloaded: ElementContext = { feature: '', version: '', url: '' };

/** Version and URL of the running element. */
export const ELEMENT_CONTEXT = new InjectionToken<ElementContext>('ElementContext', { providedIn: 'root', factory: () => unloaded });
