/** A chat: what was said, asked for again every few seconds, and a line to write in. */
import { DatePipe } from '@angular/common';
import { HttpClient } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  type ElementRef,
  ViewEncapsulation,
  afterRenderEffect,
  computed,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { FormControl, ReactiveFormsModule, Validators } from '@angular/forms';
import { injectElement } from '@shared/elements';
import { EMPTY, catchError, exhaustMap, map, scan, switchMap, tap, timer } from 'rxjs';
import { type Message, groupMessages, hueOf, merge } from './conversation';
import { MessageText } from './message-text';

interface Page {
  readonly messages: readonly Message[];
  readonly typing: readonly string[];
}

@Component({
  selector: 'pt-chat-box-root',
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [DatePipe, MessageText, ReactiveFormsModule],
  templateUrl: './chat-box.html',
  styleUrl: './chat-box.css',
})
export class ChatBox {
  readonly api = input('');
  readonly room = input('lobby');
  readonly me = input('You');

  readonly messageSent = output<Message>();

  private readonly http = inject(HttpClient);
  private readonly host = injectElement();
  private readonly list = viewChild<ElementRef<HTMLElement>>('list');
  private readonly source = computed(() => ({
    url: `${this.api()}/api/rooms/${encodeURIComponent(this.room())}/messages`,
    watched: this.host.connected(),
  }));

  protected readonly offline = signal(false);
  private readonly page = toSignal(
    toObservable(this.source).pipe(
      switchMap(({ url, watched }) =>
        watched
          ? timer(0, 5000).pipe(
              exhaustMap(() =>
                this.http.get<Page>(url).pipe(
                  tap(() => this.offline.set(false)),
                  catchError(() => {
                    this.offline.set(true);
                    return EMPTY;
                  }),
                ),
              ),
            )
          : EMPTY,
      ),
      scan((before, after) => ({ ...after, messages: merge(after.messages, before.messages) }), { messages: [], typing: [] } as Page),
    ),
  );
  private readonly own = signal<readonly Message[]>([]);

  protected readonly ready = computed(() => this.page() !== undefined);
  protected readonly groups = computed(() => groupMessages(merge(this.page()?.messages ?? [], this.own())));
  protected readonly typing = computed(() => new Intl.ListFormat('en').format(this.page()?.typing ?? []));
  protected readonly hueOf = hueOf;

  protected readonly draft = new FormControl('', { nonNullable: true, validators: [Validators.required, Validators.maxLength(500)] });
  protected readonly left = toSignal(this.draft.valueChanges.pipe(map((text) => 500 - text.length)), { initialValue: 500 });

  constructor() {
    // The newest message stays in sight.
    afterRenderEffect(() => {
      this.groups();
      const list = this.list()?.nativeElement;
      list?.scrollTo({ top: list.scrollHeight });
    });
  }

  protected send(): void {
    const text = this.draft.value.trim();
    if (!text || this.draft.invalid) return;
    this.draft.reset();
    this.post({ id: crypto.randomUUID(), author: this.me(), text, sentAt: new Date().toISOString(), state: 'sending' });
  }

  protected again(message: Message): void {
    this.post({ ...message, state: 'sending' });
  }

  protected press(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  private post(message: Message): void {
    this.keep(message);
    this.http.post<Message>(this.source().url, { id: message.id, text: message.text }).subscribe({
      next: () => {
        const sent: Message = { id: message.id, author: message.author, text: message.text, sentAt: message.sentAt };
        this.keep(sent);
        this.messageSent.emit(sent);
      },
      error: () => this.keep({ ...message, state: 'failed' }),
    });
  }

  private keep(message: Message): void {
    this.own.update((own) => [...own.filter(({ id }) => id !== message.id), message]);
  }
}
