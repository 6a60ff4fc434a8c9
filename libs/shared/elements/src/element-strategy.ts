/**
 * How a custom element drives its component. Angular's own strategy destroys the component 10 ms after the element left the
 * document and cannot bring it back; this one keeps it for as long as the page keeps the element.
 */
import {
  ApplicationRef,
  type ComponentMirror,
  type ComponentRef,
  Injector,
  type OutputRef,
  type Type,
  createComponent,
  isSignal,
  reflectComponentType,
  signal,
  untracked,
  ɵINTERNAL_APPLICATION_ERROR_HANDLER,
  type ɵViewRef,
  ɵisViewDirty,
} from '@angular/core';
import type { NgElementStrategy } from '@angular/elements';
import { NEVER } from 'rxjs';
import { dashed } from './dashed';
import { ELEMENT_CONTEXT, type ElementContext } from './element-context';
import { FEATURE_ELEMENT, createFeatureElement } from './feature-element';
import { LiveElements } from './live-elements';
import { reportError } from './report-error';

export interface StrategyOptions {
  readonly component: Type<unknown>;
  readonly context: ElementContext;
  /** Of the application that the feature's elements share. */
  readonly injector: Injector;
}

export class PersistentStrategy implements NgElementStrategy {
  /** Outputs are dispatched here, so that nothing is lost while the element is detached. */
  readonly events = NEVER;
  private readonly mirror: ComponentMirror<unknown>;
  private readonly app: ApplicationRef;
  private readonly live: LiveElements;
  private readonly connected = signal(false);
  private readonly placement = signal(0);
  /** Values that were set before the component existed. */
  private readonly early = new Map<string, unknown>();
  private readonly defaults = new Map<string, unknown>();
  element: HTMLElement | undefined;
  private component: ComponentRef<unknown> | undefined;
  private attached = false;

  constructor(private readonly options: StrategyOptions) {
    this.mirror = reflectComponentType(options.component)!;
    this.app = options.injector.get(ApplicationRef);
    this.live = options.injector.get(LiveElements);
  }

  connect(element: HTMLElement): void {
    this.element = element;
    this.connected.set(true);
    this.placement.update((times) => times + 1);
    if (this.attached) return;
    try {
      this.component ??= this.create(element);
      this.app.attachView(this.component.hostView);
      this.attached = true;
      this.live.add(this);
      this.component.hostView.detectChanges();
    } catch (error) {
      this.fail(error);
    }
  }

  /** A move disconnects and connects in one go: only what is still away when the task is over is taken out of change detection. */
  disconnect(): void {
    queueMicrotask(() => {
      if (this.element?.isConnected || !this.attached || !this.component) return;
      this.connected.set(false);
      this.refresh();
      this.attached = false;
      this.live.delete(this);
      this.app.detachView(this.component.hostView);
    });
  }

  getInputValue(name: string): unknown {
    return this.component ? this.instance[name] : this.early.get(name);
  }

  setInputValue(name: string, value: unknown): void {
    if (this.component) this.component.setInput(this.templateName(name), value);
    else this.early.set(name, value);
  }

  /** An attribute that was removed: back to what the component starts with. */
  resetInputValue(name: string): void {
    if (this.component) this.setInputValue(name, this.defaults.get(name));
    else this.early.delete(name);
  }

  get dirty(): boolean {
    return this.component !== undefined && ɵisViewDirty(this.component.hostView as ɵViewRef<unknown>);
  }

  refresh(): void {
    try {
      this.component?.hostView.detectChanges();
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error: unknown, code?: string): void {
    const { element } = this;
    if (!element) return;
    reportError(element, this.options.context, error, code);
    // Without a component the light-DOM children are all there is to show.
    if (!this.component) element.shadowRoot?.replaceChildren(document.createElement('slot'));
  }

  private create(element: HTMLElement): ComponentRef<unknown> {
    const { component, context, injector } = this.options;
    const report = (error: unknown, code?: string) => this.fail(error, code);
    const where = { connected: this.connected.asReadonly(), placement: this.placement.asReadonly() };
    const created = createComponent(component, {
      environmentInjector: this.app.injector,
      elementInjector: Injector.create({
        parent: injector,
        providers: [
          { provide: ELEMENT_CONTEXT, useValue: context },
          { provide: FEATURE_ELEMENT, useValue: createFeatureElement(element, where, report) },
          // Errors in listeners are asked for here first, which tells whose they are; others end in the application's ErrorHandler.
          { provide: ɵINTERNAL_APPLICATION_ERROR_HANDLER, useValue: report },
        ],
      }),
      hostElement: element,
    });
    this.component = created;
    for (const { propName } of this.mirror.inputs) this.defaults.set(propName, initialValue(this.instance[propName]));
    for (const [name, value] of this.early) this.setInputValue(name, value);
    this.early.clear();
    for (const { propName, templateName } of this.mirror.outputs) {
      const output = this.instance[propName] as OutputRef<unknown>;
      output.subscribe((detail) => element.dispatchEvent(new CustomEvent(dashed(templateName), { detail, bubbles: true, composed: true })));
    }
    return created;
  }

  private get instance(): Record<string, unknown> {
    return this.component!.instance as Record<string, unknown>;
  }

  private templateName(name: string): string {
    return this.mirror.inputs.find(({ propName }) => propName === name)?.templateName ?? name;
  }
}

function initialValue(input: unknown): unknown {
  try {
    return isSignal(input) ? untracked(input) : input;
  } catch {
    // A required input that was not set yet has no value to go back to.
    return undefined;
  }
}
