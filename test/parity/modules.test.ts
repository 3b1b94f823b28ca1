import { describe, expect, it } from 'vitest';
import { attentionOf } from '../../src/models/attention/index.js';
import { CBAM_Block } from '../../src/models/attention/cbam.js';
import { ECA_Block } from '../../src/models/attention/eca.js';
import { SE_Block, squeezeExcitation } from '../../src/models/attention/se.js';
import { BasicBlock } from '../../src/models/basic-block.js';
import { Bottleneck } from '../../src/models/bottleneck.js';
import { Inception, type InceptionChannels } from '../../src/models/inception.js';
import { createModel } from '../../src/models/create.js';
import { SE_Inception } from '../../src/models/se-inception.js';
import { SE_Module } from '../../src/models/se-module.js';
import { type AnyModule, Conv2d } from '../../src/nn/index.js';
import type { OptionValues } from '../../src/models/option.js';
import { planPass } from '../../src/engine/plan.js';
import { record } from '../../src/trace/recorder.js';
import { expectClose } from '../support/closeness.js';
import { describeEngines } from '../support/engines.js';
import { readJson } from '../support/fixtures.js';
import { formulaInput, formulaWeights } from '../support/formula-weights.js';

/** Of the largest element. */
const TOLERANCE = 1e-5;

/** What make_logits.py multiplies the variance of weights by. */
const GAIN = 24;

const CHANNELS: InceptionChannels = {
  conv1x1: 8,
  conv3x3: [6, 10],
  double3x3: [4, 6],
  poolProjection: 8,
};

function network(block: 'basic' | 'bottleneck', options: OptionValues, blocks = [1, 1, 1, 1]) {
  return createModel('se-resnet', { block, blocks, numClasses: 10, ...options });
}

/** The modules of make_modules.py, by the names that they have there. */
const MODULES: Readonly<Record<string, () => AnyModule>> = {
  'SE_Block reduction 4': () => new SE_Block(16, 4),
  'ECA_Block 16': () => new ECA_Block(16),
  'ECA_Block 200': () => new ECA_Block(200),
  'CBAM_Block reduction 4': () => new CBAM_Block(16, 4),
  'CBAM_Block 16': () => new CBAM_Block(16),
  SE_Module: () =>
    new SE_Module(new Conv2d(16, 12, { kernelSize: 3, stride: 2, padding: 1 }), 12, 5),
  Inception: () => new Inception(16, CHANNELS),
  'Inception max': () => new Inception(16, CHANNELS, { pool: 'max' }),
  SE_Inception: () => new SE_Inception(16, CHANNELS),
  'SE_Inception max reduction 4': () =>
    new SE_Inception(16, CHANNELS, { pool: 'max', reduction: 4 }),
  BasicBlock: () => new BasicBlock(16, 16),
  'BasicBlock se': () => new BasicBlock(16, 16, { attention: squeezeExcitation() }),
  'BasicBlock se stride 2': () =>
    new BasicBlock(16, 24, { stride: 2, attention: squeezeExcitation(8) }),
  'BasicBlock avg stride 2': () => new BasicBlock(16, 24, { stride: 2, downsample: 'avg' }),
  'Bottleneck se': () => new Bottleneck(16, 4, { attention: squeezeExcitation() }),
  'Bottleneck se stride 2': () =>
    new Bottleneck(16, 8, { stride: 2, attention: squeezeExcitation() }),
  'Bottleneck 1x1': () => new Bottleneck(16, 8, { stride: 2, strideIn: '1x1' }),
  'Bottleneck groups': () => new Bottleneck(16, 32, { groups: 4, widthPerGroup: 6 }),
  'Bottleneck avg': () => new Bottleneck(16, 8, { downsample: 'avg' }),
  'Bottleneck eca avg stride 2': () =>
    new Bottleneck(16, 8, { stride: 2, attention: attentionOf('eca', null), downsample: 'avg' }),
  'Bottleneck cbam': () => new Bottleneck(16, 8, { attention: attentionOf('cbam', 8) }),
  'se 3x3 bottleneck 1x1': () => network('bottleneck', { strideIn: '1x1' }),
  'se 7x7 basic': () => network('basic', { stem: '7x7' }),
  'se deep bottleneck avg': () =>
    network('bottleneck', { stem: 'deep', reduction: 8, downsample: 'avg' }, [1, 2, 1, 1]),
  'none deep bottleneck groups': () =>
    network('bottleneck', { attention: 'none', stem: 'deep', groups: 8, widthPerGroup: 8 }),
  'eca 7x7 bottleneck avg': () =>
    network('bottleneck', { attention: 'eca', stem: '7x7', downsample: 'avg' }),
  'cbam deep basic': () => network('basic', { attention: 'cbam', stem: 'deep', reduction: 4 }),
};

const CASES = Object.entries(readJson('modules.json')).map(([name, entry]) => ({ name, ...entry }));

function build(name: string): AnyModule {
  const make = MODULES[name];
  if (make === undefined) throw new Error(`there is no module ${name}`);
  return make();
}

describe("PyTorch's state dict", () => {
  it('is known of every module', () => {
    expect(CASES.map(({ name }) => name)).toEqual(Object.keys(MODULES));
  });

  it.each(CASES)('of $name', ({ name, state }) => {
    expect(
      build(name)
        .stateDict()
        .map(([key, { shape }]) => [key, shape]),
    ).toEqual(state);
  });
});

describeEngines("PyTorch's output", (engine, executor) => {
  describe.each(CASES)('of $name', ({ name, inputShape, output: expected }) => {
    it.each([{ fold: true }, { fold: false }])('fold $fold', async ({ fold }) => {
      const module = build(name);
      const plan = planPass(record(module, [inputShape]), fold ? engine.folds : []);
      const weights = formulaWeights(module, GAIN);
      const { outputs } = await executor().execute(plan, weights, [formulaInput(inputShape)]);
      expectClose(outputs[0]?.data ?? [], expected, TOLERANCE);
    });
  });
});
