import { describe, expect, it } from 'vitest';
import { parseSummary } from '../../support/documents.js';
import { refusal, run } from '../../support/run.js';
import { temporaryFolder, workIn } from '../../support/temporary.js';

const DEPTHS = '10, 14, 18, 26, 34, 50, 101, 152, 200 or 269';
const BLOCKS_HINT = 'For any other network give its blocks: --block bottleneck --blocks 3,4,6,3';
const EXAMPLE_HINT = 'For example: --block bottleneck --blocks 3,4,6,3';
const FROM_1 = 'a whole number from 1';
const META = ['summary', '--engine', 'meta'];

const FOR_BOTTLENECKS: [flag: string, value: string][] = [
  ['--stride-in', '1x1'],
  ['--groups', '32'],
  ['--width-per-group', '4'],
];

/** Flags that exclude one another. */
const EXCLUDED: [args: string[], sentence: string, hint: string][] = [
  ...['eca', 'none'].map((kind): [string[], string, string] => [
    ['--attention', kind, '--reduction', '16'],
    `--reduction 16 cannot stand beside --attention ${kind}.`,
    'Leave out one of the two: --reduction goes with --attention se or cbam.',
  ]),
  ...['se', 'eca', 'cbam'].map((kind): [string[], string, string] => [
    ['--attention', kind, '--arch', 'resnet'],
    `--attention ${kind} cannot stand beside --arch resnet, whose attention is none.`,
    'Leave out one of the two.',
  ]),
  ...FOR_BOTTLENECKS.flatMap(([flag, value]): [string[], string, string][] => [
    [
      [flag, value, '--block', 'basic', '--blocks', '1,1,1,1'],
      `${flag} ${value} cannot stand beside --block basic.`,
      `Leave out one of the two: ${flag} goes with --block bottleneck.`,
    ],
    [
      ['--arch', 'resnet', '--depth', '34', flag, value],
      `${flag} ${value} cannot stand beside --depth 34, whose block is basic.`,
      `Leave out one of the two: ${flag} goes with --block bottleneck.`,
    ],
  ]),
];

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
  ...EXCLUDED,
  [
    ['--attention', 'sea'],
    '--attention takes se, eca, cbam or none, but was given "sea".',
    'Did you mean se?',
  ],
  [['--stem', '5x5'], '--stem takes 3x3, 7x7 or deep, but was given "5x5".'],
  [['--stride-in', 'conv1'], '--stride-in takes 3x3 or 1x1, but was given "conv1".'],
  [['--downsample', 'max'], '--downsample takes conv or avg, but was given "max".'],
  [['--groups', '0'], `--groups takes ${FROM_1}, but was given "0".`],
  [['--width-per-group', '2.5'], `--width-per-group takes ${FROM_1}, but was given "2.5".`],
  [
    ['--groups', '2147483647'],
    '--groups or --width-per-group is too large: 2147483647 groups of 64 channels make a convolution ' +
      'whose weights cannot be counted.',
  ],
  [
    ['--width-per-group', '2147483647'],
    '--groups or --width-per-group is too large: 1 group of 2147483647 channels make a convolution ' +
      'whose weights cannot be counted.',
  ],
  [
    ['--attention', 'cbam', '--depth', '18', '--reduction', '65'],
    '--reduction is too large: a reduction of 65 leaves no channel in a CBAM block of 64; at most 64 ' +
      'is possible.',
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

  it('is the ResNet if it has no attention, by either flag', async () => {
    const plain = await modelOf('--arch', 'resnet', '--depth', '18', '--stem', '7x7');
    expect(plain).toMatchObject({ type: 'ResNet', arch: 'resnet', options: { attention: 'none' } });
    for (const flags of [
      ['--attention', 'none'],
      ['--arch', 'resnet', '--attention', 'none'],
    ]) {
      expect(await modelOf(...flags, '--depth', '18', '--stem', '7x7')).toEqual(plain);
    }
    const named = await modelOf('--attention', 'none');
    expect(named).toEqual(await modelOf('--arch', 'resnet'));
    expect(named.name).toBe('resnet-50');
  });

  it('holds against a baseline of the same network by other flags', async () => {
    workIn(temporaryFolder());
    const update = [
      'check',
      '--arch',
      'resnet',
      '--depth',
      '10',
      '--baseline',
      'b.json',
      '--update',
    ];
    expect((await run(update)).exitCode).toBe(0);
    const check = ['check', '--attention', 'none', '--depth', '10', '--baseline', 'b.json'];
    expect((await run(check)).exitCode).toBe(0);
    const other = await run([...check, '--stem', 'deep']);
    expect(other.exitCode).toBe(1);
    expect(other.stdout).toContain('resnet-10?stem=deep');
    expect(other.stdout).toContain(
      'The baseline is of another model: stem 3x3 → deep, name resnet-10 → --.',
    );
  });

  it('has no reduction with attention that has none', async () => {
    const eca = await modelOf('--attention', 'eca');
    expect(eca).toMatchObject({ type: 'ResNet', arch: 'se-resnet', options: { reduction: null } });
    const cbam = await modelOf('--attention', 'cbam', '--reduction', '8');
    expect(cbam).toMatchObject({ type: 'ResNet', options: { attention: 'cbam', reduction: 8 } });
  });

  it.each([
    ['--attention', 'eca'],
    ['--attention', 'cbam'],
    ['--stem', '7x7'],
    ['--stem', 'deep'],
    ['--stride-in', '1x1'],
    ['--groups', '2'],
    ['--width-per-group', '32'],
    ['--downsample', 'avg'],
  ])('has no name with %s %s', async (...flags) => {
    expect((await modelOf(...flags)).name).toBeNull();
    expect((await modelOf(...flags)).options['depth']).toBe(50);
  });

  it('has its name with the defaults, said or not', async () => {
    const defaults = ['--attention', 'se', '--stem', '3x3', '--downsample', 'conv'];
    const ofBlocks = ['--stride-in', '3x3', '--groups', '1', '--width-per-group', '64'];
    expect(await modelOf(...defaults, ...ofBlocks)).toEqual(await modelOf());
    expect(await modelOf(...defaults, ...ofBlocks, '--depth', '18')).toEqual(
      await modelOf('--depth', '18'),
    );
  });

  it.each([
    // torchvision's resnet50, its resnext50_32x4d, and its wide_resnet50_2
    [['--arch', 'resnet', '--stem', '7x7'], 25_557_032],
    [['--arch', 'resnet', '--stem', '7x7', '--stride-in', '1x1'], 25_557_032],
    [['--arch', 'resnet', '--stem', '7x7', '--groups', '32', '--width-per-group', '4'], 25_028_904],
    [['--arch', 'resnet', '--stem', '7x7', '--width-per-group', '128'], 68_883_240],
    // The authors' SE-ResNet-50 has as many.
    [['--stem', '7x7', '--stride-in', '1x1'], 28_088_024],
  ])('%j has the parameters of the network that it is', async (flags, params) => {
    const { stdout } = await run([...META, ...flags, '--print', 'params']);
    expect(Number(stdout)).toBe(params);
  });

  it('has one sentence for each option in its help', async () => {
    const { stdout } = await run(['summary', '--help']);
    const help = stdout.replace(/\s+/g, ' ');
    for (const sentence of [
      "--attention <kind> what weights each block's output before the sum: se, eca, cbam or none " +
        '(default: se; none for --arch resnet)',
      '--stem <kind> what comes before the blocks:',
      '3x3, 7x7 or deep (default: 3x3)',
      '--stride-in <kernel> the convolution of a bottleneck that carries its stride: 3x3 or 1x1 ' +
        '(default: 3x3)',
      '--groups <count> groups of the 3x3 convolution of a bottleneck (default: 1)',
      '--width-per-group <channels> channels of each of those groups in the first stage,',
      '--downsample <kind> what makes the input of a shortcut smaller: its 1x1 convolution, or an ' +
        'average pool: conv or avg (default: conv)',
    ]) {
      expect(help).toContain(sentence);
    }
  });
});
