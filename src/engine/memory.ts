import { freemem } from 'node:os';
import { EngineError } from '../errors.js';
import { gigabytes } from '../text/bytes.js';
import type { Prediction } from './engine.js';

/** The bytes that this process can still use, by the machine's memory and the container's limit. */
export function availableMemory(): number {
  // 0, or a number beyond any memory, if there is no constraint.
  const constraint = process.constrainedMemory();
  const { rss } = process.memoryUsage();
  return Math.min(freemem(), constraint > 0 ? Math.max(constraint - rss, 0) : Infinity);
}

/**
 * Refuses a pass that an engine or the machine cannot hold, before anything is started: past the end
 * of its heap WebAssembly hangs or corrupts, and past the end of memory the system ends the process.
 * @param name the engine's
 * @throws EngineError with the prediction and the limit
 */
export function checkMemory(
  name: string,
  { peakBytes, neededBytes, limitBytes }: Prediction,
  availableBytes: number,
): void {
  const limits: [bytes: number, holder: string][] = [
    [limitBytes, `the ${name} engine can have at the most`],
    [availableBytes, 'this machine has free'],
  ];
  for (const [limit, holder] of limits) {
    if (neededBytes <= limit) continue;
    throw new EngineError(
      'memory',
      `This input takes ${gigabytes(peakBytes, 2)} GB at its peak, for which the ${name} engine needs ` +
        `up to ${gigabytes(neededBytes, 2)} GB, and ${gigabytes(limit, 2)} GB is what ${holder}.`,
      { facts: { engine: name, peakBytes, neededBytes, limit } },
    );
  }
}
