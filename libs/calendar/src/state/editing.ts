/** What the reader does to events: which dialog is open, what is told about it, and how to take it back. */

import { computed, type Signal, signal } from '@angular/core';
import { type FieldError, type Failure } from '../api/calendar-backend';
import { type CalendarDate } from '../dates/calendar-date';
import { contentOf, type Draft, draftOf, type DraftErrors, newDraft } from '../dialog/draft';
import { type CalendarEvent, type EventContent } from '../events/calendar-event';
import { type EventStore } from './event-store';
import { type Navigation } from './navigation';

/** The form as it is opened; what is typed into it lives in the dialog. */
export interface EventForm {
  readonly kind: 'event';
  /** The id that the event has, or will have: sending a form again must not make a second event. */
  readonly id: string;
  /** Absent while the event is new. */
  readonly base?: CalendarEvent;
  readonly draft: Draft;
  readonly errors: DraftErrors;
  /** Sentences of the server, in the reader's language, by field. */
  readonly messages: Readonly<Partial<Record<FieldError['field'], string>>>;
  readonly conflict?: { readonly current?: CalendarEvent };
}

export type OpenDialog = EventForm | { readonly kind: 'day'; readonly date: CalendarDate };

export type Notice =
  | { readonly kind: 'deleted'; readonly event: CalendarEvent; readonly undo: () => void }
  | {
      readonly kind: 'failed';
      readonly what: 'save' | 'delete' | 'restore';
      readonly title: string;
      readonly failure: Failure;
      readonly retry?: () => void;
      readonly review?: () => void;
    };

/** What the host page is told, once the server has confirmed it. */
export interface EditingEvents {
  created(event: CalendarEvent, how: { readonly restored: boolean }): void;
  changed(event: CalendarEvent, previous: CalendarEvent): void;
  deleted(event: CalendarEvent): void;
}

export interface EditingOptions {
  readonly store: EventStore;
  readonly navigation: Navigation;
  readonly tell: EditingEvents;
  readonly newId: () => string;
}

export class Editing {
  readonly #options: EditingOptions;
  readonly #dialog = signal<OpenDialog | undefined>(undefined);
  readonly #notice = signal<Notice | undefined>(undefined);
  readonly #announcement = signal('');

  readonly store: EventStore;

  constructor(options: EditingOptions) {
    this.#options = options;
    this.store = options.store;
  }

  readonly dialog: Signal<OpenDialog | undefined> = this.#dialog.asReadonly();
  /** The open form, if that is what is open. */
  readonly form = computed(() => narrow(this.#dialog(), 'event'));
  readonly day = computed(() => narrow(this.#dialog(), 'day')?.date);
  readonly notice: Signal<Notice | undefined> = this.#notice.asReadonly();
  /** For a polite live region. */
  readonly announcement: Signal<string> = this.#announcement.asReadonly();

  openDay(date: CalendarDate): void {
    this.#dialog.set({ kind: 'day', date });
  }

  openNew(date: CalendarDate, minutes?: number | 'all-day'): void {
    this.#openForm({ id: this.#options.newId(), draft: newDraft(date, minutes, this.#options.navigation.zone().name) });
  }

  openEvent(event: CalendarEvent): void {
    if (this.#options.store.pending().has(event.id)) return;
    this.#openForm({ id: event.id, base: event, draft: draftOf(event, this.#options.navigation.zone()) });
  }

  closeDialog(): void {
    this.#dialog.set(undefined);
  }

  closeNotice(): void {
    this.#notice.set(undefined);
  }

  /** Saves what stands in the form; with errors of its own it stays open and shows them. */
  async save(form: EventForm, draft: Draft): Promise<void> {
    const result = contentOf(draft, form.base);
    if ('errors' in result) return this.#dialog.set({ ...form, draft, errors: result.errors, messages: {} });
    this.#dialog.set(undefined);
    await this.#send({ ...form, draft }, result.content);
  }

  /** After a conflict: the reader's version replaces the other one, or is added again when that is gone. */
  async overwrite(form: EventForm, draft: Draft): Promise<void> {
    const current = form.conflict?.current;
    const id = current ? form.id : this.#options.newId();
    await this.save({ ...form, id, base: current, conflict: undefined }, draft);
  }

  /** After a conflict: the other version is taken over into the form. */
  reload(form: EventForm): void {
    const current = form.conflict?.current;
    this.#dialog.set(undefined);
    if (current) this.openEvent(current);
  }

  async remove(event: CalendarEvent): Promise<void> {
    const { store, navigation, tell } = this.#options;
    if (store.pending().has(event.id)) return;
    this.#dialog.set(undefined);
    const removal = store.remove(event);
    const notice: Notice = { kind: 'deleted', event, undo: () => void this.#restore(event, removal) };
    this.#notice.set(notice);
    this.#say(`${navigation.words().deleted(event.title)} ${navigation.words().undoHint}`);

    const outcome = await removal;
    if (outcome.ok) return tell.deleted(event);
    const { failure } = outcome;
    if (failure.kind === 'not-found') return store.adopt(event.id, undefined);
    if (failure.kind === 'conflict') store.adopt(event.id, failure.current);
    const latest = failure.kind === 'conflict' ? failure.current : event;
    this.#fail({ what: 'delete', title: event.title, failure, ...(latest && { retry: () => void this.remove(latest) }) });
  }

  /** Takes back the deletion that the notice tells of; nothing when there is none. */
  undo(): void {
    const notice = this.#notice();
    if (notice?.kind === 'deleted') notice.undo();
  }

  async #restore(event: CalendarEvent, removal: Promise<{ readonly ok: boolean }>): Promise<void> {
    const { store, navigation, tell } = this.#options;
    this.#notice.set(undefined);
    // Undo may be faster than the deletion; a deletion that failed has brought the event back by itself.
    if (!(await removal).ok) return;
    const outcome = await store.restore(event);
    if (!outcome.ok)
      return this.#fail({ what: 'restore', title: event.title, failure: outcome.failure, retry: () => void this.#restore(event, removal) });
    this.#say(navigation.words().restored(event.title));
    tell.created(outcome.value, { restored: true });
  }

  async #send(form: EventForm, content: EventContent): Promise<void> {
    const { store, navigation, tell } = this.#options;
    this.#notice.set(undefined);
    const { id, base } = form;
    const outcome = await (base ? store.replace(base, content) : store.create(id, content));
    if (outcome.ok) {
      this.#say(base ? navigation.words().changed(content.title) : navigation.words().created(content.title));
      return base ? tell.changed(outcome.value, base) : tell.created(outcome.value, { restored: false });
    }
    this.#sendFailed(form, content, outcome.failure);
  }

  #sendFailed(form: EventForm, content: EventContent, failure: Failure): void {
    const { store } = this.#options;
    const gone = failure.kind === 'not-found' && form.base !== undefined;
    if (form.base && (gone || failure.kind === 'conflict')) {
      const current = failure.kind === 'conflict' ? failure.current : undefined;
      store.adopt(form.base.id, current);
      return this.#reopen({ ...form, errors: {}, messages: {}, conflict: { current } }, content.title, failure);
    }
    if (failure.kind === 'invalid') {
      const errors: DraftErrors = Object.fromEntries(failure.errors.map(({ field, code }) => [field, code]));
      const messages = Object.fromEntries(failure.errors.map(({ field, message }) => [field, message]));
      return this.#reopen({ ...form, errors, messages }, content.title, failure);
    }
    const review = () => this.#openForm(form);
    this.#fail({ what: 'save', title: content.title, failure, review, retry: () => void this.#send(form, content) });
  }

  /** Straight back into the form, unless the reader is busy in another dialog: then a notice leads there. */
  #reopen(form: EventForm, title: string, failure: Failure): void {
    if (!this.#dialog()) this.#dialog.set(form);
    else this.#fail({ what: 'save', title, failure, review: () => this.#dialog.set(form) });
  }

  #openForm(form: Pick<EventForm, 'id' | 'base' | 'draft'>): void {
    const { id, base, draft } = form;
    this.#dialog.set({ kind: 'event', id, base, draft, errors: {}, messages: {} });
  }

  #fail(failed: Omit<Extract<Notice, { kind: 'failed' }>, 'kind'>): void {
    this.#notice.set({ kind: 'failed', ...failed });
  }

  #say(text: string): void {
    // Said twice in a row, the same text would not be announced again.
    this.#announcement.update((said) => (said === text ? `${text}\u00a0` : text));
  }
}

function narrow<K extends OpenDialog['kind']>(dialog: OpenDialog | undefined, kind: K): Extract<OpenDialog, { kind: K }> | undefined {
  return dialog?.kind === kind ? (dialog as Extract<OpenDialog, { kind: K }>) : undefined;
}
