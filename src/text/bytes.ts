/** Bytes in gigabytes (10^9 bytes), for a sentence. */
export function gigabytes(bytes: number, decimals: number): string {
  return (bytes / 1e9).toFixed(decimals);
}
