/** The two numbers that are said of repeated runs. */

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** `1.25 (1.20–1.41)`: median, least and most; a single run stands alone. */
export function withSpread(values: readonly number[], digits: number): string {
  const middle = median(values).toFixed(digits);
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits));
  return values.length === 1 ? middle : `${middle} (${least}–${most})`;
}
