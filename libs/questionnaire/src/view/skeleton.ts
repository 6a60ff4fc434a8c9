import { ChangeDetectionStrategy, Component, ViewEncapsulation, inject } from '@angular/core';
import { Texts } from '../i18n/texts';

/** The shape of a survey while it is on its way, so that nothing jumps when it comes. */
@Component({
  selector: 'ptq-skeleton',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'skeleton', part: 'loading' },
  template: `
    <p class="visually-hidden" role="status">{{ texts.messages().loading }}</p>
    <div aria-hidden="true">
      <div class="bone wide title"></div>
      <div class="bone"></div>
      <div class="bone narrow"></div>
      <div class="bone bar"></div>
      @for (block of [1, 2]; track block) {
        <div class="bone half label"></div>
        <div class="bone row"></div>
        <div class="bone row"></div>
        <div class="bone row"></div>
      }
    </div>
  `,
})
export class Skeleton {
  protected readonly texts = inject(Texts);
}
