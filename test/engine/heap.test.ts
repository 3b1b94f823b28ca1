import { describe, expect, it } from 'vitest';
import { Heap, type HeapRules } from '../../src/engine/heap.js';

/** One memory that grows at its end, and splits every block. */
const GROWING: HeapRules = { firstRegionBytes: Infinity, leastRest: () => 1 };

describe('a heap in one memory', () => {
  it('takes the sum of what is in use at one time', () => {
    const heap = new Heap(GROWING);
    expect(heap.residentBytes).toBe(0);
    heap.allocate(100);
    heap.allocate(50);
    expect(heap.residentBytes).toBe(150);
  });

  it('uses again what is freed, and keeps what it has', () => {
    const heap = new Heap(GROWING);
    const free = heap.allocate(100);
    heap.allocate(10);
    free();
    heap.allocate(60);
    heap.allocate(40);
    expect(heap.residentBytes).toBe(110);
  });

  it('has no room for a large value between two others', () => {
    const heap = new Heap(GROWING);
    const free = heap.allocate(100);
    heap.allocate(10);
    free();
    heap.allocate(101);
    expect(heap.residentBytes).toBe(100 + 10 + 101);
  });

  it('takes the smallest block that has room', () => {
    const heap = new Heap(GROWING);
    const [freeLarge] = [heap.allocate(100), heap.allocate(1)];
    const [freeSmall] = [heap.allocate(50), heap.allocate(1)];
    freeLarge();
    freeSmall();
    // In the large one it would leave no room for the next.
    heap.allocate(50);
    heap.allocate(100);
    expect(heap.residentBytes).toBe(152);
  });

  it.each([
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ])('joins neighbours, freed in the order %i, %i, %i', (...order) => {
    const heap = new Heap(GROWING);
    const blocks = [heap.allocate(10), heap.allocate(20), heap.allocate(30)];
    heap.allocate(5);
    for (const place of order) blocks[place]?.();
    heap.allocate(60);
    expect(heap.residentBytes).toBe(65);
  });

  it('grows a free block at its end, no more than is needed', () => {
    const heap = new Heap(GROWING);
    heap.allocate(10);
    heap.allocate(20)();
    heap.allocate(50);
    expect(heap.residentBytes).toBe(60);
  });
});

describe('a heap in regions', () => {
  const rules: HeapRules = { firstRegionBytes: 100, leastRest: () => 1 };

  it('joins no blocks of two of them', () => {
    const heap = new Heap(rules);
    const [freeFirst, freeSecond] = [heap.allocate(60), heap.allocate(60)];
    freeFirst();
    freeSecond();
    // In the second, of 200; the 60 of the first stay.
    heap.allocate(150);
    expect(heap.residentBytes).toBe(60 + 150);
  });

  it('makes each twice as large', () => {
    const heap = new Heap(rules);
    heap.allocate(100);
    heap.allocate(10)();
    heap.allocate(200);
    expect(heap.residentBytes).toBe(100 + 200);
  });

  it('makes one large enough for its first value, and the next no larger', () => {
    const heap = new Heap(rules);
    // Of 400, as the next is.
    heap.allocate(390);
    heap.allocate(50)();
    heap.allocate(500);
    expect(heap.residentBytes).toBe(390 + 50 + 500);
  });
});

describe('a block', () => {
  const rules: HeapRules = { firstRegionBytes: 100, leastRest: (requested) => requested };

  it('is not split for a rest that is too small', () => {
    const heap = new Heap(rules);
    const free = heap.allocate(60);
    heap.allocate(40);
    free();
    heap.allocate(80);
    expect(heap.residentBytes).toBe(80 + 40);
  });

  it('is split for one that is not', () => {
    const heap = new Heap(rules);
    const free = heap.allocate(50);
    heap.allocate(50);
    free();
    heap.allocate(80);
    expect(heap.residentBytes).toBe(50 + 50 + 80);
  });
});
