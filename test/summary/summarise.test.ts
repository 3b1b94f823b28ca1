import { describe, expect, it } from 'vitest';
import { createModel } from '../../src/models/create.js';
import { Conv2d, Linear, Module, ReLU, Sequential } from '../../src/nn/index.js';
import { summarise } from '../../src/summary/summarise.js';
import {
  type Layer,
  type Summary,
  TORCHINFO_RELEASES,
  type TorchinfoRelease,
} from '../../src/summary/summary.js';
import type { Output, Tensor } from '../../src/tensor/tensor.js';
import { record } from '../../src/trace/recorder.js';
import type { Recording, Span } from '../../src/trace/recording.js';
import { spanSums } from '../../src/trace/spans.js';
import { Lambda } from '../support/lambda.js';

/** Two products of matrices, of which one is a function's, and a layer that is never called. */
class Model extends Module {
  readonly conv = new Conv2d(4, 6, { kernelSize: 3, groups: 2, padding: 1 });
  readonly unused = new Linear(3, 3);
  readonly relu = new ReLU();

  override forward(x: Tensor): Tensor {
    const y = this.relu.call(this.conv.call(x)).flatten(2);
    return y.matmul(y.permute([0, 2, 1]));
  }
}

const INPUT = [2, 4, 5, 5];

function spanOf({ calls }: Recording, layer: Layer | undefined): Span {
  const call = layer === undefined || layer.call === null ? undefined : calls[layer.call];
  if (call === undefined) throw new Error('the layer was not called');
  return call;
}

function summaryOf(release: TorchinfoRelease): Summary {
  return summarise(record(new Model(), [INPUT]), release);
}

describe.each(TORCHINFO_RELEASES)('a summary by %s', (release) => {
  const recording = record(new Model(), [INPUT]);
  const summary = summarise(recording, release);
  const sums = spanSums(recording);
  const layerAt = (path: string) => summary.layers.find((layer) => layer.path === path);
  const spanAt = (path: string): Span => spanOf(recording, layerAt(path));

  // 2 x 6 x 25 outputs of 2 x 9 products, and 2 x 6 x 6 of 25.
  const conv = 2 * (300 * 18);
  const product = 2 * (72 * 25);

  it('is plain values without cycles', () => {
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });

  it('counts the operations of matrix products, whoever asks for them', () => {
    expect(summary.totals.flops).toBe(conv + product);
    expect(sums.flops(spanAt('conv'))).toBe(conv);
    expect(sums.flops(spanAt('relu'))).toBe(0);
  });

  it("leaves torchinfo's own mult-adds to its layers with weights", () => {
    // The bias counts too, and the product of the function does not.
    expect(summary.totals.multAdds).toBe((6 * 2 * 9 + 6) * 25 * 2);
    expect(layerAt('relu')?.multAdds).toBe(0);
  });

  it('knows the operations of each call, and so the bytes that it made', () => {
    expect([spanAt('conv'), spanAt('relu')]).toMatchObject([
      { start: 0, end: 1 },
      { start: 1, end: 2 },
    ]);
    expect(sums.activationBytes(spanAt('conv'))).toBe(4 * 300);
    expect(sums.activationBytes(spanAt('relu'))).toBe(4 * 300);
  });

  it('names the release, the model and the inputs', () => {
    expect(summary).toMatchObject({ torchinfo: release, modelName: 'Model', inputShapes: [INPUT] });
    expect(summary.nodes.map(({ path }) => path)).toEqual(['', 'conv', 'unused', 'relu']);
  });
});

describe('the call of the model', () => {
  it('has everything that was done, in the release that has it', () => {
    const [model] = summaryOf('1.8').layers;
    // conv, relu, flatten, permute: 300 elements each; matmul: 2 x 6 x 6.
    const recording = record(new Model(), [INPUT]);
    const { flops, activationBytes } = spanSums(recording);
    expect(model).toMatchObject({ path: '', inputShape: INPUT, outputShape: [2, 6, 6] });
    expect(flops(spanOf(recording, model))).toBe(2 * (300 * 18) + 2 * (72 * 25));
    expect(activationBytes(spanOf(recording, model))).toBe(4 * (4 * 300 + 72));
  });

  it('is not among those of the other', () => {
    expect(summaryOf('1.6').layers[0]).toMatchObject({
      path: '',
      call: null,
      inputShape: null,
      outputShape: null,
    });
  });
});

describe('the shape of an output that torchinfo shows', () => {
  const shown = (output: (a: Tensor, b: Tensor) => Output): unknown => {
    class Holder extends Module<Output> {
      readonly inner = new Lambda<Output>((x) => output(x.relu(), x.flatten()));
      readonly last = new ReLU();

      override forward(x: Tensor): Output {
        this.last.call(x);
        return this.inner.call(x);
      }
    }
    const { layers } = summarise(record(new Holder(), [[2, 3]]), '1.8');
    return layers.find(({ path }) => path === 'inner')?.outputShape;
  };

  it.each<[what: string, output: (a: Tensor, b: Tensor) => Output, shape: number[]]>([
    ['the first of an array', (a, b) => [a, b], [2, 3]],
    ['the last of an object', (a, b) => ({ a, b }), [6]],
    ['the only one', (_a, b) => b, [6]],
    ['none at all', () => [], []],
  ])('is that of %s', (_what, output, shape) => {
    expect(shown(output)).toEqual(shape);
  });
});

describe("a summary made inside another's forward", () => {
  it('counts for itself alone, and the outer one too', () => {
    const inner: Summary[] = [];
    class Outer extends Module {
      readonly layer = new Linear(4, 4);
      readonly curious = new Lambda((x) => {
        inner.push(summarise(record(new Model(), [INPUT]), '1.8'));
        return x;
      });

      override forward(x: Tensor): Tensor {
        return this.layer.call(this.curious.call(x));
      }
    }
    const outer = summarise(record(new Outer(), [[3, 4]]), '1.8');
    expect(inner).toEqual([summaryOf('1.8')]);
    expect(outer.totals).toMatchObject({ params: 20, multAdds: 60, flops: 2 * 48, inputBytes: 48 });
    expect(outer.layers.map(({ path }) => path)).toEqual(['', 'curious', 'layer']);
  });
});

describe('a module that stands in two places', () => {
  it('goes by its first in 1.6, by its last in 1.8', () => {
    const shared = new Linear(2, 2);
    class Two extends Module {
      readonly one = new Sequential(shared);
      readonly two = new Sequential(shared);

      override forward(x: Tensor): Tensor {
        return this.one.call(x);
      }
    }
    const pathsBy = (release: TorchinfoRelease): string[] =>
      summarise(record(new Two(), [[1, 2]]), release).layers.map(({ path }) => path);
    expect(pathsBy('1.6')).toContain('one.0');
    expect(pathsBy('1.8')).toContain('two.0');
  });
});

describe('the numbers of the article', () => {
  it.each(TORCHINFO_RELEASES)('are those of SE-ResNet-18, by %s', (release) => {
    const summary = summarise(record(createModel('se-resnet-18'), [[1, 3, 224, 224]]), release);
    expect(summary.totals).toMatchObject({ params: 11_770_912, multAdds: 27_216_074_080 });
  });
});
