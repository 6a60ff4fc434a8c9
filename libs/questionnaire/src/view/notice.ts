import { ChangeDetectionStrategy, Component, ViewEncapsulation, input } from '@angular/core';

/** A strip of text beside the form. `bad` interrupts a screen reader, `calm` waits for its turn. */
@Component({
  selector: 'ptq-notice',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '[class]': '"notice " + tone()', part: 'notice', '[attr.role]': 'tone() === "bad" ? "alert" : "status"' },
  template: `<ng-content />`,
})
export class Notice {
  readonly tone = input<'calm' | 'bad'>('calm');
}
