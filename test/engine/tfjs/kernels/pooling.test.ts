import { describe, expect, it } from 'vitest';
import { windowPadding } from '../../../../src/engine/tfjs/kernels/pooling.js';

describe('windowPadding', () => {
  const window = { kernelSize: [3, 2], stride: [2, 3], padding: [1, 0], dilation: [1, 2] } as const;

  it('pads so far after the end that the last window lies within', () => {
    // Height: windows at -1, 1 and 3, the last reaching to 5. Width: at 0 and 3, reaching to 5.
    expect(windowPadding({ ...window, ceilMode: false }, [1, 5, 7, 4])).toEqual({
      count: [3, 2],
      pad: [
        [0, 0],
        [1, 1],
        [0, 0],
        [0, 0],
      ],
    });
  });

  it('pads more if windows that the end cuts count', () => {
    // Height 6: a window at 5 reaches to 7. Width 7: one at 6 to 8.
    expect(windowPadding({ ...window, ceilMode: true }, [2, 6, 7, 4])).toEqual({
      count: [4, 3],
      pad: [
        [0, 0],
        [1, 2],
        [0, 2],
        [0, 0],
      ],
    });
  });
});
