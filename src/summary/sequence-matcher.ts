/**
 * The ranges of `b` that Python's difflib.SequenceMatcher(None, a, b) would insert into `a`: the
 * opcodes whose tag is "insert", as [start, end) in `b`. torchinfo 1.6 places rows by them.
 */
export function insertions(a: readonly string[], b: readonly string[]): [number, number][] {
  const result: [number, number][] = [];
  let [i, j] = [0, 0];
  for (const block of [...matchingBlocks(a, b), { a: a.length, b: b.length, size: 0 }]) {
    if (i === block.a && j < block.b) result.push([j, block.b]);
    [i, j] = [block.a + block.size, block.b + block.size];
  }
  return result;
}

interface Block {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

/** The longest block that matches, then the same to the left and to the right of it; in order. */
function matchingBlocks(a: readonly string[], b: readonly string[]): Block[] {
  const places = placesOf(b);
  const blocks: Block[] = [];
  // No recursion, as in difflib: there may be as many blocks as modules.
  const waiting: [number, number, number, number][] = [[0, a.length, 0, b.length]];
  for (let range = waiting.pop(); range !== undefined; range = waiting.pop()) {
    const [aLow, aHigh, bLow, bHigh] = range;
    const block = longestMatch(a, b, places, range);
    if (block.size === 0) continue;
    blocks.push(block);
    if (aLow < block.a && bLow < block.b) waiting.push([aLow, block.a, bLow, block.b]);
    const [aEnd, bEnd] = [block.a + block.size, block.b + block.size];
    if (aEnd < aHigh && bEnd < bHigh) waiting.push([aEnd, aHigh, bEnd, bHigh]);
  }
  blocks.sort((one, other) => one.a - other.a);
  // Blocks that touch count as one, so that nothing is "inserted" between them.
  return blocks.reduce<Block[]>((merged, block) => {
    const last = merged.at(-1);
    if (last && last.a + last.size === block.a && last.b + last.size === block.b) {
      merged[merged.length - 1] = { ...last, size: last.size + block.size };
    } else {
      merged.push(block);
    }
    return merged;
  }, []);
}

/** The indices of each element in `b`; difflib's "autojunk" leaves out what is common in a long list. */
function placesOf(b: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  b.forEach((element, index) => {
    const known = places.get(element);
    if (known === undefined) places.set(element, [index]);
    else known.push(index);
  });
  if (b.length >= 200) {
    const most = Math.floor(b.length / 100) + 1;
    for (const [element, indices] of places) if (indices.length > most) places.delete(element);
  }
  return places;
}

function longestMatch(
  a: readonly string[],
  b: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  [aLow, aHigh, bLow, bHigh]: readonly [number, number, number, number],
): Block {
  let best = { a: aLow, b: bLow, size: 0 };
  let lengths = new Map<number, number>();
  for (let i = aLow; i < aHigh; i++) {
    const next = new Map<number, number>();
    for (const j of places.get(a[i] ?? '') ?? []) {
      if (j < bLow || j >= bHigh) continue;
      const size = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, size);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    lengths = next;
  }
  // Elements that autojunk left out may still lengthen the block on either side.
  while (best.a > aLow && best.b > bLow && a[best.a - 1] === b[best.b - 1]) {
    best = { a: best.a - 1, b: best.b - 1, size: best.size + 1 };
  }
  while (
    best.a + best.size < aHigh &&
    best.b + best.size < bHigh &&
    a[best.a + best.size] === b[best.b + best.size]
  ) {
    best = { ...best, size: best.size + 1 };
  }
  return best;
}
