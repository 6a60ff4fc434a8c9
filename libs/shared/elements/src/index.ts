/** What every feature needs to be a custom element: definition, host element, language. */
export { type Define, type FeatureOptions, defineFeature } from './define-feature';
export { ELEMENT_CONTEXT, type ElementContext } from './element-context';
export { type FeatureElement, injectElement } from './feature-element';
export { type FormControl, type FormControlOptions, type FormProblem, type FormValue, injectFormControl } from './form-control';
export { type ElementLanguage, type Language, injectLanguage } from './language';
export { PartsValue } from './parts-value';
export type { ElementError } from './report-error';
