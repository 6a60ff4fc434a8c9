/** A native modal dialog that opens when it is rendered: the browser keeps the focus inside and the rest inert. */

import { afterNextRender, DestroyRef, Directive, ElementRef, inject, output } from '@angular/core';

@Directive({
  selector: 'dialog[ptModal]',
  host: {
    '(cancel)': '$event.preventDefault(); dismissed.emit()',
    '(click)': '$event.target === element && dismissed.emit()',
  },
})
export class Modal {
  /** Escape, or a click beside it. */
  readonly dismissed = output();

  protected readonly element = inject<ElementRef<HTMLDialogElement>>(ElementRef).nativeElement;

  constructor() {
    afterNextRender(() => {
      if (!this.element.open) this.element.showModal();
    });
    inject(DestroyRef).onDestroy(() => this.element.close());
  }
}
