/** A folder as a list or as tiles, with the selection one knows from a desktop. */
import { DatePipe, NgTemplateOutlet } from '@angular/common';
import { ChangeDetectionStrategy, Component, ViewEncapsulation, computed, effect, input, output, signal, untracked } from '@angular/core';
import { credentialsAttribute, type HeadersSource, injectApi } from '@shared/api';
import { injectLanguage } from '@shared/elements';
import { type Entry, type FilePaths, type Order, crumbsOf, rangeOf, sortEntries } from './entry';
import { FileSizePipe } from './file-size-pipe';

type State = 'loading' | 'ready' | 'missing' | 'signed-out' | 'failed';

@Component({
  selector: 'pt-file-list-root',
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [DatePipe, FileSizePipe, NgTemplateOutlet],
  templateUrl: './file-list.html',
  styleUrl: './file-list.css',
})
export class FileList {
  readonly api = input('');
  readonly credentials = input('same-origin', { transform: credentialsAttribute });
  readonly headers = input<HeadersSource | null>();
  readonly start = input('');

  readonly fileOpened = output<Entry>();

  private readonly files = injectApi<FilePaths>(this);
  protected readonly locale = injectLanguage().locale;

  protected readonly folder = signal('');
  protected readonly crumbs = computed(() => crumbsOf(this.folder()));
  protected readonly state = signal<State>('loading');
  protected readonly tiles = signal(false);
  protected readonly order = signal<Order>('name');
  protected readonly descending = signal(false);
  protected readonly refusal = signal('');
  protected readonly selected = signal<ReadonlySet<string>>(new Set());
  private readonly known = signal<readonly Entry[]>([]);
  private anchor = '';

  protected readonly entries = computed(() => sortEntries(this.known(), this.order(), this.descending()));
  protected readonly size = computed(() => this.chosen().reduce((sum, { size }) => sum + size, 0));
  private readonly chosen = computed(() => this.entries().filter(({ path }) => this.selected().has(path)));

  constructor() {
    effect(() => this.folder.set(this.start()));
    effect((onCleanup) => {
      const folder = this.folder();
      this.headers();
      const controller = new AbortController();
      onCleanup(() => controller.abort());
      untracked(() => void this.load(folder, controller.signal));
    });
  }

  protected open(entry: Entry): void {
    if (entry.kind === 'folder') this.folder.set(entry.path);
    else this.fileOpened.emit(entry);
  }

  protected sortBy(order: Order): void {
    this.descending.set(this.order() === order && !this.descending());
    this.order.set(order);
  }

  protected choose({ path }: Entry, { shiftKey, ctrlKey, metaKey }: MouseEvent): void {
    if (shiftKey) {
      this.selected.set(new Set(rangeOf(this.entries(), this.anchor || path, path)));
      return;
    }
    this.anchor = path;
    if (!ctrlKey && !metaKey) this.selected.set(new Set([path]));
    else this.selected.update((before) => before.symmetricDifference(new Set([path])));
  }

  protected press(event: KeyboardEvent): void {
    if (event.key === 'Delete' && this.selected().size) void this.remove();
    else if (event.key === 'Escape') this.selected.set(new Set());
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) this.selected.set(new Set(this.entries().map(({ path }) => path)));
    else return;
    event.preventDefault();
  }

  protected async remove(): Promise<void> {
    const path = [...this.selected()];
    this.refusal.set('');
    const answer = await this.files.delete('/api/files', { query: { path } });
    if (answer.kind === 'ok') {
      this.known.update((known) => known.filter((entry) => !path.includes(entry.path)));
      this.selected.set(new Set());
    } else {
      this.refusal.set(answer.kind === 'problem' ? answer.problem.title : 'Nothing was deleted. Please try again.');
    }
  }

  private async load(folder: string, signal: AbortSignal): Promise<void> {
    this.state.set('loading');
    this.selected.set(new Set());
    const answer = await this.files.get('/api/files', { query: { folder }, signal });
    switch (answer.kind) {
      case 'ok':
        this.known.set(answer.data);
        return this.state.set('ready');
      case 'problem':
        return this.state.set('missing');
      case 'unauthorized':
        return this.state.set('signed-out');
      case 'aborted':
        return;
      default:
        return this.state.set('failed');
    }
  }
}
