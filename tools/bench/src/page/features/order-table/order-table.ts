/** A table of orders: filtered, sorted and paged in the browser, with sums of what is selected. */
import { CurrencyPipe, DatePipe, KeyValuePipe } from '@angular/common';
import { HttpClient } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  ViewEncapsulation,
  computed,
  inject,
  input,
  linkedSignal,
  numberAttribute,
  output,
  signal,
} from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { FormsModule } from '@angular/forms';
import { injectLanguage } from '@shared/elements';
import { catchError, map, of, startWith, switchMap } from 'rxjs';
import { type Column, type Order, type Sorting, columns, filterOrders, sortOrders, statuses, totalsOf } from './order';

type Loaded = { readonly kind: 'loading' } | { readonly kind: 'failed' } | { readonly kind: 'ready'; readonly orders: readonly Order[] };

@Component({
  selector: 'pt-order-table-root',
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CurrencyPipe, DatePipe, FormsModule, KeyValuePipe],
  templateUrl: './order-table.html',
  styleUrl: './order-table.css',
})
export class OrderTable {
  readonly api = input('');
  readonly pageSize = input(10, { transform: numberAttribute });

  readonly orderOpened = output<Order>();

  private readonly http = inject(HttpClient);
  private readonly locale = injectLanguage().locale;
  private readonly attempt = signal(0);
  private readonly request = computed(() => ({ api: this.api(), attempt: this.attempt() }));
  protected readonly loaded = toSignal(
    toObservable(this.request).pipe(
      switchMap(({ api }) =>
        this.http.get<readonly Order[]>(`${api}/api/orders`).pipe(
          map((orders): Loaded => ({ kind: 'ready', orders })),
          catchError(() => of<Loaded>({ kind: 'failed' })),
          startWith<Loaded>({ kind: 'loading' }),
        ),
      ),
    ),
    { initialValue: { kind: 'loading' } as Loaded },
  );

  protected readonly columns = columns;
  protected readonly statuses = statuses;
  protected readonly headings: Readonly<Record<Column, string>> = {
    id: 'Order',
    customer: 'Customer',
    placedAt: 'Placed',
    status: 'Status',
    items: 'Items',
    total: 'Total',
  };
  protected readonly text = signal('');
  protected readonly status = signal<Order['status'] | ''>('');
  protected readonly sorting = signal<Sorting>({ column: 'placedAt', descending: true });
  protected readonly selected = signal<ReadonlySet<string>>(new Set());

  private readonly orders = computed(() => {
    const loaded = this.loaded();
    return loaded.kind === 'ready' ? loaded.orders : [];
  });
  protected readonly found = computed(() => {
    const filtered = filterOrders(this.orders(), { text: this.text(), status: this.status() });
    return sortOrders(filtered, this.sorting(), this.locale());
  });
  protected readonly pages = computed(() => Math.max(1, Math.ceil(this.found().length / Math.max(1, this.pageSize()))));
  /** From 1; another filter starts at the beginning again. */
  protected readonly page = linkedSignal({ source: this.found, computation: () => 1 });
  protected readonly rows = computed(() => {
    const size = Math.max(1, this.pageSize());
    return this.found().slice((this.page() - 1) * size, this.page() * size);
  });
  protected readonly totals = computed(() => totalsOf(this.orders().filter(({ id }) => this.selected().has(id))));
  protected readonly allSelected = computed(() => this.rows().length > 0 && this.rows().every(({ id }) => this.selected().has(id)));

  protected retry(): void {
    this.attempt.update((attempt) => attempt + 1);
  }

  protected sortBy(column: Column): void {
    this.sorting.update((before) => ({ column, descending: before.column === column && !before.descending }));
  }

  protected sortedAs(column: Column): 'ascending' | 'descending' | null {
    const { column: sorted, descending } = this.sorting();
    if (column !== sorted) return null;
    return descending ? 'descending' : 'ascending';
  }

  protected turn(step: number): void {
    this.page.update((page) => Math.min(Math.max(page + step, 1), this.pages()));
  }

  protected select(ids: readonly string[], on: boolean): void {
    this.selected.update((before) => {
      const after = new Set(before);
      for (const id of ids) {
        if (on) after.add(id);
        else after.delete(id);
      }
      return after;
    });
  }

  protected selectAll(on: boolean): void {
    this.select(
      this.rows().map(({ id }) => id),
      on,
    );
  }
}
