import { describe, expect, it } from 'vitest';
import { run } from './support/run.js';

const DEPTHS = '10, 14, 18, 26, 34, 50, 101, 152, 200 or 269';
const BLOCKS_HINT = 'For any other network give its blocks: --block bottleneck --blocks 3,4,6,3';
const SIZES = 'four whole numbers from 1, NxCxHxW, such as 1x3x224x224';
const COLUMNS =
  'input_size, output_size, num_params, params_percent, kernel_size, groups, mult_adds and trainable';
const FROM_1 = 'a whole number from 1';

/** Each wrong flag or value, the sentence it is answered with, and the hint where there is one. */
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
    '--blocks takes four whole numbers from 1, such as 3,4,6,3, but was given "3,4".',
  ],
  [
    ['--block', 'basic', '--blocks', '3,4,0,3'],
    '--blocks takes four whole numbers from 1, such as 3,4,6,3, but was given "3,4,0,3".',
  ],
  [
    ['--blocks', '3,4,6,3'],
    '--blocks needs --block beside it.',
    'For example: --block bottleneck --blocks 3,4,6,3',
  ],
  [
    ['--block', 'basic'],
    '--block needs --blocks beside it.',
    'For example: --block bottleneck --blocks 3,4,6,3',
  ],
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
  [['--input-size', '1x3x0x224'], `--input-size takes ${SIZES}, but was given "1x3x0x224".`],
  [
    ['--input-size', '3x224x224'],
    `--input-size takes ${SIZES}, but was given "3x224x224".`,
    'The batch comes first: --input-size 1x3x224x224',
  ],
  [['--input-size', '1x3x-4x8'], `--input-size takes ${SIZES}, but was given "1x3x-4x8".`],
  [['--input-size', '1x3x8x8x8'], `--input-size takes ${SIZES}, but was given "1x3x8x8x8".`],
  [['--num-classes', '0'], `--num-classes takes ${FROM_1}, but was given "0".`],
  [['--num-classes', '1e3'], `--num-classes takes ${FROM_1}, but was given "1e3".`],
  [['--reduction', '-2'], `--reduction takes ${FROM_1}, but was given "-2".`],
  [
    ['--col-names', 'num_params,kernel'],
    `--col-names takes ${COLUMNS}, but was given "kernel".`,
    'Did you mean kernel_size?',
  ],
  [['--col-names', 'zebra'], `--col-names takes ${COLUMNS}, but was given "zebra".`],
  [
    ['--row-settings', 'dpth'],
    '--row-settings takes depth, var_names, ascii_only and hide_recursive_layers, but was given "dpth".',
    'Did you mean depth?',
  ],
  [['--col-width', '0'], `--col-width takes ${FROM_1}, but was given "0".`],
  [['--layer-depth', '-1'], '--layer-depth takes a whole number from 0, but was given "-1".'],
  [['--seed', 'x'], '--seed takes a whole number from 0, but was given "x".'],
  [['--torchinfo', '1.7'], '--torchinfo takes 1.6 or 1.8, but was given "1.7".'],
  [
    ['--engine', 'wasn'],
    '--engine takes auto, tensorflow, wasm or meta, but was given "wasn".',
    'Did you mean wasm?',
  ],
  [
    ['--freeze', 'layer9'],
    '--freeze takes state-dict prefixes, but no parameter is named or lies under "layer9".',
    "The model's own are conv1, bn1, layer1, layer2, layer3, layer4, avgpool, linear, and below them names such as linear.bias.",
  ],
];

describe('a wrong value is answered with one sentence', () => {
  it.each(WRONG)('%j', async (args, sentence, hint) => {
    const engine = args.includes('--engine') ? [] : ['--engine', 'meta'];
    const result = await run(['summary', ...engine, ...args]);
    expect(result.stderr).toBe(`error: ${sentence}\n${hint === undefined ? '' : `${hint}\n`}`);
    expect(result.stdout).toBe('');
    expect(result.exitCode).toBe(2);
  });

  it('a reduction that leaves no channel', async () => {
    const meta = ['summary', '--engine', 'meta', '--depth', '18'];
    expect((await run([...meta, '--reduction', '64'])).exitCode).toBe(0);
    const result = await run([...meta, '--reduction', '65']);
    expect(result.stderr).toMatch(
      /^error: a reduction of 65 leaves no channel in an SE block of 64; at most 64 is possible\n/,
    );
    expect(result.stdout).toBe('');
    expect(result.exitCode).toBe(2);
  });

  it.each([
    [['summary', '--dept', '50'], "error: unknown option '--dept'\n(Did you mean --depth?)"],
    [['summary', '--depth'], "error: option '--depth <layers>' argument missing"],
    [['summray'], 'error: '],
  ])('%j', async (args, start) => {
    const result = await run(args);
    expect(result.stderr.startsWith(start)).toBe(true);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(result.stdout).toBe('');
    expect(result.exitCode).toBe(2);
  });
});

describe('a right value', () => {
  const outline = ['summary', '--engine', 'meta', '--layer-depth', '0', '--depth', '10'];

  it.each(['2x3x32x40', '2X3X32X40', '2×3×32×40', '2,3,32,40', '2, 3, 32, 40'])(
    'of --input-size: %s',
    async (text) => {
      const { stdout } = await run([...outline, '--input-size', text, '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ input: { shape: [2, 3, 32, 40] } });
    },
  );

  it('of --input-size sets the channels of the stem', async () => {
    const { stdout } = await run([...outline, '--input-size', '1x5x32x32', '--json']);
    const document: unknown = JSON.parse(stdout);
    // 64 filters of 5 x 3 x 3.
    expect(document).toHaveProperty('layers.1.params', 2880);
  });

  it('of --freeze may be a prefix or a whole name, but no part of one', async () => {
    const frozen = await run([...outline, '--freeze', 'conv1,linear.bias', '--json']);
    // conv1: 64 x 3 x 3 x 3; the bias: 1000.
    expect(JSON.parse(frozen.stdout)).toHaveProperty('totals.nonTrainableParams', 1728 + 1000);
    expect((await run([...outline, '--freeze', 'conv'])).exitCode).toBe(2);
  });

  it('of --depth is 50 where nothing is said', async () => {
    const { stdout } = await run(['summary', '--engine', 'meta', '--json']);
    expect(JSON.parse(stdout)).toHaveProperty('model.depth', 50);
  });
});
