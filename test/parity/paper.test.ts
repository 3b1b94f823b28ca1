import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planPass } from '../../src/engine/plan.js';
import { ZOO } from '../../src/models/zoo/all.js';
import type { OptionValues } from '../../src/models/option.js';
import type { AnyModule } from '../../src/nn/index.js';
import { record } from '../../src/trace/recorder.js';
import type { RecordedOp } from '../../src/trace/recording.js';
import { expectClose } from '../support/closeness.js';
import { describeEngines } from '../support/engines.js';
import { fixture } from '../support/fixtures.js';
import { formulaInput, formulaWeights } from '../support/formula-weights.js';
import { buildZoo, readRows } from '../support/zoo.js';

/*
 * The paper's networks against the layers of the files that its authors released, and against passes that PyTorch
 * made straight from those files (fixtures/scripts/make_paper_logits.py).
 */

/** Of the largest |logit|. */
const TOLERANCE = 1e-4;

/** By our names, with the authors' file of each; the networks without SE are the same without its layers. */
const NETWORKS = [
  { name: 'se-resnet-50', file: 'SE-ResNet-50', total: 28_088_024 },
  { name: 'se-resnet-101', file: 'SE-ResNet-101', total: 49_326_872 },
  { name: 'se-resnet-152', file: 'SE-ResNet-152', total: 66_821_848 },
  { name: 'se-resnext-50', file: 'SE-ResNeXt-50', total: 27_559_896 },
  { name: 'se-resnext-101', file: 'SE-ResNeXt-101', total: 48_955_416 },
  { name: 'senet-154', file: 'SENet-154', total: 115_088_984 },
  { name: 'se-bn-inception', file: 'SE-BN-Inception', total: 11_931_622 },
  // torchvision's totals: the place of a stride changes none.
  { name: 'resnet-50', file: 'SE-ResNet-50', total: 25_557_032 },
  { name: 'resnet-101', file: 'SE-ResNet-101', total: 44_549_160 },
  { name: 'resnet-152', file: 'SE-ResNet-152', total: 60_192_808 },
  { name: 'resnext-50', file: 'SE-ResNeXt-50', total: 25_028_904 },
  // The total of pretrainedmodels' resnext101_32x4d.
  { name: 'resnext-101', file: 'SE-ResNeXt-101', total: 44_177_704 },
  { name: 'bn-inception', file: 'SE-BN-Inception', total: 11_285_224 },
];

it('has these networks and no others', () => {
  const found = ZOO.flatMap(({ variants }) => variants.map(({ name }) => name));
  const ofPaper = found.filter((name) => name.startsWith('paper/'));
  expect(ofPaper.sort()).toEqual(NETWORKS.map(({ name }) => `paper/${name}`).sort());
});

describe("the paper's networks have the layers of their authors' files", () => {
  it.each(NETWORKS)('$name', ({ name, file, total }) => {
    const recording = record(build(name), [[1, 3, 224, 224]]);
    const layers = readLayers(file, name.startsWith('se'));
    expect(recording.nodes[0]?.params).toBe(total);
    expect(layers.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(total);
    expect(recording.calls[0]?.outputShapes).toEqual([[1, 1000]]);
    expect(sorted(recording.operations.map(signatureOf))).toEqual(
      sorted(layers.map(({ signature }) => signature)),
    );
  });
});

describe("the paper's networks have the tensors of pretrainedmodels', whose files they load", () => {
  it.each([
    ['se-resnet-50', 'se_resnet50'],
    ['se-resnet-101', 'se_resnet101'],
    ['se-resnet-152', 'se_resnet152'],
    ['se-resnext-50', 'se_resnext50_32x4d'],
    ['se-resnext-101', 'se_resnext101_32x4d'],
    ['senet-154', 'senet154'],
  ])('%s: all of those of %s, in their order', (ours, theirs) => {
    expect(tensorsOf(build(ours))).toEqual(
      tensorsOf(buildZoo({ source: 'pretrainedmodels', name: theirs })),
    );
  });

  it.each([
    ['resnet-50', 'se_resnet50'],
    ['resnext-101', 'se_resnext101_32x4d'],
  ])('%s: those of %s without its SE modules', (ours, theirs) => {
    const all = tensorsOf(buildZoo({ source: 'pretrainedmodels', name: theirs }));
    expect(tensorsOf(build(ours))).toEqual(all.filter(([name]) => !name.includes('.se_module.')));
  });

  it('bn-inception: those of bninception without the biases of its convolutions', () => {
    const all = tensorsOf(buildZoo({ source: 'pretrainedmodels', name: 'bninception' }));
    const without = all.filter(([name]) => !/(?<!_bn|last_linear)\.bias$/.test(name));
    expect(without).toHaveLength(all.length - 69);
    expect(tensorsOf(build('bn-inception'))).toEqual(without);
  });

  it('se-bn-inception: an SE module of pretrainedmodels after each of ten modules', () => {
    const all = tensorsOf(build('se-bn-inception'));
    const added = all.filter(([name]) => name.includes('_se_module.'));
    const middles = [16, 20, 36, 36, 36, 38, 38, 66, 64, 64];
    expect(all.filter((tensor) => !added.includes(tensor))).toEqual(
      tensorsOf(build('bn-inception')),
    );
    expect(added.filter(([name]) => name.endsWith('fc1.bias')).map(([, shape]) => shape)).toEqual(
      middles.map((channels) => [channels]),
    );
  });
});

describeEngines("the logits of the paper's networks", (engine, executor) => {
  const parse: (text: string) => Record<string, PaperLogits> = JSON.parse;
  const cases = Object.entries(parse(readFileSync(fixture('paper-logits.json'), 'utf8')));
  it.each(cases)('%s', async (_, { model: name, input, numClasses, gain, logits }) => {
    const model = build(name.replace('paper/', ''), { numClasses });
    const plan = planPass(record(model, [input]), engine.folds);
    const weights = formulaWeights(model, 24 * gain ** 2);
    const { outputs } = await executor().execute(plan, weights, [formulaInput(input)]);
    expectClose(outputs[0]?.data ?? [], logits.flat(), TOLERANCE);
  });
});

/** Logits of a pass in PyTorch. */
interface PaperLogits {
  readonly model: string;
  readonly input: number[];
  readonly numClasses: number;
  readonly gain: number;
  readonly logits: number[][];
}

function build(name: string, options: OptionValues = {}): AnyModule {
  return buildZoo({ source: 'paper', name, arguments: options });
}

function tensorsOf(model: AnyModule): (readonly [name: string, shape: readonly number[]])[] {
  return model.stateDict().map(([name, { shape }]) => [name, shape] as const);
}

/** A layer of an authors' file. */
interface Layer {
  readonly parameters: number;
  /** What {@link signatureOf} says of its operation; null if it has none that is compared. */
  readonly signature: string | null;
}

/**
 * The layers of an authors' file, with the channels that their bottoms bring.
 * @param hasSe whether those that hang on a global pool, and so on SE, are read
 */
function readLayers(file: string, hasSe: boolean): Layer[] {
  /** Channels by the name of a blob. */
  const channels = new Map([['data', 3]]);
  /** The blobs that hang on a global pool, up to the product with what it weights. */
  const ofSe = new Set<string>();
  return readRows('authors', `${file}.tsv`).flatMap((row): Layer[] => {
    const { type = '', top = '', pool = '', group = '', bias = '' } = row;
    const bottoms = (row['bottoms'] ?? '').split('+');
    const from = channels.get(bottoms[0] ?? '') ?? NaN;
    const joined = bottoms.reduce((sum, bottom) => sum + (channels.get(bottom) ?? NaN), 0);
    const made = Number(row['num_output'] ?? '');
    channels.set(top, type === 'Concat' ? joined : made > 0 ? made : from);
    const isGlobal = pool === 'global AVE';
    const isProduct = type === 'Axpy' || (type === 'Scale' && bottoms.length === 2);
    if (!isProduct && (isGlobal || bottoms.some((bottom) => ofSe.has(bottom)))) {
      ofSe.add(top);
      if (!hasSe) return [];
    }
    const sizes = [row['kernel_size'], row['stride'], row['pad']];
    const ends = [group === '' ? 1 : group, bias === 'true'];
    const signatures: Record<string, () => string> = {
      Convolution: () => ['convolution', from, made, ...sizes, ...ends].join(' '),
      InnerProduct: () => ['linear', from, made, bias === 'true'].join(' '),
      // Only a stride leaves something to round.
      Pooling: () => (isGlobal ? 'global' : [pool, ...sizes, 'up'].join(' ')),
    };
    return [
      { parameters: Number(row['parameters'] ?? ''), signature: signatures[type]?.() ?? null },
    ];
  });
}

/** A convolution, pool or linear layer in the terms of the authors' files; null for other operations. */
function signatureOf({ op, inputShapes, outputShape }: RecordedOp): string | null {
  const channels = [inputShapes[0]?.[1], outputShape[1]];
  if (op.kind === 'conv2d') {
    expect(op.dilation).toEqual([1, 1]);
    const [, , ...kernel] = op.weight.shape;
    const sizes = [kernel, op.stride, op.padding].map(same);
    return ['convolution', ...channels, ...sizes, op.groups, op.bias !== null].join(' ');
  }
  if (op.kind === 'linear') return ['linear', ...channels, op.bias !== null].join(' ');
  if (op.kind === 'adaptiveAvgPool2d') {
    expect(outputShape.slice(2)).toEqual([1, 1]);
    return 'global';
  }
  if (op.kind !== 'maxPool2d' && op.kind !== 'avgPool2d') return null;
  if (op.kind === 'avgPool2d') expect(op.countIncludePad).toBe(true);
  const sizes = [op.kernelSize, op.stride, op.padding].map(same);
  const rounding = op.ceilMode || same(op.stride) === 1 ? 'up' : 'down';
  return [op.kind === 'maxPool2d' ? 'MAX' : 'AVE', ...sizes, rounding].join(' ');
}

/** The one number of both axes. */
function same([height, width]: readonly number[]): number {
  expect(width).toBe(height);
  return height ?? NaN;
}

function sorted(signatures: readonly (string | null)[]): string[] {
  return signatures.filter((signature) => signature !== null).sort();
}
