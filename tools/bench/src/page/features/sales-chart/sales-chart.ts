/** Revenue and orders as bars with a trend, with a table for whoever cannot see them. */
import { DecimalPipe, PercentPipe } from '@angular/common';
import { HttpClient } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  ViewEncapsulation,
  computed,
  effect,
  inject,
  input,
  numberAttribute,
  output,
  signal,
} from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { injectElement, injectLanguage } from '@shared/elements';
import { catchError, combineLatest, of, switchMap } from 'rxjs';
import { CompactNumber } from './compact-number';
import { type Bar, type Sale, barsOf, niceScale, summarise, trendOf } from './scales';

const figures = {
  revenue: { label: 'Revenue', of: (sale: Sale) => sale.revenue },
  orders: { label: 'Orders', of: (sale: Sale) => sale.orders },
  basket: { label: 'Revenue an order', of: (sale: Sale) => (sale.orders ? sale.revenue / sale.orders : 0) },
} as const;
type Figure = keyof typeof figures;

@Component({
  selector: 'pt-sales-chart-root',
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CompactNumber, DecimalPipe, PercentPipe],
  templateUrl: './sales-chart.html',
  styleUrl: './sales-chart.css',
})
export class SalesChart {
  readonly api = input('');
  readonly height = input(220, { transform: numberAttribute });

  readonly periodChosen = output<Sale>();

  private readonly http = inject(HttpClient);
  private readonly root = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly connected = injectElement().connected;
  protected readonly locale = injectLanguage().locale;

  protected readonly unit = signal<'month' | 'week'>('month');
  protected readonly figure = signal<Figure>('revenue');
  protected readonly names = Object.keys(figures) as Figure[];
  protected readonly labels = figures;
  protected readonly width = signal(640);
  protected readonly active = signal<string | undefined>(undefined);
  protected readonly asTable = signal(false);

  protected readonly sales = toSignal(
    combineLatest([toObservable(this.api), toObservable(this.unit)]).pipe(
      switchMap(([api, unit]) =>
        this.http.get<readonly Sale[]>(`${api}/api/sales`, { params: { unit } }).pipe(catchError(() => of<'failed'>('failed'))),
      ),
    ),
  );
  protected readonly shown = computed(() => {
    const sales = this.sales();
    return typeof sales === 'object' ? sales : [];
  });
  private readonly value = computed(() => figures[this.figure()].of);
  protected readonly scale = computed(() => niceScale(Math.max(0, ...this.shown().map(this.value()))));
  protected readonly bars = computed(() =>
    barsOf(this.shown(), this.value(), this.scale().top, { width: this.width(), height: this.height() }),
  );
  protected readonly trend = computed(() => trendOf(this.bars(), 3));
  protected readonly summary = computed(() => summarise(this.shown(), this.value()));
  protected readonly pointed = computed(() => this.shown().find(({ period }) => period === this.active()));

  constructor() {
    effect((onCleanup) => {
      if (!this.connected()) return;
      const observer = new ResizeObserver(([entry]) => entry && this.width.set(Math.max(240, entry.contentRect.width - 48)));
      observer.observe(this.root);
      onCleanup(() => observer.disconnect());
    });
  }

  protected valueOf(sale: Sale): number {
    return this.value()(sale);
  }

  protected choose({ sale }: Bar): void {
    this.active.set(sale.period);
    this.periodChosen.emit(sale);
  }

  protected press(event: KeyboardEvent, index: number): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = this.root.shadowRoot?.querySelectorAll<SVGElement>('.bar')[index + step];
    next?.focus();
  }
}
