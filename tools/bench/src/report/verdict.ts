/** Whether a ratio is what it was to be, in the words of a table. */

/** `met, 7.6 % below` */
export function verdictOf(ratio: number, most: number): string {
  const off = `${Math.abs((ratio / most - 1) * 100).toFixed(1)} %`;
  return ratio <= most ? `met, ${off} below` : `missed, ${off} above`;
}
