/** How an allocator gets its memory and gives it out. */
export interface HeapRules {
  /** Bytes of the first region that it takes from the system; the next are larger. */
  readonly firstRegionBytes: number;
  /** The bytes that a block must have beyond those requested for the rest to be split off. */
  readonly leastRest: (requested: number) => number;
}

/** A part of a region: in use, or free to be given out. */
interface Block {
  readonly start: number;
  bytes: number;
  isFree: boolean;
  readonly region: Region;
}

interface Region {
  /** In the order of their addresses. */
  readonly blocks: Block[];
  /** The bytes up to the highest address that was ever given out: no other is resident. */
  usedBytes: number;
}

/**
 * A heap without memory, which tells how much of it an allocator needs for a sequence of requests: more
 * than is ever in use, since what is freed between two blocks has room only for what is no larger.
 * As in TensorFlow's BFC allocator (tsl/framework/bfc_allocator.cc) and in Emscripten's dlmalloc a
 * request gets the smallest free block that holds it, and free neighbours are joined.
 */
export class Heap {
  readonly #rules: HeapRules;
  readonly #regions: Region[] = [];
  #nextRegionBytes: number;

  constructor(rules: HeapRules) {
    this.#rules = rules;
    this.#nextRegionBytes = rules.firstRegionBytes;
  }

  /** The bytes of it that have been used, which stay resident after they are freed. */
  get residentBytes(): number {
    return this.#regions.reduce((sum, { usedBytes }) => sum + usedBytes, 0);
  }

  /** @returns what frees the block again */
  allocate(bytes: number): () => void {
    const block = this.#smallestFree(bytes) ?? this.#newRegion(bytes);
    const { region } = block;
    const rest = block.bytes - bytes;
    if (rest >= this.#rules.leastRest(bytes)) {
      block.bytes = bytes;
      const free = { start: block.start + bytes, bytes: rest, isFree: true, region };
      region.blocks.splice(region.blocks.indexOf(block) + 1, 0, free);
    }
    block.isFree = false;
    region.usedBytes = Math.max(region.usedBytes, block.start + bytes);
    return () => {
      free(block);
    };
  }

  #smallestFree(bytes: number): Block | null {
    let best: Block | null = null;
    for (const { blocks } of this.#regions) {
      for (const block of blocks) {
        if (!block.isFree || block.bytes < bytes) continue;
        if (best === null || block.bytes < best.bytes) best = block;
      }
    }
    return best;
  }

  #newRegion(requested: number): Block {
    let bytes = this.#nextRegionBytes;
    while (bytes < requested) bytes *= 2;
    // Not doubled again if it was for this request.
    this.#nextRegionBytes = bytes === this.#nextRegionBytes ? 2 * bytes : bytes;
    const region: Region = { blocks: [], usedBytes: 0 };
    const block = { start: 0, bytes, isFree: true, region };
    region.blocks.push(block);
    this.#regions.push(region);
    return block;
  }
}

function free(block: Block): void {
  const { blocks } = block.region;
  block.isFree = true;
  const place = blocks.indexOf(block);
  const [before, after] = [blocks[place - 1], blocks[place + 1]];
  if (after?.isFree === true) {
    block.bytes += after.bytes;
    blocks.splice(place + 1, 1);
  }
  if (before?.isFree === true) {
    before.bytes += block.bytes;
    blocks.splice(place, 1);
  }
}
