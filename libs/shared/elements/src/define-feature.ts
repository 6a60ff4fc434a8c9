/** Makes custom elements of a component: one Angular application for the feature, a new class for every tag. */
import {
  type ApplicationRef,
  CSP_NONCE,
  type EnvironmentProviders,
  ErrorHandler,
  type Provider,
  type Type,
  reflectComponentType,
} from '@angular/core';
import { type NgElementStrategy, createCustomElement } from '@angular/elements';
import { createApplication } from '@angular/platform-browser';
import { dashed } from './dashed';
import { ELEMENT_CONTEXT, type ElementContext, unloaded } from './element-context';
import { PersistentStrategy, type StrategyOptions } from './element-strategy';
import { provideFeatureRenderer } from './feature-renderer';
import { LiveElements } from './live-elements';

export interface FeatureOptions {
  /** With `ViewEncapsulation.ShadowDom`; its styles say `:host`, never the tag, which can be another. */
  readonly component: Type<unknown>;
  readonly providers?: readonly (Provider | EnvironmentProviders)[];
}

/**
 * Defines `tag` as a new class each time it is called; the loader calls it once for every tag it claimed. A tag that is taken
 * is left as it is, with a warning.
 */
export type Define = (tag: string, context?: ElementContext) => Promise<void>;

/**
 * What the element gets from its component: an attribute in dashes (`survey-id`) and a property (`surveyId`) for each input,
 * also when set before the element is defined; a bubbling, composed event in dashes for each output; `pintag-error` for errors
 * inside. Detached and attached again, it goes on where it was.
 *
 * @example export const define = defineFeature({ component: Questionnaire });
 */
export function defineFeature({ component, providers = [] }: FeatureOptions): Define {
  let application: Promise<ApplicationRef> | undefined;

  return async (tag, context = unloaded) => {
    if (isTaken(tag, context)) return;
    application ??= createApplication({
      providers: [
        provideFeatureRenderer(),
        { provide: ErrorHandler, useExisting: LiveElements },
        { provide: ELEMENT_CONTEXT, useValue: context },
        context.nonce ? { provide: CSP_NONCE, useValue: context.nonce } : [],
        ...providers,
      ],
    });
    const { injector } = await application;
    if (isTaken(tag, context)) return;
    customElements.define(tag, elementClass({ component, context, injector }));
  };
}

function isTaken(tag: string, { url }: ElementContext): boolean {
  const taken = customElements.get(tag) !== undefined;
  if (taken) console.warn(`<${tag}> is defined already; ${url || 'a second definition'} leaves it as it is.`);
  return taken;
}

/** What `createCustomElement` returns, with the members that its own type calls abstract. */
interface AngularElement extends HTMLElement {
  readonly ngElementStrategy: NgElementStrategy;
  attributeChangedCallback(name: string, before: string | null, value: string | null, namespace?: string): void;
  connectedCallback(): void;
}

function elementClass(options: StrategyOptions): CustomElementConstructor {
  const { component, injector } = options;
  const inputs = new Map(reflectComponentType(component)!.inputs.map(({ propName, templateName }) => [dashed(templateName), propName]));
  const strategyFactory = { create: () => new PersistentStrategy(options) };
  const Base = createCustomElement(component, { injector, strategyFactory }) as unknown as new () => AngularElement;

  return class FeatureHtmlElement extends Base {
    /** Set on the element before it was defined: later than its markup, so attributes do not overrule them. */
    private readonly early = new Set([...inputs.values()].filter((name) => Object.hasOwn(this, name)));

    /** Reflects the attribute, as `lang` does; see `injectLanguage`. */
    get locale(): string {
      return this.getAttribute('locale') ?? '';
    }
    set locale(tag: string | null | undefined) {
      if (tag) this.setAttribute('locale', tag);
      else this.removeAttribute('locale');
    }

    override connectedCallback(): void {
      this.early.clear();
      if (Object.hasOwn(this, 'locale')) takeOver(this, 'locale');
      super.connectedCallback();
    }

    override attributeChangedCallback(name: string, before: string | null, value: string | null, namespace?: string): void {
      const strategy = this.ngElementStrategy;
      const input = inputs.get(name);
      if (input !== undefined && this.early.has(input)) return;
      if (value === null && input !== undefined && strategy instanceof PersistentStrategy) strategy.resetInputValue(input);
      else super.attributeChangedCallback(name, before, value, namespace);
    }

    /** A component that failed to start leaves its shadow root behind; the next try must not fail on it. */
    override attachShadow(init: ShadowRootInit): ShadowRoot {
      return this.shadowRoot ?? super.attachShadow(init);
    }
  };
}

/** A value that was set before the element was defined hides the class's accessor. */
function takeOver<Name extends PropertyKey>(element: { [N in Name]?: unknown }, name: Name): void {
  const value = element[name];
  delete element[name];
  element[name] = value;
}
