/** Orders, and what a reader does to a list of them. Pure. */

export const statuses = ['open', 'packed', 'shipped', 'returned'] as const;
export type OrderStatus = (typeof statuses)[number];

export interface Order {
  readonly id: string;
  readonly customer: string;
  /** ISO 8601. */
  readonly placedAt: string;
  readonly status: OrderStatus;
  readonly items: number;
  /** In units of `currency`, `19.9`. */
  readonly total: number;
  /** ISO 4217. */
  readonly currency: string;
}

export const columns = ['id', 'customer', 'placedAt', 'status', 'items', 'total'] as const;
export type Column = (typeof columns)[number];

export interface Sorting {
  readonly column: Column;
  readonly descending: boolean;
}

export interface Filter {
  readonly text: string;
  readonly status: OrderStatus | '';
}

export function filterOrders(orders: readonly Order[], { text, status }: Filter): Order[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return orders.filter((order) => {
    if (status && order.status !== status) return false;
    const searched = `${order.id} ${order.customer}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}

export function sortOrders(orders: readonly Order[], { column, descending }: Sorting, locale: string): Order[] {
  const collator = new Intl.Collator(locale, { numeric: true });
  const compare = (a: Order, b: Order): number => {
    const [left, right] = [a[column], b[column]];
    return typeof left === 'number' && typeof right === 'number' ? left - right : collator.compare(String(left), String(right));
  };
  return [...orders].sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
}

/** Sums by currency: euros and yen have no sum. */
export function totalsOf(orders: readonly Order[]): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const { currency, total } of orders) totals.set(currency, (totals.get(currency) ?? 0) + total);
  return totals;
}
