import { freemem } from 'node:os';
import { EngineError } from '../errors.js';
import type { Engine } from './engine.js';
import { gigabytes } from './units.js';

/**
 * What allocators were measured to take, at the most, for each byte of live values: 1.02 to 1.47 in
 * the WebAssembly heap, 1.4 in TensorFlow's.
 */
const ALLOCATOR_OVERHEAD = 1.5;

/** The bytes that this process can still have, of the machine's and of what its container may use. */
export function availableMemory(): number {
  // 0, or a number beyond any memory, where there is no constraint.
  const constraint = process.constrainedMemory();
  const { rss } = process.memoryUsage();
  return Math.min(freemem(), constraint > 0 ? Math.max(constraint - rss, 0) : Infinity);
}

/**
 * Refuses a pass that an engine or the machine cannot hold, before anything is started: past the end
 * of its heap WebAssembly hangs or corrupts, and past the end of memory the system ends the process.
 * @param peakBytes the most bytes of live values at one time, as planned
 * @throws EngineError with the prediction, the limit and a way on
 */
export function checkMemory(
  { name, heapBytes }: Pick<Engine, 'name' | 'heapBytes'>,
  peakBytes: number,
  availableBytes: number,
): void {
  const limits: [bytes: number, holder: string][] = [
    [heapBytes, `the ${name} engine can have at the most`],
    [availableBytes, 'this machine has free'],
  ];
  const needed = peakBytes * ALLOCATOR_OVERHEAD;
  for (const [limit, holder] of limits) {
    if (needed <= limit) continue;
    throw new EngineError(
      `This input takes ${gigabytes(peakBytes, 2)} GB at its peak, for which the ${name} engine needs ` +
        `up to ${gigabytes(needed, 2)} GB, and ${gigabytes(limit, 2)} GB is what ${holder}.`,
      'Try a smaller batch or image in --input-size, or --engine meta, which computes shapes alone.',
    );
  }
}
