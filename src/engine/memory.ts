import { EngineError } from '../errors.js';
import { gigabytes } from '../text/bytes.js';
import type { Prediction } from './engine.js';
import type { ProcessMemory } from './process-memory.js';

/** What a pass takes of resident memory on an engine, as it was measured. */
export interface ResidentCost {
  /** Bytes of the engine itself, once it is loaded. */
  readonly baseBytes: number;
  /** Resident bytes for each byte that its heap needs. */
  readonly perHeapByte: number;
  /** Resident bytes for each byte of the arrays that it is given: inputs and weights. */
  readonly perArrayByte: number;
}

/**
 * The bytes by which a pass makes the resident memory of a process grow.
 * @param heapBytes the most that the engine's heap needs, for values above all
 * @param arrayBytes the most that arrays of inputs and weights take in JavaScript at one time
 */
export function residentBytes(
  { baseBytes, perHeapByte, perArrayByte }: ResidentCost,
  heapBytes: number,
  arrayBytes: number,
): number {
  return Math.ceil(baseBytes + perHeapByte * heapBytes + perArrayByte * arrayBytes);
}

/** A pass that an engine, or the process, cannot hold. */
export interface MemoryShortage {
  readonly neededBytes: number;
  readonly limitBytes: number;
  /** With the need and the limit. */
  readonly error: EngineError;
}

/** By how much more than predicted there has to be: predictions are within 15% of what is measured. */
const MARGIN = 1.15;

/**
 * Whether there is too little memory for a pass, found out before anything is started: past the end of its
 * heap WebAssembly hangs or corrupts, and past the end of memory the system ends the process.
 * @param name the engine's
 * @param processBytes what is resident of the process without the engine
 * @returns null if there is enough
 */
export function memoryShortage(
  name: string,
  { residentBytes: grownBytes, heap }: Prediction,
  processBytes: number,
  { limitBytes: systemBytes, holder }: Pick<ProcessMemory, 'limitBytes' | 'holder'>,
): MemoryShortage | null {
  const needed = Math.ceil(MARGIN * (processBytes + grownBytes));
  const shortage = (neededBytes: number, limitBytes: number, end: string): MemoryShortage => ({
    neededBytes,
    limitBytes,
    error: new EngineError(
      'memory',
      // Not rounded to the same number.
      `This input may need ${gigabytes(neededBytes, 2, Math.ceil)} GB on the ${name} engine, and ` +
        `${gigabytes(limitBytes, 2, Math.floor)} GB is what ${end}.`,
      { facts: { engine: name, neededBytes, limit: limitBytes } },
    ),
  });
  if (heap !== undefined && heap.neededBytes > heap.limitBytes) {
    return shortage(heap.neededBytes, heap.limitBytes, 'its heap can grow to');
  }
  return needed > systemBytes ? shortage(needed, systemBytes, holder) : null;
}
