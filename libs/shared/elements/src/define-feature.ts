import { type EnvironmentProviders, type Provider, type Type } from '@angular/core';
import { createApplication } from '@angular/platform-browser';
import { createCustomElement } from '@angular/elements';

/** What the loader tells the element chunk about itself. Additive: a loader may know less, or more, than this. */
export interface ElementContext {
  readonly feature: string;
  readonly version: string;
  /** Absolute URL of the loader, `https://cdn.example.com/elements/v1.1.0/questionnaire/main.js`. */
  readonly url: string;
  /** The loader's CSP nonce, where the host page uses nonces. */
  readonly nonce?: string;
}

export interface FeatureOptions {
  readonly component: Type<unknown>;
  readonly providers?: readonly (Provider | EnvironmentProviders)[];
}

/** Defines `tag` as a new class each time it is called; the loader calls it once for every tag it claimed. */
export type Define = (tag: string, context?: ElementContext) => Promise<void>;

export function defineFeature({ component, providers = [] }: FeatureOptions): Define {
  return async (tag) => {
    const { injector } = await createApplication({ providers: [...providers] });
    customElements.define(tag, createCustomElement(component, { injector }));
  };
}
