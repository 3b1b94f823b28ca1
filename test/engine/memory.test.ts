import { describe, expect, it } from 'vitest';
import { availableMemory, checkMemory } from '../../src/engine/memory.js';
import { thrownBy } from '../support/errors.js';

const GB = 1e9;

describe('checkMemory', () => {
  it('lets a pass through that fits engine and machine', () => {
    const prediction = { peakBytes: 2 * GB, neededBytes: 3 * GB, limitBytes: 4 * GB };
    expect(() => {
      checkMemory('wasm', prediction, 8 * GB);
    }).not.toThrow();
  });

  it('lets a pass through that just fits', () => {
    const prediction = { peakBytes: 2 * GB, neededBytes: 3 * GB, limitBytes: 3 * GB };
    expect(() => {
      checkMemory('wasm', prediction, 3 * GB);
    }).not.toThrow();
  });

  it('refuses what the engine cannot hold, with both numbers', () => {
    const prediction = { peakBytes: 3 * GB, neededBytes: 4.5 * GB, limitBytes: 4 * GB };
    const refused = thrownBy(() => {
      checkMemory('wasm', prediction, 8 * GB);
    });
    expect(refused).toMatchObject({
      name: 'EngineError',
      code: 'memory',
      message:
        'This input takes 3.00 GB at its peak, for which the wasm engine needs up to 4.50 GB, ' +
        'and 4.00 GB is what the wasm engine can have at the most.',
      facts: { engine: 'wasm', peakBytes: 3 * GB, neededBytes: 4.5 * GB, limit: 4 * GB },
    });
  });

  it('refuses what the machine cannot hold', () => {
    const prediction = { peakBytes: 6 * GB, neededBytes: 9 * GB, limitBytes: Infinity };
    const refused = thrownBy(() => {
      checkMemory('tensorflow', prediction, 8 * GB);
    });
    expect(refused).toMatchObject({
      name: 'EngineError',
      message:
        'This input takes 6.00 GB at its peak, for which the tensorflow engine needs up to 9.00 GB, ' +
        'and 8.00 GB is what this machine has free.',
      facts: { limit: 8 * GB },
    });
  });
});

describe('availableMemory', () => {
  it('is some number of bytes that a machine can have', () => {
    expect(availableMemory()).toBeGreaterThan(1e6);
    expect(availableMemory()).toBeLessThan(1e15);
  });
});
