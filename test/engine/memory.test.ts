import { describe, expect, it } from 'vitest';
import { memoryShortage, residentBytes } from '../../src/engine/memory.js';

const GB = 1e9;
const FREE = 'this machine has free for it';

describe('a shortage of memory', () => {
  const prediction = {
    peakBytes: 2 * GB,
    residentBytes: 3 * GB,
    heap: { neededBytes: 2.5 * GB, limitBytes: 4 * GB },
  };

  it('is none if a pass fits engine and machine', () => {
    expect(memoryShortage('wasm', prediction, 0.1 * GB, { limitBytes: 8 * GB, holder: FREE })).toBe(
      null,
    );
  });

  it('is none if it just fits', () => {
    const just = { ...prediction, heap: { neededBytes: 4 * GB, limitBytes: 4 * GB } };
    expect(memoryShortage('wasm', just, 1 * GB, { limitBytes: 4 * GB, holder: FREE })).toBe(null);
  });

  it("is the engine's if its heap cannot hold the pass, with both numbers", () => {
    const large = { ...prediction, peakBytes: 3 * GB };
    const heap = { neededBytes: 4.5 * GB, limitBytes: 4 * GB };
    const shortage = memoryShortage('wasm', { ...large, heap }, 0, {
      limitBytes: 1 * GB,
      holder: FREE,
    });
    expect(shortage).toMatchObject({ neededBytes: 4.5 * GB, limitBytes: 4 * GB });
    expect(shortage?.error).toMatchObject({
      name: 'EngineError',
      code: 'memory',
      message:
        'This input takes 3.00 GB at its peak, for which the wasm engine needs 4.50 GB, ' +
        'and 4.00 GB is what the wasm engine can have at the most.',
      facts: { engine: 'wasm', peakBytes: 3 * GB, neededBytes: 4.5 * GB, limit: 4 * GB },
    });
  });

  it('is of the memory that the process can have, what it has already included', () => {
    const shortage = memoryShortage(
      'tensorflow',
      { peakBytes: 6 * GB, residentBytes: 9 * GB },
      0.25 * GB,
      { limitBytes: 9.2 * GB, holder: FREE },
    );
    expect(shortage?.error).toMatchObject({
      name: 'EngineError',
      code: 'memory',
      message:
        'This input takes 6.00 GB at its peak, for which the tensorflow engine needs 9.25 GB, ' +
        'and 9.20 GB is what this machine has free for it.',
      facts: { engine: 'tensorflow', peakBytes: 6 * GB, neededBytes: 9.25 * GB, limit: 9.2 * GB },
    });
  });

  it('names the container if that is what ends it', () => {
    const holder = 'the memory limit of its container leaves it';
    const shortage = memoryShortage(
      'tensorflow',
      { peakBytes: 0.154 * GB, residentBytes: 0.4642 * GB },
      0.054 * GB,
      { limitBytes: 0.2899 * GB, holder },
    );
    expect(shortage?.error.message).toBe(
      'This input takes 0.15 GB at its peak, for which the tensorflow engine needs 0.52 GB, ' +
        'and 0.28 GB is what the memory limit of its container leaves it.',
    );
  });

  it('never says that it needs what there is', () => {
    const shortage = memoryShortage('wasm', { peakBytes: 1, residentBytes: 0.3001 * GB }, 0, {
      limitBytes: 0.2999 * GB,
      holder: FREE,
    });
    expect(shortage?.error.message).toContain('needs 0.31 GB, and 0.29 GB is what');
  });
});

it('resident bytes are the engine, its heap and the arrays, each at its price', () => {
  const cost = { baseBytes: 1000, perHeapByte: 1.5, perArrayByte: 0.25 };
  expect(residentBytes(cost, 0, 0)).toBe(1000);
  expect(residentBytes(cost, 100, 0)).toBe(1150);
  expect(residentBytes(cost, 100, 40)).toBe(1160);
  // A document's bytes are whole.
  expect(residentBytes(cost, 1, 0)).toBe(1002);
});
