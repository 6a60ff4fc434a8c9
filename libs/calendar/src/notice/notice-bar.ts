/** One line at the bottom: what was deleted, with undo; or what failed, with a way on. */

import { ChangeDetectionStrategy, Component, computed, inject, input, ViewEncapsulation } from '@angular/core';
import { type Editing, type Notice } from '../state/editing';
import { Navigation } from '../state/navigation';

@Component({
  selector: 'pt-notice-bar',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './notice-bar.html',
})
export class NoticeBar {
  readonly notice = input.required<Notice>();
  readonly editing = input.required<Editing>();

  protected readonly navigation = inject(Navigation);
  protected readonly words = this.navigation.words;

  protected readonly sentence = computed(() => {
    const notice = this.notice();
    const words = this.words();
    if (notice.kind === 'deleted') return words.deleted(notice.event.title);
    const what = { save: words.saveFailed, delete: words.deleteFailed, restore: words.restoreFailed }[notice.what](notice.title);
    const { kind } = notice.failure;
    return `${what} ${words.because[kind === 'not-found' ? 'gone' : kind]}`;
  });

  protected run(action: () => void): void {
    this.editing().closeNotice();
    action();
  }
}
