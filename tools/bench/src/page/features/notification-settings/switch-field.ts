/** An on-off switch that forms can hold: a control of our own. */
import { ChangeDetectionStrategy, Component, forwardRef, input, signal } from '@angular/core';
import { type ControlValueAccessor, NG_VALUE_ACCESSOR } from '@angular/forms';

@Component({
  selector: 'pt-switch-field',
  changeDetection: ChangeDetectionStrategy.OnPush,
  providers: [{ provide: NG_VALUE_ACCESSOR, useExisting: forwardRef(() => SwitchField), multi: true }],
  template: `
    <button
      type="button"
      role="switch"
      class="switch"
      [attr.aria-checked]="on()"
      [attr.aria-label]="label()"
      [disabled]="disabled()"
      (click)="toggle()"
      (blur)="touched()"
    >
      <span></span>
    </button>
  `,
})
export class SwitchField implements ControlValueAccessor {
  readonly label = input.required<string>();

  protected readonly on = signal(false);
  protected readonly disabled = signal(false);
  private changed: (on: boolean) => void = () => undefined;
  protected touched: () => void = () => undefined;

  writeValue(on: boolean | null): void {
    this.on.set(on === true);
  }

  registerOnChange(changed: (on: boolean) => void): void {
    this.changed = changed;
  }

  registerOnTouched(touched: () => void): void {
    this.touched = touched;
  }

  setDisabledState(disabled: boolean): void {
    this.disabled.set(disabled);
  }

  protected toggle(): void {
    this.on.update((on) => !on);
    this.changed(this.on());
  }
}
