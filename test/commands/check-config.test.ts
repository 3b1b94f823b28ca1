import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseCheck } from '../support/documents.js';
import { run } from '../support/run.js';
import { schemaErrors } from '../support/schema.js';
import { temporaryFolder, workIn } from '../support/temporary.js';

/** What torchinfo's table says, fixtures/torchinfo/1.8/depth18.txt. */
const PARAMS_18 = 11_770_912;

const SMALL = { name: 'small', depth: 18, inputSize: [1, 3, 32, 32] };

/** Makes a folder with these files the working folder; values are written as JSON. */
function workWith(files: Readonly<Record<string, unknown>>): string {
  const folder = temporaryFolder();
  for (const [name, value] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, JSON.stringify(value));
  }
  workIn(folder);
  return folder;
}

describe('a configuration', () => {
  it('is that of this repository, whose baselines hold', async () => {
    workIn(fileURLToPath(new URL('../../fixtures', import.meta.url)));
    const { exitCode, stdout, stderr } = await run(['check', '--json']);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(parseCheck(stdout).map(({ name, passed }) => [name, passed])).toEqual([
      ['se-resnet-18', true],
      ['se-resnet-50', true],
      ['resnet-50', true],
    ]);
  });

  it('lists several models, each with its own flags, limits and tolerance', async () => {
    workWith({
      'se-resnet.config.json': [
        { ...SMALL, limits: { params: PARAMS_18 - 500, maxMultAdds: 10 ** 9 }, tolerance: 500 },
        // 500 is more than 0.001% of 11770412.
        { ...SMALL, name: 'strict', limits: { params: PARAMS_18 - 500 }, tolerance: '0.001%' },
        // The classifier: 512 weights and a bias for each of 10 classes, and no other parameters train.
        {
          name: 'frozen',
          arch: 'resnet',
          block: 'basic',
          blocks: [2, 2, 2, 2],
          numClasses: 10,
          freeze: ['conv1', 'bn1', 'layer1', 'layer2', 'layer3', 'layer4'],
          limits: { trainableParams: 5130 },
        },
      ],
    });
    const { exitCode, stdout } = await run(['check', '--json']);
    expect(exitCode).toBe(1);
    const results = parseCheck(stdout);
    expect(results.map(({ name, passed }) => [name, passed])).toEqual([
      ['small', true],
      ['strict', false],
      ['frozen', true],
    ]);
    expect(
      results[0]?.checks.map(({ metric, bound, tolerance }) => [metric, bound, tolerance]),
    ).toEqual([
      ['params', 'exact', 500],
      ['multAdds', 'max', 0],
    ]);
    const table = (await run(['check'])).stdout;
    expect(table).toContain('3 models checked, 1 failed: strict.');
  });

  it('takes --tolerance where an entry says nothing', async () => {
    workWith({ 'se-resnet.config.json': [{ ...SMALL, limits: { params: PARAMS_18 - 500 } }] });
    expect((await run(['check'])).exitCode).toBe(1);
    expect((await run(['check', '--tolerance', '500'])).exitCode).toBe(0);
  });

  it('may stand in package.json', async () => {
    const folder = workWith({
      'package.json': { name: 'x', 'se-resnet': [{ ...SMALL, limits: { params: PARAMS_18 } }] },
    });
    expect((await run(['check'])).exitCode).toBe(0);
    expect((await run(['check', '--config', join(folder, 'package.json')])).exitCode).toBe(0);
  });

  it('may be named, and its paths start from its folder', async () => {
    workWith({ 'models/m.json': [{ ...SMALL, baseline: 'baselines/small.json' }] });
    const args = ['check', '--config', 'models/m.json'];
    const missing = await run(args);
    expect(missing.exitCode).toBe(1);
    expect(missing.stdout).toContain(
      `small: there is no baseline ${join('models', 'baselines', 'small.json')}; ` +
        'the same command with --update writes it.',
    );
    expect((await run([...args, '--update'])).exitCode).toBe(0);
    expect((await run(args)).exitCode).toBe(0);
  });

  it('that misses one baseline still checks the other models', async () => {
    workWith({
      'se-resnet.config.json': [
        { ...SMALL, baseline: 'missing.json' },
        { ...SMALL, name: 'other', limits: { params: PARAMS_18 } },
      ],
    });
    const { exitCode, stdout } = await run(['check', '--json']);
    expect(exitCode).toBe(1);
    expect(parseCheck(stdout).map(({ passed }) => passed)).toEqual([false, true]);
  });

  it('reports baselines that none of its entries uses', async () => {
    workWith({
      'se-resnet.config.json': [{ ...SMALL, baseline: 'baselines/used.json' }],
      'baselines/other.json': { kind: 'something else' },
      'baselines/orphan.json': { kind: 'se-resnet-baseline' },
      'node_modules/x/b.json': { kind: 'se-resnet-baseline' },
      'packages/own/b.json': { kind: 'se-resnet-baseline' },
      'packages/own/package.json': {},
    });
    await run(['check', '--update']);
    const { exitCode, stderr } = await run(['check']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe(
      `note: ${join('baselines', 'orphan.json')} is a baseline that no entry of ` +
        'se-resnet.config.json uses.\n',
    );
  });

  it('is asked for where there is none', async () => {
    workWith({});
    const { exitCode, stdout, stderr } = await run(['check']);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(
      'error: There is nothing to check: neither se-resnet.config.json nor a "se-resnet" key in ' +
        'package.json is here.\n',
    );
    const named = await run(['check', '--config', 'none.json']);
    expect(named.exitCode).toBe(2);
    expect(named.stderr).toContain('error: --config names none.json, which does not exist.');
  });

  it('that is not JSON is refused', async () => {
    const folder = workWith({});
    writeFileSync(join(folder, 'se-resnet.config.json'), '[{ name: "x" }]');
    const { exitCode, stderr } = await run(['check']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('error: se-resnet.config.json is not JSON: ');
  });
});

const LIMITS = { params: 1 };
const LIMIT_KEYS =
  'params, trainableParams, multAdds, paramBytes, maxParams, maxTrainableParams, maxMultAdds, maxParamBytes';

/** Configurations that are refused: what is said after the file's name. */
const REFUSED: readonly (readonly [config: unknown, message: string])[] = [
  [{}, 'it takes a list of models, but is {}'],
  [[], 'it takes a list of at least one model, but is []'],
  [['se-resnet-50'], '[0] takes an object with the keys name, arch, depth, '],
  [
    [{ name: 'x', limits: LIMITS, deph: 50 }],
    '[0] has a key that is not known, "deph"; its keys are name, arch, depth, block, blocks, ' +
      'numClasses, reduction, inputSize, freeze, baseline, limits, tolerance.',
  ],
  [[{ limits: LIMITS }], '[0].name is missing; it takes a name that is not empty.'],
  [[{ name: 7, limits: LIMITS }], '[0].name takes a name that is not empty, but is 7.'],
  [
    [{ name: 'x', limits: { maxParam: 1 } }],
    `[0].limits has a key that is not known, "maxParam"; its keys are ${LIMIT_KEYS}.`,
  ],
  [
    [{ name: 'x', limits: { params: '28M' } }],
    '[0].limits.params takes a whole number from 0, but is "28M".',
  ],
  [
    [{ name: 'x', limits: { params: 1.5 } }],
    '[0].limits.params takes a whole number from 0, but is 1.5.',
  ],
  [
    [{ name: 'x', limits: { params: -1 } }],
    '[0].limits.params takes a whole number from 0, but is -1.',
  ],
  [[{ name: 'x', limits: {} }], '[0].limits has no limit in it.'],
  [[{ name: 'x' }], '[0] has nothing to check: it needs a "baseline" or "limits".'],
  [
    [{ name: 'x', limits: LIMITS, arch: 'vgg' }],
    '[0].arch takes one of "se-resnet", "resnet", but is "vgg".',
  ],
  [
    [{ name: 'x', limits: LIMITS, depth: 51 }],
    '[0].depth takes one of 10, 14, 18, 26, 34, 50, 101, 152, 200, 269, but is 51.',
  ],
  [[{ name: 'x', limits: LIMITS, depth: '50' }], '[0].depth takes one of 10, 14, '],
  [
    [{ name: 'x', limits: LIMITS, block: 'basic' }],
    '[0].block needs "blocks" beside it, such as [3, 4, 6, 3].',
  ],
  [
    [{ name: 'x', limits: LIMITS, blocks: [1, 1, 1, 1] }],
    '[0].blocks needs "block" beside it, "basic" or "bottleneck".',
  ],
  [
    [{ name: 'x', limits: LIMITS, block: 'basic', blocks: [1, 1, 1] }],
    '[0].blocks takes four whole numbers from 1, such as [3, 4, 6, 3], but is [1,1,1].',
  ],
  [
    [{ name: 'x', limits: LIMITS, depth: 50, block: 'basic', blocks: [1, 1, 1, 1] }],
    '[0].depth cannot stand beside "block" and "blocks".',
  ],
  [
    [{ name: 'x', limits: LIMITS, inputSize: '1x3x224x224' }],
    '[0].inputSize takes four whole numbers from 1, NCHW, such as [1, 3, 224, 224], but is "1x3x224x224".',
  ],
  [
    [{ name: 'x', limits: LIMITS, inputSize: [3, 224, 224] }],
    '[0].inputSize takes four whole numbers',
  ],
  [
    [{ name: 'x', limits: LIMITS, inputSize: [1, 3, 0, 224] }],
    '[0].inputSize[2] takes a whole number from 1, but is 0.',
  ],
  [
    [{ name: 'x', limits: LIMITS, freeze: 'conv1' }],
    '[0].freeze takes a list of state-dict prefixes',
  ],
  [
    [{ name: 'x', limits: LIMITS, tolerance: '5 percent' }],
    '[0].tolerance takes a number from 0, or a percentage such as "0.5%", but is "5 percent".',
  ],
  [[{ name: 'x', limits: LIMITS, tolerance: -1 }], '[0].tolerance takes a number from 0'],
  [[{ name: 'x', baseline: '' }], '[0].baseline takes the path of a file, but is "".'],
];

/** What only concerns several values at once, which JSON Schema has no words for. */
const REFUSED_BY_READING: typeof REFUSED = [
  [
    [{ name: 'x', limits: LIMITS, arch: 'resnet', reduction: 8 }],
    '[0].reduction cannot stand beside an "arch" that has no SE blocks.',
  ],
  [
    [
      { name: 'x', limits: LIMITS },
      { name: 'x', limits: LIMITS },
    ],
    '[1].name is that of [0] too, and must be its own.',
  ],
  [
    [
      { name: 'x', baseline: 'b.json' },
      { name: 'y', baseline: 'b.json' },
    ],
    '[1].baseline is that of [0] too, and must be its own.',
  ],
];

describe('a configuration that is not accepted', () => {
  for (const [config, message] of [...REFUSED, ...REFUSED_BY_READING]) {
    it(`is refused: ${JSON.stringify(config)}`, async () => {
      workWith({ 'se-resnet.config.json': config });
      const { exitCode, stdout, stderr } = await run(['check']);
      expect(stderr.split('\n')[0]).toContain(`error: se-resnet.config.json: ${message}`);
      expect(stdout).toBe('');
      expect(exitCode).toBe(2);
    });
  }

  it('is refused by the JSON Schema too', () => {
    for (const [config] of REFUSED) expect(schemaErrors('config', config)).not.toEqual([]);
  });

  it('tells of every mistake', async () => {
    workWith({ 'se-resnet.config.json': [{ name: 'x', limits: { params: 'a' }, depth: 1 }] });
    const { stderr } = await run(['check']);
    expect(stderr).toContain('[0].limits.params takes');
    expect(stderr).toContain('[0].depth takes');
  });

  it('says where it stands in package.json', async () => {
    workWith({ 'package.json': { 'se-resnet': [{ name: 'x', limits: { params: 'a' } }] } });
    const { stderr } = await run(['check']);
    expect(stderr).toContain('error: package.json, "se-resnet": [0].limits.params takes');
  });

  it('says which model cannot be built', async () => {
    workWith({ 'se-resnet.config.json': [{ ...SMALL, limits: LIMITS, freeze: ['conv9'] }] });
    const { exitCode, stderr } = await run(['check']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('error: se-resnet.config.json: [0] "small": ');
    expect(stderr).toContain('"conv9"');
  });
});

describe('a configuration that is accepted', () => {
  it('is so by the JSON Schema too', () => {
    const config = [
      { name: 'a', baseline: 'a.json' },
      { name: 'b', limits: { maxParams: 1 }, tolerance: 0 },
      {
        ...{ name: 'c', baseline: 'c.json', limits: { params: 1 }, tolerance: '0.5%' },
        ...{ arch: 'se-resnet', block: 'basic', blocks: [1, 1, 1, 1], numClasses: 10 },
        ...{ reduction: 8, inputSize: [1, 3, 32, 32], freeze: ['conv1'] },
      },
    ];
    expect(schemaErrors('config', config)).toEqual([]);
  });
});
