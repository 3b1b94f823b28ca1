import { describe, expect, it } from 'vitest';
import { isRoomFor, threadsWithin } from '../../../src/engine/tfjs/wasm.js';

const FREE = { addresses: Infinity, data: Infinity };

describe('under limits on memory', () => {
  it('wasm runs on one thread where workers or a growing memory may fail', () => {
    expect(threadsWithin(8, FREE)).toBe(8);
    expect(threadsWithin(2, { ...FREE, addresses: 12e9 })).toBe(1);
    expect(threadsWithin(2, { ...FREE, addresses: 13e9 })).toBe(2);
    expect(threadsWithin(8, { ...FREE, addresses: 13e9 })).toBe(1);
    expect(threadsWithin(2, { ...FREE, data: 100e9 })).toBe(1);
  });

  it('wasm runs a pass if there is room for it and 0.2 GB', () => {
    expect(isRoomFor(1e9, FREE)).toBe(true);
    expect(isRoomFor(1e9, { ...FREE, data: 1.1e9 })).toBe(false);
    expect(isRoomFor(1e9, { ...FREE, data: 1.3e9 })).toBe(true);
    expect(isRoomFor(1e9, { ...FREE, addresses: 1.1e9 })).toBe(false);
    expect(isRoomFor(1e9, { ...FREE, addresses: 1.3e9 })).toBe(true);
  });
});
