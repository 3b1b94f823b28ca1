import { describe, expect, it } from 'vitest';
import { adaptiveWindows, averageScales, windowsOf } from '../../src/engine/windows.js';

describe('windowsOf', () => {
  const window = { kernelSize: [3, 2], stride: [2, 3], padding: [1, 0], dilation: [1, 2] } as const;

  it('says by how much the last window reaches over the end', () => {
    // Height: windows at -1, 1 and 3, the last reaching to 5. Width: at 0 and 3, reaching to 5.
    expect(windowsOf({ ...window, ceilMode: false }, [1, 4, 5, 7])).toEqual({
      count: [3, 2],
      over: [1, 0],
    });
  });

  it('by more if windows that the end cuts count', () => {
    // Height 6: a window at 5 reaches to 7. Width 7: one at 6 to 8.
    expect(windowsOf({ ...window, ceilMode: true }, [2, 4, 6, 7])).toEqual({
      count: [4, 3],
      over: [2, 2],
    });
  });

  it('by nothing if the last rows are in no window', () => {
    const apart = { ...window, kernelSize: [2, 2], stride: [4, 4], padding: [0, 0] } as const;
    // A second window would begin at 4, where the image of 4 has ended.
    expect(windowsOf({ ...apart, dilation: [1, 1], ceilMode: true }, [1, 1, 4, 5])).toEqual({
      count: [1, 2],
      over: [0, 1],
    });
  });

  it('has one window over less than it reaches, if that is cut by less than a stride', () => {
    const wide = { kernelSize: [3, 4], stride: [2, 3], padding: [0, 1], dilation: [1, 1] } as const;
    // Height 2: a window at 0 reaches to 2. Width 1: one at -1 reaches to 2.
    expect(windowsOf({ ...wide, ceilMode: true }, [1, 1, 2, 1])).toEqual({
      count: [1, 1],
      over: [1, 2],
    });
  });

  it('counts no window that would begin in the padding after the image', () => {
    const padded = {
      kernelSize: [2, 2],
      stride: [3, 3],
      padding: [1, 1],
      dilation: [1, 1],
    } as const;
    // Height 4: windows at -1 and 2, the last reaching to 3; a third would begin at 5. Width 6: one at 5.
    expect(windowsOf({ ...padded, ceilMode: true }, [1, 1, 4, 6])).toEqual({
      count: [2, 3],
      over: [0, 1],
    });
    expect(windowsOf({ ...padded, ceilMode: false }, [1, 1, 4, 6])).toEqual({
      count: [2, 3],
      over: [0, 1],
    });
  });
});

describe('adaptiveWindows', () => {
  it('are of one size if they can be', () => {
    expect(adaptiveWindows(6, 3)).toEqual([
      { start: 0, end: 2 },
      { start: 2, end: 4 },
      { start: 4, end: 6 },
    ]);
  });

  it('overlap if they cannot, and repeat elements if there are more windows than those', () => {
    expect(adaptiveWindows(7, 3)).toEqual([
      { start: 0, end: 3 },
      { start: 2, end: 5 },
      { start: 4, end: 7 },
    ]);
    expect(adaptiveWindows(2, 3)).toEqual([
      { start: 0, end: 1 },
      { start: 0, end: 2 },
      { start: 1, end: 2 },
    ]);
  });
});

describe('averageScales', () => {
  const window = { kernelSize: [2, 2], stride: [2, 2], padding: [1, 0] } as const;

  it('are the whole window over what is counted of it', () => {
    // Height 3: rows -1 to 0, and 1 to 2. Width 3: columns 0 to 1, and 2 to 3.
    const shape = [1, 1, 3, 3] as const;
    const scales = (ceilMode: boolean, countIncludePad: boolean): number[] =>
      averageScales({ ...window, ceilMode, countIncludePad }, shape);
    expect(scales(false, false)).toEqual([2, 1]);
    expect(scales(false, true)).toEqual([1, 1]);
    expect(scales(true, true)).toEqual([1, 2, 1, 2]);
    expect(scales(true, false)).toEqual([2, 4, 1, 2]);
  });

  it('count padding as far as there is some, and nothing that lies beyond it', () => {
    const tall = { kernelSize: [3, 1], stride: [2, 1], padding: [1, 0], ceilMode: true } as const;
    // Height 4: rows -1 to 1, 1 to 3, and 3 to 5, of which 4 is padding and 5 is nothing.
    const shape = [1, 1, 4, 1] as const;
    expect(averageScales({ ...tall, countIncludePad: true }, shape)).toEqual([1, 1, 3 / 2]);
    expect(averageScales({ ...tall, countIncludePad: false }, shape)).toEqual([3 / 2, 1, 3]);
  });
});
