/** The class behind a tag: attributes and properties of the component's inputs, and what the browser tells about the element's whereabouts. */
import { type Provider, reflectComponentType } from '@angular/core';
import { AdoptedStyles } from './adopted-styles';
import { focusOnceShown } from './autofocus';
import { dashed } from './dashed';
import { ElementComponent, type ElementOptions } from './element-component';
import { pressInPlace } from './press-in-place';

/** The class of a feature's element, as far as other files build on it. */
export interface FeatureHtmlElement extends HTMLElement {
  /** What the component can inject beside what every component can. */
  providers(): readonly Provider[];
  connectedCallback(): void;
  attributeChangedCallback(name: string, before: string | null, value: string | null): void;
}

export interface FeatureElementClass {
  new (): FeatureHtmlElement;
  readonly observedAttributes: readonly string[];
}

/** A new class each time: one constructor cannot be defined under two tags. */
export function elementClass(options: ElementOptions): FeatureElementClass {
  const inputs = reflectComponentType(options.component)!.inputs;
  const byAttribute = new Map(inputs.map(({ propName, templateName }) => [dashed(templateName), propName]));

  class FeatureElement extends HTMLElement implements FeatureHtmlElement {
    static readonly observedAttributes: readonly string[] = [...byAttribute.keys()];

    readonly #component = new ElementComponent(this, options, () => this.providers());
    /** Set on the element before it was defined: later than its markup, so attributes do not overrule them. */
    readonly #early = new Set<string>();
    #shown = false;

    constructor() {
      super();
      for (const { propName } of inputs) if (this.#takeOver(propName)) this.#early.add(propName);
    }

    static {
      for (const { propName } of inputs) {
        Object.defineProperty(this.prototype, propName, {
          get(this: FeatureElement) {
            return this.#component.inputValue(propName);
          },
          set(this: FeatureElement, value: unknown) {
            this.#component.setInput(propName, value);
          },
          configurable: true,
          enumerable: true,
        });
      }
    }

    /** Reflects the attribute, as `lang` does; see `injectLanguage`. */
    get locale(): string {
      return this.getAttribute('locale') ?? '';
    }
    set locale(tag: string | null | undefined) {
      if (tag) this.setAttribute('locale', tag);
      else this.removeAttribute('locale');
    }

    providers(): readonly Provider[] {
      return [];
    }

    connectedCallback(): void {
      this.#early.clear();
      this.#takeOver('locale');
      this.#component.connect();
      if (!this.#shown && this.shadowRoot && this.hasAttribute('autofocus')) focusOnceShown(this, this.shadowRoot);
      this.#shown = true;
    }

    /** `moveBefore`: it has not left the document, so nothing but its place is another. */
    connectedMoveCallback(): void {
      this.#component.moved();
    }

    disconnectedCallback(): void {
      this.#component.disconnect();
    }

    /** A document takes only style sheets that were made for it. */
    adoptedCallback(): void {
      if (this.shadowRoot) options.injector.get(AdoptedStyles).moved(this.shadowRoot);
    }

    attributeChangedCallback(name: string, _before: string | null, value: string | null): void {
      const input = byAttribute.get(name);
      if (input === undefined || this.#early.has(input)) return;
      if (value === null) this.#component.resetInput(input);
      else this.#component.setInput(input, value);
    }

    /**
     * Focus, labels and the page's own search for the next field lead to the first control inside. A component that failed to start
     * leaves its shadow root behind; the next try must not fail on it.
     */
    override attachShadow(init: ShadowRootInit): ShadowRoot {
      if (this.shadowRoot) return this.shadowRoot;
      const root = super.attachShadow({ ...init, delegatesFocus: true });
      pressInPlace(root);
      return root;
    }

    /** A value that was set before the element was defined hides the class's accessor. */
    #takeOver(name: string): boolean {
      if (!Object.hasOwn(this, name)) return false;
      const own = this as unknown as Record<string, unknown>;
      const value = own[name];
      delete own[name];
      own[name] = value;
      return true;
    }
  }
  return FeatureElement;
}
