/** Tells where the time of a run goes; a phase may lie within another. */

/** Measures what `act` does under the name of a phase. */
export type Stopwatch = <T>(phase: string, act: () => Promise<T>) => Promise<T>;

export const untimed: Stopwatch = (_, act) => act();
