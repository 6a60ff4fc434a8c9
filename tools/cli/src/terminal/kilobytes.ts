/** Bytes as people read them: `165.9 kB` (1 kB is 1000 bytes, as browsers show it). */
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
