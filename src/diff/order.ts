/**
 * The elements of a list that stand in another order there than in another list: as few as can be taken
 * out for the others to stand in the same order. Elements that only one of the lists has do not count.
 * @param before each element once
 * @param after each element once
 */
export function outOfOrder(before: Iterable<string>, after: Iterable<string>): Set<string> {
  const places = new Map(Array.from(before, (element, place) => [element, place] as const));
  const common = Array.from(after).flatMap((element) => {
    const place = places.get(element);
    return place === undefined ? [] : [{ element, place }];
  });
  const kept = longestRise(common.map(({ place }) => place));
  return new Set(common.filter((_, index) => !kept.has(index)).map(({ element }) => element));
}

/** The indices of a longest subsequence of different numbers that rises (patience sorting). */
function longestRise(values: readonly number[]): Set<number> {
  /** By length, the index of the smallest number that a rise of this length ends with. */
  const ends: number[] = [];
  const previous = values.map((value, index) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((values[ends[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    ends[low] = index;
    return ends[low - 1];
  });
  const rise = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) rise.add(at);
  return rise;
}
