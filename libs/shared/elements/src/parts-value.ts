import { Directive, effect, ElementRef, inject, input } from '@angular/core';

/**
 * The `value` of a field that is typed part by part: day, month, year; hour, minute. While a part is missing the browser says that
 * the value is empty, and an empty value that is set takes the other parts away, under the fingers of whoever types.
 * https://html.spec.whatwg.org/multipage/input.html#suffering-from-bad-input
 */
@Directive({ selector: 'input[ptPartsValue]' })
export class PartsValue {
  /** As the field's `value` has it; `null` leaves what is half typed. */
  readonly ptPartsValue = input.required<string | null>();

  constructor() {
    const field = inject<ElementRef<HTMLInputElement>>(ElementRef).nativeElement;
    effect(() => {
      const value = this.ptPartsValue();
      if (value !== null && (value !== field.value || field.validity.badInput)) field.value = value;
    });
  }
}
