/** A native modal dialog that opens when it is rendered: the browser keeps the focus inside and the rest inert. */

import { afterNextRender, DestroyRef, Directive, ElementRef, inject, output } from '@angular/core';

@Directive({
  selector: 'dialog[ptModal]',
  host: {
    '(cancel)': '$event.preventDefault(); dismissed.emit()',
    '(click)': 'click($event)',
  },
})
export class Modal {
  /** Escape, or a click beside it. */
  readonly dismissed = output();

  private readonly element = inject<ElementRef<HTMLDialogElement>>(ElementRef).nativeElement;

  constructor() {
    afterNextRender(() => {
      if (!this.element.open) this.element.showModal();
    });
    inject(DestroyRef).onDestroy(() => this.element.close());
  }

  // A method, for a listener that returns false cancels the click, and with it the form's submission.
  protected click({ target }: Event): void {
    if (target === this.element) this.dismissed.emit();
  }
}
