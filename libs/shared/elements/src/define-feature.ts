/** Makes custom elements of a component: one Angular application for the feature, a new class for every tag. */
import {
  type ApplicationConfig,
  type ApplicationRef,
  CSP_NONCE,
  type EnvironmentProviders,
  ErrorHandler,
  type Provider,
  type Type,
} from '@angular/core';
import { createApplication } from '@angular/platform-browser';
import { elementClass } from './element-class';
import { ELEMENT_CONTEXT, type ElementContext, unloaded } from './element-context';
import { provideFeatureRenderer } from './feature-renderer';
import { formElementClass } from './form-element';
import { LiveElements } from './live-elements';
import { watchUncaught } from './uncaught-errors';

export interface FeatureOptions {
  /** With `ViewEncapsulation.ShadowDom`; its styles say `:host`, never the tag, which can be another. */
  readonly component: Type<unknown>;
  /** The element is a control of the form it stands in; the component fills it by `injectFormControl`. */
  readonly formAssociated?: boolean;
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
export function defineFeature({ component, formAssociated = false, providers = [] }: FeatureOptions): Define {
  let application: Promise<ApplicationRef> | undefined;
  const newClass = formAssociated ? formElementClass : elementClass;

  return async (tag, context = unloaded) => {
    if (isTaken(tag, context)) return;
    application ??= startApplication(
      {
        providers: [
          provideFeatureRenderer(),
          { provide: ErrorHandler, useExisting: LiveElements },
          { provide: ELEMENT_CONTEXT, useValue: context },
          context.nonce ? { provide: CSP_NONCE, useValue: context.nonce } : [],
          ...providers,
        ],
      },
      context,
    );
    const { injector } = await application;
    if (isTaken(tag, context)) return;
    customElements.define(tag, newClass({ component, context, injector }));
  };
}

async function startApplication(config: ApplicationConfig, { url }: ElementContext): Promise<ApplicationRef> {
  const application = await createApplication(config);
  const live = application.injector.get(LiveElements);
  // Not this file's own folder: it may be one that features share.
  if (URL.canParse(url)) watchUncaught({ window, folder: new URL('.', url).href, caught: (error) => live.uncaught(error) });
  return application;
}

function isTaken(tag: string, { url }: ElementContext): boolean {
  const taken = customElements.get(tag) !== undefined;
  if (taken) console.warn(`<${tag}> is defined already; ${url || 'a second definition'} leaves it as it is.`);
  return taken;
}
