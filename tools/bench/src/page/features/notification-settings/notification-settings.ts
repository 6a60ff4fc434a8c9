/** Settings that save themselves a moment after the last change, and can be taken back. */
import { DecimalPipe, UpperCasePipe } from '@angular/common';
import { HttpClient } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  ViewEncapsulation,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  signal,
} from '@angular/core';
import { takeUntilDestroyed, toObservable, toSignal } from '@angular/core/rxjs-interop';
import { FormsModule } from '@angular/forms';
import { catchError, debounceTime, filter, of, switchMap } from 'rxjs';
import { type Channel, type Preferences, type Quiet, type Settings, changesBetween, channels, check, hoursOf } from './preferences';
import { SwitchField } from './switch-field';

@Component({
  selector: 'pt-notification-settings-root',
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [DecimalPipe, FormsModule, SwitchField, UpperCasePipe],
  templateUrl: './notification-settings.html',
  styleUrl: './notification-settings.css',
})
export class NotificationSettings {
  readonly api = input('');

  readonly preferencesSaved = output<Preferences>();

  private readonly http = inject(HttpClient);
  protected readonly channels = channels;
  protected readonly rhythms: readonly { readonly id: Preferences['digest']; readonly label: string }[] = [
    { id: 'at-once', label: 'At once' },
    { id: 'daily', label: 'Every morning' },
    { id: 'weekly', label: 'On Mondays' },
  ];

  protected readonly loaded = toSignal(
    toObservable(this.api).pipe(
      switchMap((api) => this.http.get<Settings>(`${api}/api/settings`).pipe(catchError(() => of<'failed'>('failed')))),
    ),
  );
  protected readonly settings = computed(() => {
    const loaded = this.loaded();
    return typeof loaded === 'object' ? loaded : undefined;
  });
  /** What the server has. */
  private readonly saved = linkedSignal(() => this.settings()?.preferences);
  protected readonly preferences = linkedSignal(() => this.settings()?.preferences);
  protected readonly complaints = computed(() => {
    const [preferences, settings] = [this.preferences(), this.settings()];
    return preferences && settings ? check(preferences, settings.topics) : [];
  });
  protected readonly changes = computed(() => {
    const [before, after] = [this.saved(), this.preferences()];
    return before && after ? changesBetween(before, after) : {};
  });
  protected readonly isChanged = computed(() => Object.keys(this.changes()).length > 0);
  protected readonly quietHours = computed(() => {
    const quiet = this.preferences()?.quiet;
    return quiet ? hoursOf(quiet) : 0;
  });
  protected readonly saving = signal<'idle' | 'now' | 'done' | 'failed'>('idle');

  constructor() {
    toObservable(this.changes)
      .pipe(
        debounceTime(800),
        filter((changes) => Object.keys(changes).length > 0 && this.complaints().length === 0),
        switchMap((changes) => {
          this.saving.set('now');
          return this.http.patch<Preferences>(`${this.api()}/api/settings`, changes).pipe(catchError(() => of(undefined)));
        }),
        takeUntilDestroyed(),
      )
      .subscribe((preferences) => {
        this.saving.set(preferences ? 'done' : 'failed');
        if (!preferences) return;
        this.saved.set(preferences);
        this.preferencesSaved.emit(preferences);
      });
  }

  protected complaint(field: string): string {
    return this.complaints().find((complaint) => complaint.field === field)?.sentence ?? '';
  }

  protected change(change: Partial<Preferences>): void {
    this.saving.set('idle');
    this.preferences.update((before) => before && { ...before, ...change });
  }

  protected changeQuiet(change: Partial<Quiet>): void {
    const quiet = this.preferences()?.quiet;
    if (quiet) this.change({ quiet: { ...quiet, ...change } });
  }

  protected choose(topic: string, channel: Channel, on: boolean): void {
    const chosen = this.preferences()?.chosen ?? {};
    const others = (chosen[topic] ?? []).filter((one) => one !== channel);
    this.change({ chosen: { ...chosen, [topic]: on ? [...others, channel] : others } });
  }

  protected undo(): void {
    this.preferences.set(this.saved());
  }
}
