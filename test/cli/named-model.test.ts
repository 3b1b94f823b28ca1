import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isFile } from '../../src/cli/named-model.js';
import { refusal, run } from '../support/run.js';
import { temporaryFolder, workIn } from '../support/temporary.js';

const META = ['--engine', 'meta'];

async function paramsOf(...args: string[]): Promise<number> {
  const { stdout, stderr } = await run(['summary', ...args, ...META, '--print', 'params']);
  expect(stderr).toBe('');
  return Number(stdout);
}

describe('an argument is a file', () => {
  it.each([
    './resnet50',
    '../x',
    '/x',
    '.\\x',
    'x.ts',
    'x.mts',
    'x.js',
    'x.mjs',
    'x.cjs',
    'x.json',
    'model.safetensors',
    'a/b.pth',
    'x.pt',
    'x.bin',
    'x.ckpt',
  ])('if it is %s', (argument) => {
    expect(isFile(argument)).toBe(true);
  });

  it.each(['resnet50', 'timm/resnet50', 'timm/resnet50.a1_in1k', '.x', 'x.tsx', 'x.txt', ''])(
    'and not if it is %j',
    (argument) => {
      expect(isFile(argument)).toBe(false);
    },
  );
});

// The numbers are the zoos' own: fixtures/zoo/zoo.tsv, and less of the classifier.
describe('summary of a name', () => {
  it.each([
    ['torchvision/resnet50', 25_557_032],
    ['timm/seresnet50', 28_088_024],
    ['seresnext26t_32x4d', 16_806_976],
    ['timm/resnet50.a1', 25_557_032],
  ])('%s', async (name, params) => {
    const { stdout } = await run(['summary', name, ...META, '--print', 'params']);
    expect(Number(stdout)).toBe(params);
  });

  it('takes classes and channels, as flags or in the name', async () => {
    const tenClasses = 25_557_032 - 990 * 2049;
    expect(await paramsOf('torchvision/resnet50', '--num-classes', '10')).toBe(tenClasses);
    expect(await paramsOf('torchvision/resnet50?numClasses=10')).toBe(tenClasses);
    const grey = tenClasses - 2 * 64 * 49;
    expect(await paramsOf('torchvision/resnet50?num-classes=10', '--in-channels', '1')).toBe(grey);
    const sized = ['--input-size', '2x1x97x65'];
    expect(await paramsOf('torchvision/resnet50?num-classes=10', ...sized)).toBe(grey);
  });

  it("has the name's usual input, with the channels that were given", async () => {
    const small = await run(['summary', 'pytorchcv/resnet20_cifar10', ...META, '--json']);
    expect(JSON.parse(small.stdout)).toMatchObject({
      model: { name: 'pytorchcv/resnet20_cifar10', source: { kind: 'registry' } },
      input: { shape: [1, 3, 32, 32] },
    });
    const grey = ['--in-channels', '1'];
    const large = await run(['summary', 'torchvision/resnet18', ...grey, ...META, '--json']);
    expect(JSON.parse(large.stdout)).toMatchObject({
      model: { name: 'torchvision/resnet18', options: { inChannels: 1 } },
      input: { shape: [1, 1, 224, 224] },
    });
  });

  it('notes on stderr that a tag names weights', async () => {
    const { stdout, stderr } = await run(['summary', 'timm/resnet50.a1_in1k', ...META]);
    expect(stderr).toBe('note: the tag a1_in1k names weights; the network is timm/resnet50.\n');
    expect(stdout).toBe((await run(['summary', 'timm/resnet50', ...META])).stdout);
  });

  it.each<[args: string[], sentence: string, hint?: string]>([
    [
      ['resnet50'],
      'resnet50 is a network of several sources: torchvision/resnet50, timm/resnet50, ' +
        'pytorchcv/resnet50 and pretrainedmodels/resnet50.',
      'Type one of them, such as torchvision/resnet50.',
    ],
    [['tv_resnet50'], 'timm has given up the name tv_resnet50; that network is timm/resnet50 now.'],
    [
      ['torchvision/resnet50', '--reduction', '8'],
      '--reduction cannot stand beside torchvision/resnet50, which has no such option.',
      'It takes --num-classes and --in-channels.',
    ],
    [
      ['torchvision/resnet50', '--block', 'basic', '--blocks', '1,1,1,1'],
      '--block cannot stand beside torchvision/resnet50, which has no such option.',
      'It takes --num-classes and --in-channels.',
    ],
    [
      ['se-resnet-50', '--depth', '18'],
      '--depth 18 cannot stand beside se-resnet-50, which has a depth of 50.',
      'Leave out one of the two.',
    ],
    [
      ['torchvision/resnet50', '--arch', 'resnet'],
      '--arch resnet cannot stand beside the name of a model, "torchvision/resnet50".',
      'Leave out one of the two.',
    ],
    [
      ['torchvision/resnet50?numClasses=5', '--num-classes', '10'],
      '--num-classes 10 cannot stand beside "torchvision/resnet50?numClasses=5", which says another.',
      'Leave out one of the two.',
    ],
    [
      ['torchvision/resnet50', '--in-channels', '1', '--input-size', '1x3x64x64'],
      '--in-channels 1 cannot stand beside --input-size 1x3x64x64, which has 3 channels.',
      'Leave out one of the two.',
    ],
    [
      ['torchvision/resnet50?layers=1,1,1,1'],
      'torchvision/resnet50 has layers [3, 4, 6, 3], but was given [1, 1, 1, 1].',
      'Give torchvision/ResNet the options.',
    ],
    [
      ['./resnet50'],
      'A model is given by its name, but "./resnet50" is a file.',
      'se-resnet compare takes summaries and baselines as files.',
    ],
    // What a name says is not told as a flag that nobody typed, nor are options that stand in it.
    [
      ['resnet-18', '--groups', '2'],
      '--groups 2 cannot stand beside resnet-18, whose block is basic.',
      'Leave out one of the two: --groups goes with --block bottleneck.',
    ],
    [
      ['resnet-18?width-per-group=4'],
      'widthPerGroup=4 cannot stand beside resnet-18, whose block is basic.',
      'Leave out one of the two: widthPerGroup goes with block=bottleneck.',
    ],
    [
      ['se-resnet?depth=18', '--stride-in', '1x1'],
      '--stride-in 1x1 cannot stand beside depth=18, whose block is basic.',
      'Leave out one of the two: --stride-in goes with --block bottleneck.',
    ],
    [
      ['se-resnet', '--depth', '18', '--groups', '2'],
      '--groups 2 cannot stand beside --depth 18, whose block is basic.',
      'Leave out one of the two: --groups goes with --block bottleneck.',
    ],
    [
      ['se-resnet-50?attention=eca&reduction=8'],
      'reduction=8 cannot stand beside attention=eca.',
      'Leave out one of the two: reduction goes with attention=se or cbam.',
    ],
    [
      ['resnet-50', '--attention', 'se'],
      '--attention se cannot stand beside resnet-50, whose attention is none.',
      'Leave out one of the two.',
    ],
    [
      ['paper/resnet-50?reduction=8'],
      'reduction=8 cannot stand beside paper/resnet-50, whose attention is none.',
      'Leave out one of the two: reduction goes with attention=se.',
    ],
    [
      ['se-resnet-50', '--block', 'basic', '--blocks', '2,2,2,2'],
      'se-resnet-50 cannot stand beside --block and --blocks, which give a depth of 18.',
      'Leave them out, or give them to se-resnet.',
    ],
    [
      ['se-resnet?block=basic'],
      'block needs blocks beside it.',
      'For example: block=bottleneck&blocks=3,4,6,3',
    ],
    [
      ['timm/ResNet', '--attention', 'cbam'],
      '--attention cbam cannot stand beside timm/ResNet, whose attention takes none, se or eca.',
    ],
    [
      ['resnet-50', '--reduction', '8'],
      '--reduction cannot stand beside resnet-50, which has no such option.',
      'It takes --num-classes, --attention, --stem, --stride-in, --groups, --width-per-group, ' +
        '--downsample and --in-channels.',
    ],
    [['50'], 'There is no model "50".', 'Did you mean --depth 50?'],
    [['51'], 'There is no model "51".', 'se-resnet list lists the models that have a name.'],
    [['timm'], 'There is no model "timm".', 'se-resnet list timm/ lists its networks.'],
    [
      ['timm/seresnet50?in_chans=1'],
      'timm/ResNet takes the options block, layers, cardinality, baseWidth, stemWidth, stemType, ' +
        'replaceStemPool, blockReduceFirst, downKernelSize, avgDown, normLayer, attention, seReduction, ' +
        'numClasses and inChannels, but was given "in_chans".',
      'Did you mean inChans?',
    ],
    // A pool of 7x7 at the end.
    [
      ['pytorchcv/resnet50', '--input-size', '1x3x64x64'],
      'features.final_pool (AvgPool2d): the kernel of avg_pool2d reaches over 7 elements, but its ' +
        'padded input [1, 2048, 2, 2] has 2',
    ],
  ])('refuses %j', async (args, sentence, hint) => {
    expect(await run(['summary', ...args, ...META])).toEqual(refusal(sentence, hint));
  });

  it('of an architecture takes all of its options', async () => {
    const name = 'torchvision/ResNet?layers=1,1,1,1&block=basic';
    // A stem, eight convolutions of 3x3, three shortcuts, their BatchNorms and the classifier.
    expect(await paramsOf(name)).toBe(5_418_792);
  });
});

it("a class is run at its networks' usual input", async () => {
  const { stdout } = await run(['summary', 'pytorchcv/CIFARResNet', ...META, '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ input: { shape: [1, 3, 32, 32] } });
});

it('a network has the name that it was asked for by, though another is the same', async () => {
  for (const name of ['pytorchcv/resnet20_svhn', 'pytorchcv/resnet20_cifar10']) {
    const { stdout } = await run(['summary', name, ...META, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ model: { name } });
  }
});

describe('check and compare of names', () => {
  it('check takes a name, and a configuration has it as a key', async () => {
    workIn(temporaryFolder());
    const checked = await run(['check', 'torchvision/resnet50', '--params', '25557032']);
    expect([checked.exitCode, checked.stderr]).toEqual([0, '']);
    expect(checked.stdout).toContain('torchvision/resnet50');
    const entries = [
      { name: 'a', model: 'torchvision/resnet50', limits: { params: 25_557_032 } },
      { name: 'b', model: 'se-resnet-50?reduction=8', limits: { params: 30_596_232 } },
      { name: 'c', model: 'torchvision/resnet18', numClasses: 10, limits: { params: 11_181_642 } },
    ];
    writeFileSync('se-resnet.config.json', JSON.stringify(entries));
    const configured = await run(['check']);
    expect([configured.exitCode, configured.stderr]).toEqual([0, '']);
  });

  it.each([
    [
      { model: 'torchvision/resnet50', arch: 'resnet' },
      'se-resnet.config.json: [0].arch cannot stand beside "model", which says the architecture',
    ],
    [{ model: 5 }, '[0].model takes the name of a model, such as "timm/seresnet50", but is 5.'],
    [{ model: 'timm/seresnet51' }, '[0] "x": There is no model "timm/seresnet51".'],
    [
      { model: 'torchvision/resnet50', reduction: 8 },
      '[0] "x": "reduction" cannot stand beside torchvision/resnet50, which has no such option.',
    ],
    [
      { model: 'resnet-18', groups: 2 },
      '[0] "x": "groups": 2 cannot stand beside resnet-18, whose block is "basic".\n' +
        'Leave out one of the two: "groups" goes with "block": "bottleneck".',
    ],
    [
      { model: 'se-resnet', depth: 18, groups: 2 },
      '[0] "x": "groups": 2 cannot stand beside "depth": 18, whose block is "basic".',
    ],
    [
      { model: 'se-resnet-50', attention: 'eca', reduction: 8 },
      '[0] "x": "reduction": 8 cannot stand beside "attention": "eca".\n' +
        'Leave out one of the two: "reduction" goes with "attention": "se" or "cbam".',
    ],
    [
      { model: 'se-resnet-50', block: 'basic' },
      '[0] "x": "block" needs "blocks" beside it.\n' +
        'For example: "block": "bottleneck", "blocks": [3, 4, 6, 3]',
    ],
    [
      { model: 'resnet-18', depth: 50 },
      '[0] "x": "depth": 50 cannot stand beside resnet-18, which has a depth of 18.',
    ],
    [
      { model: 'timm/resnet50', inputSize: [1, 1, 64, 64], inChannels: 3 },
      '[0] "x": "inChannels": 3 cannot stand beside "inputSize": [1, 1, 64, 64], which has 1 channel.',
    ],
    [
      { model: 'timm/ResNet', attention: 'cbam' },
      '[0] "x": "attention": "cbam" cannot stand beside timm/ResNet, whose attention takes none, se or eca.',
    ],
    [{ model: '50' }, '[0] "x": There is no model "50".\nDid you mean "depth": 50?'],
  ])('a configuration with %j is refused', async (entry, sentence) => {
    workIn(temporaryFolder());
    const entries = [{ name: 'x', limits: { params: 1 }, ...entry }];
    writeFileSync('se-resnet.config.json', JSON.stringify(entries));
    const { stderr, stdout, exitCode } = await run(['check']);
    expect(stderr).toContain(sentence);
    expect([stdout, exitCode]).toEqual(['', 2]);
  });

  it('compare says in a line how the descriptions differ, before the numbers', async () => {
    const { stdout } = await run(['compare', 'se-resnet-50', 'se-resnet-50?reduction=8']);
    expect(stdout.split('\n')[0]).toBe(
      'se-resnet-50 and se-resnet-50?reduction=8: reduction 16 against 8.',
    );
    const same = await run(['compare', 'torchvision/resnet50', 'torchvision/resnet50']);
    expect(same.stdout.startsWith('┌')).toBe(true);
  });

  it('compare takes two zoos, each at its usual input', async () => {
    const names = ['torchvision/resnet18', 'pytorchcv/resnet20_cifar10'];
    const { stdout } = await run(['compare', ...names]);
    expect(stdout).toContain(
      'The inputs are not alike: torchvision/resnet18 at 1x3x224x224, pytorchcv/resnet20_cifar10 at 1x3x32x32.',
    );
  });

  it('compare tells how to name a file that looks like a name', async () => {
    workIn(temporaryFolder());
    writeFileSync('baseline', '{}');
    expect(await run(['compare', 'resnet-50', 'baseline'])).toEqual(
      refusal('There is no model "baseline".', 'The file of that name is ./baseline.'),
    );
  });
});
