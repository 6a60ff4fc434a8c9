/** From figures to places on the screen. Pure. */

export interface Sale {
  /** `2026-11`, or `2026-W47`. */
  readonly period: string;
  readonly revenue: number;
  readonly orders: number;
}

export interface Tick {
  readonly value: number;
  /** From the bottom, 0 to 1. */
  readonly at: number;
}

/** A scale from 0 that ends on a round number, with its lines: steps of 1, 2 or 5 times a power of ten. */
export function niceScale(most: number, lines = 5): { readonly top: number; readonly ticks: readonly Tick[] } {
  if (!(most > 0)) return { top: 1, ticks: [{ value: 0, at: 0 }] };
  const rough = most / lines;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  const top = Math.ceil(most / step) * step;
  const count = Math.round(top / step);
  return { top, ticks: Array.from({ length: count + 1 }, (_, index) => ({ value: index * step, at: index / count })) };
}

export interface Bar {
  readonly sale: Sale;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Area {
  readonly width: number;
  readonly height: number;
}

export function barsOf(sales: readonly Sale[], value: (sale: Sale) => number, top: number, { width, height }: Area): Bar[] {
  const slot = width / Math.max(1, sales.length);
  return sales.map((sale, index) => {
    const tall = (value(sale) / top) * height;
    return { sale, x: index * slot + slot * 0.15, y: height - tall, width: slot * 0.7, height: tall };
  });
}

/** An SVG path through the averages of `window` figures at a time. */
export function trendOf(bars: readonly Bar[], window: number): string {
  const middle = bars.map(({ x, y, width }) => ({ x: x + width / 2, y }));
  const points = middle.slice(window - 1).map((point, index) => {
    const group = middle.slice(index, index + window);
    return { x: point.x, y: group.reduce((sum, { y }) => sum + y, 0) / group.length };
  });
  return points.map(({ x, y }, index) => `${index ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}

export interface Summary {
  readonly sum: number;
  readonly mean: number;
  readonly best?: Sale;
  /** The second half against the first, 0.1 for ten percent more; `undefined` when the first was nothing. */
  readonly growth?: number;
}

export function summarise(sales: readonly Sale[], value: (sale: Sale) => number): Summary {
  const total = (list: readonly Sale[]) => list.reduce((sum, sale) => sum + value(sale), 0);
  const half = Math.floor(sales.length / 2);
  const [before, after] = [total(sales.slice(0, half)), total(sales.slice(sales.length - half))];
  const best = sales.reduce<Sale | undefined>((most, sale) => (!most || value(sale) > value(most) ? sale : most), undefined);
  const sum = total(sales);
  return { sum, mean: sales.length ? sum / sales.length : 0, best, ...(before > 0 && { growth: after / before - 1 }) };
}
