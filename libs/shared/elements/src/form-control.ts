/** How a component takes part in the form that its element stands in: what it submits, what is wrong, what a reset does. */
import { DestroyRef, InjectionToken, type Signal, inject, signal, untracked } from '@angular/core';
import { createWatch } from '@angular/core/primitives/signals';
import { injectElement } from './feature-element';

/** What goes into the form's data under the element's name; `null`: nothing. */
export type FormValue = string | File | FormData | null;

/** Why the form is held back. */
export interface FormProblem {
  /** Which rule of the browser it comes nearest to; `customError` where none fits. */
  readonly flag: keyof ValidityStateFlags;
  /** For a person, in their language; the browser shows it. */
  readonly message: string;
  /** Where the browser shows it and puts the focus: something inside the element that can be focused. Asked for when it is needed. */
  readonly anchor?: () => HTMLElement | null | undefined;
}

/** `value`, `state` and `problem` read signals; the element follows them in the same task, whether it is on the page or not. */
export interface FormControlOptions {
  value(): FormValue;
  /** What the browser keeps for a reload or for going back; the value unless given. */
  state?(): FormValue;
  /** `undefined`: valid. */
  problem?(): FormProblem | undefined;
  /** The form was reset. */
  reset?(): void;
  /** The browser gives back what it kept, or filled in. */
  restore?(state: FormValue, why: 'restore' | 'autocomplete'): void;
  /** Somebody tried to send the form, and this element held it back: time to say everything that is wrong. */
  refused?(): void;
}

export interface FormControl {
  /** By the element's own attribute or by a `<fieldset disabled>` around it. Then it is neither submitted nor checked. */
  readonly disabled: Signal<boolean>;
  readonly form: Signal<HTMLFormElement | null>;
  /** The attribute; what is submitted goes under it, and without it nothing does. */
  readonly name: Signal<string>;
}

/** The element's side: what the browser told, and what it is to be told. */
export interface FormAssociation extends FormControl {
  join(options: FormControlOptions): void;
  /** Takes over what `options` say now. */
  update(): void;
}

export const FORM_ASSOCIATION = new InjectionToken<FormAssociation>('FormAssociation');

/**
 * Once for each element, in the component of a feature that is defined with `formAssociated: true`. In a component that stands in
 * no such element (a test, another feature) it is a control without a form.
 *
 * @example
 * private readonly control = injectFormControl({
 *   value: () => JSON.stringify(this.answers()),
 *   problem: () => (this.answers().length ? undefined : { flag: 'valueMissing', message: 'Choose something.', anchor: () => this.first() }),
 *   reset: () => this.answers.set([]),
 * });
 */
export function injectFormControl(options: FormControlOptions): FormControl {
  const association = inject(FORM_ASSOCIATION, { optional: true });
  if (!association) return { disabled: signal(false), form: signal(null), name: signal('') };
  const { report } = injectElement();
  const watch = createWatch(
    () => {
      try {
        association.update();
      } catch (error) {
        untracked(() => report(error));
      }
    },
    // An effect would wait for the next rendering, and a form that is sent before that would send what was.
    (changed) => queueMicrotask(() => changed.run()),
    false,
  );
  inject(DestroyRef).onDestroy(() => watch.destroy());
  // The component is still being made: what it says may rest on fields that come after this one.
  queueMicrotask(() => {
    association.join(options);
    watch.run();
  });
  return association;
}
