/**
 * Bytes in gigabytes (10^9 bytes), for a sentence.
 * @param round to the last decimal; to the nearest by default
 */
export function gigabytes(
  bytes: number,
  decimals: number,
  round: (value: number) => number = Math.round,
): string {
  const scale = 10 ** decimals;
  return (round((bytes * scale) / 1e9) / scale).toFixed(decimals);
}
