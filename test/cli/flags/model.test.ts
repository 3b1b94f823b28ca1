import { describe, expect, it } from 'vitest';
import { parseSummary } from '../../support/documents.js';
import { refusal, run } from '../../support/run.js';

const DEPTHS = '10, 14, 18, 26, 34, 50, 101, 152, 200 or 269';
const BLOCKS_HINT = 'For any other network give its blocks: --block bottleneck --blocks 3,4,6,3';
const EXAMPLE_HINT = 'For example: --block bottleneck --blocks 3,4,6,3';
const FROM_1 = 'a whole number from 1';
const META = ['summary', '--engine', 'meta'];

/** Wrong flags or values, the sentence that answers them, and the hint if there is one. */
const WRONG: [args: string[], sentence: string, hint?: string][] = [
  [['--depth', '51'], `--depth takes ${DEPTHS}, but was given "51".`, 'Did you mean --depth 50?'],
  [
    ['--depth', '100'],
    `--depth takes ${DEPTHS}, but was given "100".`,
    'Did you mean --depth 101?',
  ],
  [['--depth', '75'], `--depth takes ${DEPTHS}, but was given "75".`, BLOCKS_HINT],
  [['--depth', 'fifty'], `--depth takes ${DEPTHS}, but was given "fifty".`, BLOCKS_HINT],
  [['--depth', '50.0'], `--depth takes ${DEPTHS}, but was given "50.0".`, BLOCKS_HINT],
  [
    ['--block', 'basic', '--blocks', '3,4'],
    '--blocks takes four whole numbers from 1 to 1000, such as 3,4,6,3, but was given "3,4".',
  ],
  [
    ['--block', 'basic', '--blocks', '3,4,0,3'],
    '--blocks takes four whole numbers from 1 to 1000, such as 3,4,6,3, but was given "3,4,0,3".',
  ],
  ...['1001,1,1,1', '100000,1,1,1', '2147483647,1,1,1', '1,1,1,99999999', '1e3,1,1,1'].map(
    (blocks): [string[], string] => [
      ['--block', 'bottleneck', '--blocks', blocks],
      `--blocks takes four whole numbers from 1 to 1000, such as 3,4,6,3, but was given "${blocks}".`,
    ],
  ),
  [
    ['--num-classes', '2147483648'],
    '--num-classes takes a whole number from 1 to 2147483647, but was given "2147483648".',
  ],
  [['--blocks', '3,4,6,3'], '--blocks needs --block beside it.', EXAMPLE_HINT],
  [['--block', 'basic'], '--block needs --blocks beside it.', EXAMPLE_HINT],
  [
    ['--block', 'bottlneck', '--blocks', '3,4,6,3'],
    '--block takes basic or bottleneck, but was given "bottlneck".',
    'Did you mean bottleneck?',
  ],
  [
    ['--depth', '50', '--block', 'basic', '--blocks', '1,1,1,1'],
    '--depth 50 cannot stand beside --block and --blocks, which give a depth of 10.',
    'Leave out --depth, or the other two.',
  ],
  [['--num-classes', '0'], `--num-classes takes ${FROM_1}, but was given "0".`],
  [['--num-classes', '1e3'], `--num-classes takes ${FROM_1}, but was given "1e3".`],
  [['--reduction', '-2'], `--reduction takes ${FROM_1}, but was given "-2".`],
  [
    ['--arch', 'resnet', '--reduction', '8'],
    '--reduction cannot stand beside --arch resnet, which has no such option.',
    'Leave out one of the two.',
  ],
  [
    ['--arch', 'ResNet'],
    '--arch takes se-resnet or resnet, but was given "ResNet".',
    'Did you mean resnet?',
  ],
  [
    ['--freeze', 'layer9'],
    '--freeze takes state-dict prefixes, but no parameter is named or lies under "layer9".',
    "The model's own are conv1, bn1, layer1, layer2, layer3, layer4, avgpool, linear, and below them names such as linear.bias.",
  ],
];

describe('a model that flags do not describe', () => {
  it.each(WRONG)('%j is answered with one sentence', async (args, sentence, hint) => {
    expect(await run([...META, ...args])).toEqual(refusal(sentence, hint));
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    '%s is the name of nothing',
    async (name) => {
      expect(await run([...META, '--arch', name])).toEqual(
        refusal(`--arch takes se-resnet or resnet, but was given "${name}".`),
      );
      expect((await run([...META, '--freeze', name])).stderr).toContain(`lies under "${name}".`);
    },
  );

  it('has a reduction that leaves no channel', async () => {
    const depth18 = [...META, '--depth', '18'];
    expect((await run([...depth18, '--reduction', '64'])).exitCode).toBe(0);
    const result = await run([...depth18, '--reduction', '65']);
    expect(result.stderr).toBe(
      'error: --reduction is too large: a reduction of 65 leaves no channel in an SE block of 64; at ' +
        'most 64 is possible.\n',
    );
    expect(result.stdout).toBe('');
    expect(result.exitCode).toBe(2);
  });
});

describe('a model that flags describe', () => {
  const modelOf = async (...args: string[]) =>
    parseSummary((await run([...META, ...args, '--json'])).stdout).model;
  const outline = [...META, '--layer-depth', '0', '--depth', '10'];

  it('is SE-ResNet-50 unless they say otherwise', async () => {
    expect(await modelOf()).toEqual({
      name: 'se-resnet-50',
      type: 'SE_ResNet',
      arch: 'se-resnet',
      options: {
        depth: 50,
        block: 'bottleneck',
        blocks: [3, 4, 6, 3],
        numClasses: 1000,
        attention: 'se',
        reduction: 16,
        stem: '3x3',
        strideIn: '3x3',
        groups: 1,
        widthPerGroup: 64,
        downsample: 'conv',
        inChannels: 3,
      },
      source: { kind: 'registry' },
    });
  });

  it('has no option of another architecture', async () => {
    expect(Object.keys((await modelOf('--arch', 'resnet')).options)).toEqual([
      'depth',
      'block',
      'blocks',
      'numClasses',
      'attention',
      'stem',
      'strideIn',
      'groups',
      'widthPerGroup',
      'downsample',
      'inChannels',
    ]);
  });

  it('has the name of its blocks, if they have one', async () => {
    const named = await modelOf('--block', 'basic', '--blocks', '2,2,2,2');
    expect(named).toEqual(await modelOf('--depth', '18'));
    const nameless = await modelOf('--block', 'basic', '--blocks', '2,2,2,1');
    expect(nameless.name).toBeNull();
    expect(nameless.options['depth']).toBeNull();
  });

  it('keeps its name whatever is classified', async () => {
    const { name, options } = await modelOf('--num-classes', '10', '--reduction', '8');
    expect(name).toBe('se-resnet-50');
    expect(options).toMatchObject({ numClasses: 10, reduction: 8 });
  });

  it('has the channels of --input-size in its stem', async () => {
    const { stdout } = await run([...outline, '--input-size', '1x5x32x32', '--json']);
    const { model, layers } = parseSummary(stdout);
    expect(model.options['inChannels']).toBe(5);
    // 64 filters of 5 x 3 x 3.
    expect(layers[1]?.params).toBe(2880);
  });

  it('does not train what --freeze names: a prefix or a whole name, but no part of one', async () => {
    const frozen = await run([...outline, '--freeze', 'conv1,linear.bias', '--json']);
    // conv1: 64 x 3 x 3 x 3; the bias: 1000.
    expect(parseSummary(frozen.stdout).totals.nonTrainableParams).toBe(1728 + 1000);
    expect((await run([...outline, '--freeze', 'conv'])).exitCode).toBe(2);
  });
});
