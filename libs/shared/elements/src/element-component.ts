/**
 * The component of one custom element: made when the element first enters a document, kept for as long as the page keeps the
 * element. Angular's own strategy destroys it 10 ms after the element left the document and cannot bring it back.
 */
import {
  ApplicationRef,
  type ComponentMirror,
  type ComponentRef,
  ErrorHandler,
  Injector,
  type OutputRef,
  type Provider,
  type Type,
  createComponent,
  isDevMode,
  isSignal,
  reflectComponentType,
  signal,
  untracked,
  ɵINTERNAL_APPLICATION_ERROR_HANDLER,
  type ɵViewRef,
  ɵisViewDirty,
} from '@angular/core';
import { dashed } from './dashed';
import { ELEMENT_CONTEXT, type ElementContext } from './element-context';
import { FEATURE_ELEMENT, createFeatureElement } from './feature-element';
import { forgetViews } from './forget-views';
import { LiveElements } from './live-elements';
import { reportError } from './report-error';

export interface ElementOptions {
  readonly component: Type<unknown>;
  readonly context: ElementContext;
  /** Of the application that the feature's elements share. */
  readonly injector: Injector;
}

export class ElementComponent {
  private readonly mirror: ComponentMirror<unknown>;
  private readonly app: ApplicationRef;
  private readonly live: LiveElements;
  private readonly connected = signal(false);
  private readonly placement = signal(0);
  /** Values that were set before the component existed. */
  private readonly early = new Map<string, unknown>();
  private readonly defaults = new Map<string, unknown>();
  private component: ComponentRef<unknown> | undefined;
  private attached = false;

  /** @param providers what the component gets from the element beside what every component gets. */
  constructor(
    readonly element: HTMLElement,
    private readonly options: ElementOptions,
    private readonly providers: () => readonly Provider[] = () => [],
  ) {
    this.mirror = reflectComponentType(options.component)!;
    this.app = options.injector.get(ApplicationRef);
    this.live = options.injector.get(LiveElements);
  }

  connect(): void {
    this.connected.set(true);
    this.moved();
    if (this.attached) return;
    try {
      this.component ??= this.create();
      this.app.attachView(this.component.hostView);
      this.attached = true;
      this.live.add(this);
      this.component.hostView.detectChanges();
    } catch (error) {
      this.fail(error);
    }
  }

  /** It stands somewhere else, and has not left the document on the way. */
  moved(): void {
    this.placement.update((times) => times + 1);
  }

  /** A move disconnects and connects in one go: only what is still away when the task is over is taken out of change detection. */
  disconnect(): void {
    queueMicrotask(() => {
      if (this.element.isConnected || !this.attached || !this.component) return;
      this.connected.set(false);
      this.refresh();
      this.attached = false;
      this.live.delete(this);
      this.app.detachView(this.component.hostView);
      // The tools of a developer's browser and the replacing of code while serving find components by what is forgotten here.
      if (!isDevMode()) forgetViews(this.component.hostView);
    });
  }

  /** Before the component exists, what was set; it coerces. */
  inputValue(name: string): unknown {
    return this.component ? readInput(this.instance[name]) : this.early.get(name);
  }

  setInput(name: string, value: unknown): void {
    if (this.component) this.component.setInput(this.input(name).templateName, value);
    else this.early.set(name, value);
  }

  /** An attribute that was removed: back to what the component starts with. */
  resetInput(name: string): void {
    if (this.component) this.setInput(name, this.defaults.get(name));
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

  fail(error: unknown, code?: string, quietly = false): void {
    if (!quietly) console.error(error);
    reportError(this.element, this.options.context, error, code);
    // Without a component the light-DOM children are all there is to show.
    if (!this.component) this.element.shadowRoot?.replaceChildren(document.createElement('slot'));
  }

  private create(): ComponentRef<unknown> {
    const { element, options } = this;
    const report = (error: unknown, code?: string) => this.fail(error, code);
    const where = { connected: this.connected.asReadonly(), placement: this.placement.asReadonly() };
    const created = createComponent(options.component, {
      environmentInjector: this.app.injector,
      elementInjector: Injector.create({
        parent: options.injector,
        providers: [
          { provide: ELEMENT_CONTEXT, useValue: options.context },
          { provide: FEATURE_ELEMENT, useValue: createFeatureElement(element, where, report) },
          // Errors in listeners and in subscribers of outputs are asked for here first, which tells whose they are; others end in
          // the application's ErrorHandler.
          { provide: ɵINTERNAL_APPLICATION_ERROR_HANDLER, useValue: report },
          { provide: ErrorHandler, useValue: { handleError: report } satisfies ErrorHandler },
          ...this.providers(),
        ],
      }),
      hostElement: element,
    });
    this.component = created;
    for (const { propName } of this.mirror.inputs) this.defaults.set(propName, readInput(this.instance[propName]));
    for (const [name, value] of this.early) this.setInput(name, value);
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

  private input(name: string): ComponentMirror<unknown>['inputs'][number] {
    return this.mirror.inputs.find(({ propName }) => propName === name)!;
  }
}

function readInput(input: unknown): unknown {
  try {
    return isSignal(input) ? untracked(input) : input;
  } catch {
    // A required input that was not set yet has no value.
    return undefined;
  }
}
