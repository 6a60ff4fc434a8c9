/** An element that is a control of the form it stands in, as an `<input>` is. */
import { type Provider, signal } from '@angular/core';
import { type FeatureElementClass, elementClass } from './element-class';
import type { ElementOptions } from './element-component';
import { FORM_ASSOCIATION, type FormAssociation, type FormControlOptions, type FormValue } from './form-control';

type RestoreReason = 'restore' | 'autocomplete';

export function formElementClass(options: ElementOptions): FeatureElementClass {
  const Base = elementClass(options);

  return class FormElement extends Base {
    static readonly formAssociated = true;
    static override readonly observedAttributes = [...Base.observedAttributes, 'name'];

    readonly #internals = this.attachInternals();
    readonly #association = new Association(this, this.#internals);

    constructor() {
      super();
      // The browser gives the focus to what holds a form back, and nowhere else does it give it right after `invalid`.
      this.addEventListener('invalid', () => this.#association.wasInvalid());
      this.addEventListener('focusin', () => this.#association.gotFocus());
    }

    get name(): string {
      return this.getAttribute('name') ?? '';
    }
    set name(name: string) {
      this.setAttribute('name', name);
    }

    /** Its own; a `<fieldset disabled>` around it leaves this as it is. */
    get disabled(): boolean {
      return this.hasAttribute('disabled');
    }
    set disabled(disabled: boolean) {
      this.toggleAttribute('disabled', Boolean(disabled));
    }

    get form(): HTMLFormElement | null {
      return this.#internals.form;
    }
    get labels(): NodeList {
      return this.#internals.labels;
    }
    get validity(): ValidityState {
      return this.#internals.validity;
    }
    get validationMessage(): string {
      return this.#internals.validationMessage;
    }
    get willValidate(): boolean {
      return this.#internals.willValidate;
    }
    checkValidity(): boolean {
      return this.#internals.checkValidity();
    }
    reportValidity(): boolean {
      return this.#internals.reportValidity();
    }

    override providers(): readonly Provider[] {
      return [...super.providers(), { provide: FORM_ASSOCIATION, useValue: this.#association satisfies FormAssociation }];
    }

    override connectedCallback(): void {
      for (const name of ['name', 'disabled'] as const) takeOver(this, name);
      super.connectedCallback();
    }

    override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
      if (name === 'name') this.#association.name.set(value ?? '');
      else super.attributeChangedCallback(name, before, value);
    }

    formAssociatedCallback(form: HTMLFormElement | null): void {
      this.#association.form.set(form);
    }
    formDisabledCallback(disabled: boolean): void {
      this.#association.disabled.set(disabled);
    }
    formResetCallback(): void {
      this.#association.reset();
    }
    formStateRestoreCallback(state: FormValue, why: RestoreReason): void {
      this.#association.restore(state, why);
    }
  };
}

class Association implements FormAssociation {
  readonly disabled = signal(false);
  readonly form = signal<HTMLFormElement | null>(null);
  readonly name = signal('');
  private options: FormControlOptions | undefined;
  /** Came before the component was there. */
  private kept: readonly [FormValue, RestoreReason] | undefined;
  private invalid = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly internals: ElementInternals,
  ) {}

  join(options: FormControlOptions): void {
    this.options = options;
    if (this.kept) options.restore?.(...this.kept);
    this.kept = undefined;
  }

  update(): void {
    const { options, internals } = this;
    if (!options) return;
    const value = options.value();
    internals.setFormValue(value, options.state ? options.state() : value);
    const problem = options.problem?.();
    if (problem) internals.setValidity({ [problem.flag]: true }, problem.message);
    else internals.setValidity({});
  }

  /** The bubble is about to be shown: now what it points at is on the page. */
  wasInvalid(): void {
    this.invalid = true;
    setTimeout(() => (this.invalid = false));
    const problem = this.options?.problem?.();
    const anchor = problem?.anchor?.();
    if (problem && anchor && this.element.shadowRoot?.contains(anchor))
      this.internals.setValidity({ [problem.flag]: true }, problem.message, anchor);
  }

  gotFocus(): void {
    if (!this.invalid) return;
    this.invalid = false;
    this.options?.refused?.();
  }

  reset(): void {
    this.kept = undefined;
    this.options?.reset?.();
  }

  restore(state: FormValue, why: RestoreReason): void {
    if (this.options) this.options.restore?.(state, why);
    else this.kept = [state, why];
  }
}

function takeOver<Name extends PropertyKey>(element: { [N in Name]?: unknown }, name: Name): void {
  if (!Object.hasOwn(element, name)) return;
  const value = element[name];
  delete element[name];
  element[name] = value;
}
