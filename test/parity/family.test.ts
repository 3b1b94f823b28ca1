import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { planPass } from '../../src/engine/plan.js';
import type { OptionValues } from '../../src/models/option.js';
import { createModel } from '../../src/models/create.js';
import type { AnyModule } from '../../src/nn/index.js';
import { summary } from '../../src/run.js';
import { record } from '../../src/trace/recorder.js';
import { expectClose } from '../support/closeness.js';
import { describeEngines } from '../support/engines.js';
import { fixture } from '../support/fixtures.js';
import { formulaInput, formulaWeights } from '../support/formula-weights.js';
import { readZoo, readZooRows, type ZooCase, zooFiles } from '../support/zoo.js';

/*
 * What the article's networks can be told makes some of them networks of the public zoos, but for the names
 * of their modules. Those have the same parameters, multiply-accumulates and shapes, and the same logits.
 */

/** Of the largest |logit|. */
const TOLERANCE = 1e-4;

type Row = Readonly<Record<string, string>>;

const STEMS: Readonly<Record<string, string>> = {
  '7x7-64 s2': '7x7',
  '3x3-32 s2, 3x3-32, 3x3-64': 'deep',
};

const DOWNSAMPLES: Readonly<Record<string, string>> = {
  'conv k1s2p0': 'conv',
  'avgpool k2s2p0 ceil exclude_pad + conv k1s1p0': 'avg',
};

/** The channels in the middle of attention, stage by stage, if they are not rounded up. */
function middles(row: Row, expansion: number): string {
  return [64, 128, 256, 512]
    .map((planes) => Math.floor((planes * expansion) / Number(row['attention_reduction'])))
    .join();
}

/** The options of the article's network that is one of a zoo's; null if none is. */
function optionsOf(row: Row): OptionValues | null {
  const { block = '', groups, width_per_group: width, attention = '' } = row;
  const stem = STEMS[row['stem'] ?? ''];
  const downsample = DOWNSAMPLES[row['downsample'] ?? ''];
  const isBottleneck = block === 'bottleneck';
  const channels = isBottleneck ? '256,512,1024,2048' : '64,128,256,512';
  const mid = row['attention_mid'] ?? '';
  const hasMiddle = attention === 'se' || attention === 'cbam';
  const isBuilt =
    stem !== undefined &&
    downsample !== undefined &&
    ['basic', 'bottleneck'].includes(block) &&
    ['se', 'eca', 'cbam', 'none'].includes(attention) &&
    ['none', 'conv k1s1p0', 'avgpool k1s1p0 + conv k1s1p0'].includes(
      row['downsample_stage1'] ?? '',
    ) &&
    row['stem_pool'] === 'max k3s2p1' &&
    row['stage_channels'] === channels &&
    row['reduce_first'] === '1' &&
    row['norm'] === 'BatchNorm2d' &&
    row['relu_before_attention'] !== 'yes' &&
    ['none', 'attention only'].includes(row['conv_bias'] ?? '') &&
    (!hasMiddle || mid === middles(row, isBottleneck ? 4 : 1));
  if (!isBuilt) return null;
  return {
    block,
    blocks: (row['blocks'] ?? '').split(',').map(Number),
    attention,
    ...(hasMiddle && { reduction: Number(row['attention_reduction']) }),
    stem,
    ...(isBottleneck && {
      strideIn: row['stride_in'] === 'conv1' ? '1x1' : '3x3',
      groups: Number(groups),
      widthPerGroup: Number(width),
    }),
    downsample,
    numClasses: Number(row['num_classes']),
    inChannels: Number((row['input'] ?? '').split('x')[1]),
  };
}

const ROWS = readZooRows('zoo.tsv').flatMap((row) => {
  const options = optionsOf(row);
  const { source = '', name = '' } = row;
  return options === null
    ? []
    : [{ title: `${source}.${name} ${row['input'] ?? ''}`, row, options }];
});

const NAMED = new Map(
  ROWS.map(({ row, options }) => [`${row['source'] ?? ''}.${row['name'] ?? ''}`, options]),
);

function isOurs({ source, name }: ZooCase): boolean {
  return NAMED.has(`${source}.${name}`);
}

function optionsFor({ source, name }: ZooCase): OptionValues {
  return NAMED.get(`${source}.${name}`) ?? {};
}

/** The state dict of a model in the zoo's order: pytorchcv has a block's CBAM after its shortcut. */
function stateOf({ name }: ZooCase, model: AnyModule): ReturnType<AnyModule['stateDict']> {
  const state = model.stateDict();
  if (!name.includes('cbam')) return state;
  const blockOf = (key: string): string => key.split('.').slice(0, 2).join('.');
  const blocks = [...new Set(state.map(([key]) => blockOf(key)))];
  const place = ([key]: readonly [string, unknown]): number =>
    blocks.indexOf(blockOf(key)) + (key.includes('.SE.') ? 0.5 : 0);
  return [...state].sort((a, b) => place(a) - place(b));
}

function build(options: OptionValues): AnyModule {
  return createModel('se-resnet', options);
}

describe("the article's networks that are a zoo's", () => {
  it('are of every kind', () => {
    expect([...NAMED.keys()]).toEqual(
      expect.arrayContaining([
        ...['torchvision.resnet18', 'torchvision.resnet50', 'torchvision.resnext50_32x4d'],
        ...['torchvision.wide_resnet50_2', 'timm.resnet26d', 'timm.resnet50c', 'timm.seresnet50'],
        ...['timm.seresnext26d_32x4d', 'timm.ecaresnet50d', 'timm.ecaresnetlight'],
        ...['pytorchcv.seresnet18', 'pytorchcv.seresnet50', 'pytorchcv.cbam_resnet50'],
      ]),
    );
    const values = (key: string): Set<unknown> =>
      new Set(ROWS.flatMap(({ options }) => options[key] ?? []));
    expect(values('attention')).toEqual(new Set(['none', 'se', 'eca', 'cbam']));
    expect(values('stem')).toEqual(new Set(['7x7', 'deep']));
    expect(values('strideIn')).toEqual(new Set(['3x3', '1x1']));
    expect(values('downsample')).toEqual(new Set(['conv', 'avg']));
    expect(values('groups')).toEqual(new Set([1, 16, 32]));
    expect(values('widthPerGroup')).toEqual(new Set([2, 4, 8, 32, 64, 128]));
  });

  it.each(ROWS)('count what $title does', ({ row, options }) => {
    const shape = (row['input'] ?? '').split('x').map(Number);
    const { params, flops } = summary(build(options), shape).totals;
    expect(params).toBe(Number(row['params']));
    expect(flops).toBe(2 * Number(row['macs_conv_linear']));
  });

  it.each(zooFiles('keys').filter(isOurs))('have the shapes of $source $name', (network) => {
    const title = `${network.source}.${network.name}`;
    const keys = z
      .array(z.tuple([z.string(), z.array(z.number()), z.string()]))
      .parse(JSON.parse(readFileSync(fixture('zoo', 'keys', `${title}.json`), 'utf8')));
    const expected = keys.map(([key, shape]) =>
      // A linear layer there is a 1x1 convolution here.
      key.endsWith('weight') && key.includes('.mlp.') ? [...shape, 1, 1] : shape,
    );
    const found = stateOf(network, build(optionsFor(network)));
    expect(found.map(([, { shape }]) => shape)).toEqual(expected);
  });
});

describeEngines("the logits of zoos' networks that are the article's", (engine, executor) => {
  const cases = Object.entries(readZoo('logits.json'))
    .map(([title, entry]) => ({ title, ...entry }))
    .filter(isOurs)
    // Small inputs, to be quick; CBAM has none.
    .filter(({ input, name }) => (input.at(-1) ?? 0) <= 100 || name.includes('cbam'));

  it('are not few', () => {
    expect(cases.length).toBeGreaterThan(12);
  });

  it.each(cases)('$title', async (entry) => {
    const { input, gain, logits } = entry;
    const classes = entry.arguments?.['num_classes'];
    const model = build({
      ...optionsFor(entry),
      ...(classes !== undefined && { numClasses: classes }),
    });
    const plan = planPass(record(model, [input]), engine.folds);
    // The gain there is a factor of the weights.
    const weights = formulaWeights(model, 24 * gain ** 2, stateOf(entry, model));
    const { outputs } = await executor().execute(plan, weights, [formulaInput(input)]);
    expectClose(outputs[0]?.data ?? [], logits.flat(), TOLERANCE);
  });
});
