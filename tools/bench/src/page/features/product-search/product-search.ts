/** A search with suggestions while one types, results by category, and the keyboard of a combobox. */
import { CurrencyPipe, KeyValuePipe, SlicePipe } from '@angular/common';
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
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { FormControl, ReactiveFormsModule } from '@angular/forms';
import { catchError, combineLatest, debounceTime, distinctUntilChanged, map, of, startWith, switchMap, tap } from 'rxjs';
import { HighlightPipe } from './highlight-pipe';
import { type Found, type Product, type Suggestion, remember } from './product';

const nothing: Found = { products: [], total: 0, categories: {} };

@Component({
  selector: 'pt-product-search-root',
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CurrencyPipe, HighlightPipe, KeyValuePipe, ReactiveFormsModule, SlicePipe],
  templateUrl: './product-search.html',
  styleUrl: './product-search.css',
})
export class ProductSearch {
  readonly api = input('');
  readonly placeholder = input('What are you looking for?');

  readonly productChosen = output<Product>();

  private readonly http = inject(HttpClient);
  protected readonly query = new FormControl('', { nonNullable: true });
  protected readonly submitted = signal('');
  protected readonly category = signal('');
  protected readonly searching = signal(true);
  protected readonly recent = signal<readonly string[]>([]);
  protected readonly open = signal(false);

  private readonly typed = toSignal(this.query.valueChanges, { initialValue: '' });
  private readonly offered = toSignal(
    this.query.valueChanges.pipe(
      debounceTime(150),
      map((text) => text.trim()),
      distinctUntilChanged(),
      switchMap((q) =>
        q.length < 2
          ? of<readonly Suggestion[]>([])
          : this.http
              .get<readonly Suggestion[]>(`${this.api()}/api/suggestions`, { params: { q } })
              .pipe(catchError(() => of<readonly Suggestion[]>([]))),
      ),
    ),
    { initialValue: [] as readonly Suggestion[] },
  );
  protected readonly suggestions = computed<readonly Suggestion[]>(() => {
    if (this.typed().trim()) return this.offered();
    return this.recent().map((text) => ({ text, kind: 'query' }));
  });
  /** -1: the text itself. */
  protected readonly active = linkedSignal({ source: this.suggestions, computation: () => -1 });
  protected readonly isOpen = computed(() => this.open() && this.suggestions().length > 0);

  protected readonly found = toSignal(
    combineLatest([toObservable(this.api), toObservable(this.submitted), toObservable(this.category)]).pipe(
      // Query and category change together when a suggestion is taken.
      debounceTime(0),
      tap(() => this.searching.set(true)),
      switchMap(([api, q, category]) =>
        this.http.get<Found>(`${api}/api/products`, { params: category ? { q, category } : { q } }).pipe(
          catchError(() => of(nothing)),
          tap(() => this.searching.set(false)),
        ),
      ),
      startWith(undefined),
    ),
  );
  protected readonly stars = computed(() => new Map(this.found()?.products.map(({ id, rating }) => [id, '★'.repeat(Math.round(rating))])));

  protected search(text = this.query.value): void {
    this.query.setValue(text, { emitEvent: false });
    this.submitted.set(text.trim());
    this.recent.update((recent) => remember(recent, text));
    this.open.set(false);
  }

  protected take(suggestion: Suggestion): void {
    if (suggestion.kind === 'category') {
      this.category.set(suggestion.text);
      this.search('');
    } else {
      this.search(suggestion.text);
    }
  }

  protected press(event: KeyboardEvent): void {
    const last = this.suggestions().length - 1;
    switch (event.key) {
      case 'ArrowDown':
        this.open.set(true);
        this.active.update((active) => (active >= last ? -1 : active + 1));
        break;
      case 'ArrowUp':
        this.active.update((active) => (active < 0 ? last : active - 1));
        break;
      case 'Enter': {
        const suggestion = this.isOpen() ? this.suggestions()[this.active()] : undefined;
        if (suggestion) this.take(suggestion);
        else this.search();
        break;
      }
      case 'Escape':
        if (this.isOpen()) this.open.set(false);
        else this.query.setValue('');
        break;
      default:
        return;
    }
    event.preventDefault();
  }
}
