/** How long a step took. */

/** @returns whole milliseconds since this call. */
export function startTimer(): () => number {
  const began = performance.now();
  return () => Math.round(performance.now() - began);
}
