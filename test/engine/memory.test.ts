import { describe, expect, it } from 'vitest';
import { availableMemory, checkMemory } from '../../src/engine/memory.js';
import { EngineError } from '../../src/errors.js';

const GB = 1e9;

describe('checkMemory', () => {
  it('lets a pass through that fits engine and machine', () => {
    expect(() => {
      checkMemory({ name: 'wasm', heapBytes: 4 * GB }, 2 * GB, 8 * GB);
    }).not.toThrow();
  });

  it('refuses what the engine cannot hold, with both numbers and a way on', () => {
    const refusal = new EngineError(
      'This input takes 3.00 GB at its peak, for which the wasm engine needs up to 4.50 GB, ' +
        'and 4.00 GB is what the wasm engine can have at the most.',
      'Try a smaller batch or image in --input-size, or --engine meta, which computes shapes alone.',
    );
    expect(() => {
      checkMemory({ name: 'wasm', heapBytes: 4 * GB }, 3 * GB, 8 * GB);
    }).toThrow(refusal);
  });

  it('refuses what the machine cannot hold', () => {
    expect(() => {
      checkMemory({ name: 'tensorflow', heapBytes: Infinity }, 6 * GB, 8 * GB);
    }).toThrow(
      'This input takes 6.00 GB at its peak, for which the tensorflow engine needs up to 9.00 GB, ' +
        'and 8.00 GB is what this machine has free.',
    );
  });
});

describe('availableMemory', () => {
  it('is some number of bytes that a machine can have', () => {
    expect(availableMemory()).toBeGreaterThan(1e6);
    expect(availableMemory()).toBeLessThan(1e15);
  });
});
