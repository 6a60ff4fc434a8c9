import { ChangeDetectionStrategy, Component, ViewEncapsulation, computed, input } from '@angular/core';

export type PanelTone = 'calm' | 'good' | 'bad';

const pictures: Readonly<Record<PanelTone, string>> = {
  calm: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm1 15h-2v-6h2v6Zm0-8h-2V7h2v2Z',
  good: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.5 14.6-4.6-4.6 1.5-1.4 3.1 3.1 6.2-6.2 1.4 1.5-7.6 7.6Z',
  bad: 'M12 2 1 21h22L12 2Zm1 15.5h-2v-2h2v2Zm0-3.5h-2V9h2v5Z',
};

/** A whole screen that says one thing: empty, failed, answered, sent. What can be done about it goes inside. */
@Component({
  selector: 'ptq-message-panel',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '[class]': '"panel " + tone()', part: 'panel', '[attr.role]': 'tone() === "bad" ? "alert" : null' },
  template: `
    <svg class="panel-picture" viewBox="0 0 24 24" aria-hidden="true"><path [attr.d]="picture()" /></svg>
    @if (about()) {
      <p class="eyebrow">{{ about() }}</p>
    }
    <h2 class="panel-title" part="panel-title" tabindex="-1" data-focus="heading">{{ heading() }}</h2>
    <p class="panel-text">{{ text() }}</p>
    @if (detail()) {
      <p class="panel-detail">{{ detail() }}</p>
    }
    <ng-content />
  `,
})
export class MessagePanel {
  readonly tone = input<PanelTone>('calm');
  readonly heading = input.required<string>();
  readonly text = input.required<string>();
  readonly detail = input('');
  /** The survey that it is about, once its title is known. */
  readonly about = input('');
  protected readonly picture = computed(() => pictures[this.tone()]);
}
