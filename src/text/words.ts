/** Words joined for a sentence: `10, 14 or 18`. */
export function joinWords(values: readonly (string | number)[], conjunction: string): string {
  const [last, ...rest] = [...values].reverse();
  if (last === undefined) return '';
  return rest.length === 0
    ? String(last)
    : `${rest.reverse().join(', ')} ${conjunction} ${String(last)}`;
}

/** A number of things: `1 model`, `3 models`. */
export function plural(count: number, thing: string): string {
  return `${String(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/** The word that was probably meant, the first if several are as near; undefined if none is similar. */
export function nearestWord(given: string, words: readonly string[]): string | undefined {
  return nearestWords(given, words)[0];
}

/** The most characters of what may be a word misspelt; what is longer is something else. */
const LONGEST_MISSPELT = 200;

/**
 * The words that were probably meant: all that are nearest, by their letters and digits first, then by
 * everything; none if none is similar.
 */
export function nearestWords(given: string, words: readonly string[]): string[] {
  if (given.length > LONGEST_MISSPELT) return [];
  const bare = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const wanted = bare(given);
  const isPart = (a: string, b: string): boolean => a.includes(b) || b.includes(a);
  const distances = words.map((word) => {
    const candidate = bare(word);
    if (candidate === wanted) return 0;
    if (wanted.length >= 3 && isPart(candidate, wanted)) return 1;
    const distance = editDistance(candidate, wanted);
    return distance <= Math.min(2, wanted.length / 3) ? distance : Infinity;
  });
  const nearest = Math.min(...distances);
  if (nearest === Infinity) return [];
  const near = words.filter((_, index) => distances[index] === nearest);
  const exact = near.map((word) => editDistance(word, given));
  const least = Math.min(...exact);
  return near.filter((_, index) => exact[index] === least);
}

/** {@link nearestWord} as a hint: `Did you mean wasm?` */
export function didYouMean(given: string, words: readonly string[]): string | undefined {
  const nearest = nearestWord(given, words);
  return nearest === undefined ? undefined : `Did you mean ${nearest}?`;
}

/** Levenshtein's distance: the fewest letters to add, drop or change. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const row = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const change = (previous[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      row.push(Math.min((previous[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1, change));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
