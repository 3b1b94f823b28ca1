import { describe, expect, it } from 'vitest';
import { memoryShortage, residentBytes } from '../../src/engine/memory.js';

const GB = 1e9;
const FREE = 'this machine has free for it';

describe('a shortage of memory', () => {
  const prediction = {
    residentBytes: 3 * GB,
    heap: { neededBytes: 2.5 * GB, limitBytes: 4 * GB },
  };

  it('is none if a pass fits engine and machine', () => {
    expect(memoryShortage('wasm', prediction, 0.1 * GB, { limitBytes: 8 * GB, holder: FREE })).toBe(
      null,
    );
  });

  it('is none if it just fits with a margin of 15%', () => {
    const just = { ...prediction, heap: { neededBytes: 4 * GB, limitBytes: 4 * GB } };
    const fits = (limitBytes: number): boolean =>
      memoryShortage('wasm', just, 1 * GB, { limitBytes, holder: FREE }) === null;
    expect([fits(4.6 * GB), fits(4.6 * GB - 1)]).toEqual([true, false]);
  });

  it("is the engine's if its heap cannot hold the pass, with both numbers", () => {
    const heap = { neededBytes: 4.5 * GB, limitBytes: 4 * GB };
    const shortage = memoryShortage('wasm', { ...prediction, heap }, 0, {
      limitBytes: 1 * GB,
      holder: FREE,
    });
    expect(shortage).toMatchObject({ neededBytes: 4.5 * GB, limitBytes: 4 * GB });
    expect(shortage?.error).toMatchObject({
      name: 'EngineError',
      code: 'memory',
      message:
        'This input may need 4.50 GB on the wasm engine, and 4.00 GB is what its heap can grow to.',
      facts: { engine: 'wasm', neededBytes: 4.5 * GB, limit: 4 * GB },
    });
  });

  it('is of the memory that the process can have, what it has already included', () => {
    const shortage = memoryShortage('tensorflow', { residentBytes: 9 * GB }, 0.25 * GB, {
      limitBytes: 9.2 * GB,
      holder: FREE,
    });
    expect(shortage?.error).toMatchObject({
      name: 'EngineError',
      code: 'memory',
      message:
        'This input may need 10.64 GB on the tensorflow engine, ' +
        'and 9.20 GB is what this machine has free for it.',
      facts: { engine: 'tensorflow', neededBytes: 10_637_500_000, limit: 9.2 * GB },
    });
  });

  it('names the container if that is what ends it', () => {
    const holder = 'the memory limit of its container leaves it';
    const shortage = memoryShortage('tensorflow', { residentBytes: 0.4642 * GB }, 0.054 * GB, {
      limitBytes: 0.2899 * GB,
      holder,
    });
    expect(shortage?.error.message).toBe(
      'This input may need 0.60 GB on the tensorflow engine, ' +
        'and 0.28 GB is what the memory limit of its container leaves it.',
    );
  });

  it('never says that it needs what there is', () => {
    const shortage = memoryShortage('wasm', { residentBytes: 0.3001 * GB }, 0, {
      limitBytes: 0.3451 * GB,
      holder: FREE,
    });
    expect(shortage?.error.message).toContain(
      'may need 0.35 GB on the wasm engine, and 0.34 GB is what',
    );
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
