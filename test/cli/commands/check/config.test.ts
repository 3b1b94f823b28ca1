import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseCheck } from '../../../support/documents.js';
import { refusal, run } from '../../../support/run.js';
import { schemaErrors } from '../../../support/schema.js';
import { temporaryFolder, workIn } from '../../../support/temporary.js';

/** What torchinfo's table says, fixtures/torchinfo/1.8/depth18.txt. */
const PARAMS_18 = 11_770_912;

/** How a baseline begins. */
const BASELINE_HEAD = { schemaVersion: 2, kind: 'baseline' };

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
    workIn(fileURLToPath(new URL('../../../../fixtures', import.meta.url)));
    const { exitCode, stdout, stderr } = await run(['check', '--json']);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(parseCheck(stdout).models.map(({ name, passed }) => [name, passed])).toEqual([
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
    const { models: results } = parseCheck(stdout);
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

  it('takes --tolerance if an entry says nothing', async () => {
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
    expect(parseCheck(stdout).models.map(({ passed }) => passed)).toEqual([false, true]);
  });

  it('reports baselines that none of its entries uses', async () => {
    workWith({
      'se-resnet.config.json': [{ ...SMALL, baseline: 'baselines/used.json' }],
      'baselines/other.json': { kind: 'something else' },
      'baselines/elsewhere.json': { kind: 'baseline', of: 'another program' },
      'baselines/orphan.json': BASELINE_HEAD,
      'baselines/orphan-1.json': { kind: 'se-resnet-baseline', schemaVersion: 1 },
      'node_modules/x/b.json': BASELINE_HEAD,
      'packages/own/b.json': BASELINE_HEAD,
      'packages/own/package.json': {},
    });
    await run(['check', '--update']);
    const { exitCode, stderr } = await run(['check']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe(
      ['orphan-1.json', 'orphan.json']
        .map(
          (name) =>
            `note: ${join('baselines', name)} is a baseline that no entry of ` +
            'se-resnet.config.json uses.\n',
        )
        .join(''),
    );
  });

  it('is asked for if there is none', async () => {
    workWith({});
    const { exitCode, stdout, stderr } = await run(['check']);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(
      'error: There is nothing to check: neither se-resnet.config.json nor a "se-resnet" key in ' +
        'package.json is here, or in a folder above.\n',
    );
    const named = await run(['check', '--config', 'none.json']);
    expect(named.exitCode).toBe(2);
    expect(named.stderr).toContain('error: --config names none.json, which does not exist.');
  });
});

const LIMITS = { params: 1 };
const KEYS =
  'name, model, arch, depth, block, blocks, numClasses, attention, reduction, stem, strideIn, groups, ' +
  'widthPerGroup, downsample, inChannels, inputSize, freeze, baseline, limits, tolerance';
const LIMIT_KEYS =
  'params, trainableParams, multAdds, paramBytes, maxParams, maxTrainableParams, maxMultAdds, maxParamBytes';

/** Configurations that are refused: what is said after the file's name. */
const REFUSED: readonly (readonly [config: unknown, message: string])[] = [
  [{}, 'models is missing; it takes a list of models.'],
  [null, 'it takes a list of models, but is null.'],
  [17, 'it takes a list of models, but is 17.'],
  ['models', 'it takes a list of models, but is "models".'],
  [{ models: {} }, 'models takes a list of models, but is {}.'],
  [{ models: null }, 'models takes a list of models, but is null.'],
  [{ models: [] }, 'models takes a list of at least one model, but is [].'],
  [{ models: [[]] }, `models[0] takes an object with the keys ${KEYS}, but is [].`],
  [
    { $schema: 7, models: [{ name: 'x', limits: LIMITS }] },
    '$schema takes the address of a JSON Schema, but is 7.',
  ],
  [
    { models: [{ name: 'x', limits: LIMITS }], extends: 'y' },
    'it has a key that is not known, "extends"; its keys are $schema, models.',
  ],
  [
    { models: [{ name: 'x' }] },
    'models[0] has nothing to check: it needs a "baseline" or "limits".',
  ],
  [[], 'it takes a list of at least one model, but is []'],
  [['se-resnet-50'], '[0] takes an object with the keys name, model, arch, depth, '],
  [
    [{ name: 'x', limits: LIMITS, deph: 50 }],
    `[0] has a key that is not known, "deph"; its keys are ${KEYS}.`,
  ],
  [
    [{ name: 'x', limits: LIMITS, channels: 3 }],
    `[0] has a key that is not known, "channels"; its keys are ${KEYS}.`,
  ],
  [
    [{ name: 'x', limits: LIMITS, constructor: 50 }],
    `[0] has a key that is not known, "constructor"; its keys are ${KEYS}.`,
  ],
  [
    [{ name: 'x', limits: LIMITS, arch: 'toString' }],
    '[0].arch takes one of "se-resnet", "resnet", but is "toString".',
  ],
  [
    [{ name: 'x', limits: LIMITS, blocks: { length: 4 }, block: 'basic' }],
    '[0].blocks takes four whole numbers from 1 to 1000, such as [3, 4, 6, 3], but is {"length":4}.',
  ],
  [
    [{ name: 'x', limits: LIMITS, depth: null }],
    '[0].depth takes one of 10, 14, 18, 26, 34, 50, 101, 152, 200, 269, but is null.',
  ],
  [
    [{ name: 'x', limits: LIMITS, blocks: [3, 1001, 6, 3], block: 'basic' }],
    '[0].blocks[1] takes a whole number from 1 to 1000, but is 1001.',
  ],
  [
    [{ name: 'x', limits: LIMITS, numClasses: 2 ** 31 }],
    '[0].numClasses takes a whole number from 1 to 2147483647, but is 2147483648.',
  ],
  [
    [{ name: 'x', limits: [] }],
    `[0].limits takes an object with the keys ${LIMIT_KEYS}, but is [].`,
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
    '[0].blocks takes four whole numbers from 1 to 1000, such as [3, 4, 6, 3], but is [1,1,1].',
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
  [
    [{ name: 'x', limits: LIMITS, tolerance: 1e21 }],
    '[0].tolerance takes at most 9007199254740991, but is 1e+21.',
  ],
  [
    [{ name: 'x', limits: LIMITS, tolerance: '9'.repeat(310) }],
    '[0].tolerance takes at most 9007199254740991, but is "999',
  ],
  [
    [{ name: 'x', limits: { params: 2 ** 53 } }],
    '[0].limits.params takes a whole number from 0 to 9007199254740991, but is 9007199254740992.',
  ],
  [[{ name: 'x', baseline: '' }], '[0].baseline takes the path of a file, but is "".'],
];

/** What only concerns several values at once, which JSON Schema has no words for. */
const REFUSED_BY_READING: typeof REFUSED = [
  [
    [{ name: 'x', limits: LIMITS, attention: 'eca', reduction: 16 }],
    '[0].reduction cannot stand beside "attention": "eca".',
  ],
  [
    [{ name: 'x', limits: LIMITS, arch: 'resnet', attention: 'se' }],
    '[0].attention cannot stand beside "arch": "resnet", whose attention is "none".',
  ],
  [
    [{ name: 'x', limits: LIMITS, depth: 18, groups: 2 }],
    '[0].groups cannot stand beside "depth": 18, whose block is "basic".',
  ],
  [
    [{ name: 'x', limits: LIMITS, block: 'basic', blocks: [1, 1, 1, 1], strideIn: '1x1' }],
    '[0].strideIn cannot stand beside "block": "basic".',
  ],
  [
    [{ name: 'x', limits: LIMITS, stem: 7 }],
    '[0].stem takes one of "3x3", "7x7", "deep", but is 7.',
  ],
  [
    [{ name: 'x', limits: LIMITS, arch: 'resnet', reduction: 8 }],
    '[0].reduction cannot stand beside "arch": "resnet", which has no such option.',
  ],
  [
    [
      { name: 'x', limits: LIMITS },
      { name: 'x', limits: LIMITS },
    ],
    '[1].name is that of [0] too, and must be its own.',
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

  it('tells of a number that is too large for JavaScript', async () => {
    const nines = '9'.repeat(310);
    workWithText(`[{ "name": "x", "limits": { "params": ${nines} }, "tolerance": ${nines} }]`);
    expect(await run(['check'])).toEqual(
      refusal(
        'se-resnet.config.json: [0].limits.params takes a whole number from 0 to 9007199254740991, ' +
          'but is Infinity.',
        'se-resnet.config.json: [0].tolerance takes at most 9007199254740991, but is Infinity.',
      ),
    );
  });

  it('takes a tolerance as a number, however small', async () => {
    workWith({
      'se-resnet.config.json': [{ ...SMALL, limits: { params: PARAMS_18 }, tolerance: 0.0000001 }],
    });
    const { stdout, exitCode } = await run(['check', '--json']);
    expect(exitCode).toBe(0);
    expect(parseCheck(stdout).models[0]?.checks[0]?.tolerance).toBe(1e-7);
  });

  it('tells of ten mistakes, and how many more there are', async () => {
    workWith({ 'se-resnet.config.json': Array.from({ length: 3000 }, () => 7) });
    const { stderr, exitCode } = await run(['check']);
    expect(exitCode).toBe(2);
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(11);
    expect(lines[9]).toContain('se-resnet.config.json: [9] takes an object with the keys');
    expect(lines[10]).toBe('And 2,990 more.');
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

/** Makes a folder with a configuration of this text the working folder. */
function workWithText(text: string, name = 'se-resnet.config.json'): string {
  const folder = workWith({});
  writeFileSync(join(folder, name), text);
  return folder;
}

describe('a configuration with a mistake of syntax', () => {
  it.each([
    ['', 'value expected in line 1, column 1'],
    ['// nothing', 'value expected in line 1, column 11'],
    ['[{ name: "x" }]', 'invalid symbol in line 1, column 4'],
    ['[\n  {},\n  x\n]', 'invalid symbol in line 3, column 3'],
    ['\uFEFF[\nx]', 'invalid symbol in line 2, column 1'],
    ['[\0]', 'invalid symbol in line 1, column 2'],
    ['[,]', 'value expected in line 1, column 2'],
    ['[{ "name": "x" "limits": {} }]', 'comma expected in line 1, column 16'],
    ['[] []', 'end of file expected in line 1, column 4'],
    ['/* no end', 'unexpected end of comment in line 1, column 1'],
  ])('%j is refused', async (text, reason) => {
    workWithText(text);
    expect(await run(['check'])).toEqual(refusal(`se-resnet.config.json is not JSON: ${reason}.`));
  });

  it('is refused if it is nested deeper than can be read', async () => {
    workWithText('['.repeat(200_000));
    expect(await run(['check'])).toEqual(refusal('se-resnet.config.json is nested too deeply.'));
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    workWithText(`{ "se-resnet": ${deep} }`, 'package.json');
    expect(await run(['check'])).toEqual(
      refusal(
        `package.json, "se-resnet": [0] takes an object with the keys ${KEYS}, but is nested too deeply.`,
      ),
    );
  });

  // What JSON.stringify never writes.
  it.each([
    ['[{ "name": "x", "limits": { "params": 1 }, "__proto__": 7 }]', '[0] has a key'],
    ['[{ "name": "x", "limits": { "params": 1, "__proto__": 7 } }]', '[0].limits has a key'],
    ['[{ "name": "x", "__proto__": { "limits": { "params": 1 } } }]', '[0] has a key'],
  ])('is refused if a key is __proto__: %s', async (text, start) => {
    for (const [content, name, place] of [
      [text, 'se-resnet.config.json', 'se-resnet.config.json'],
      [`{ "se-resnet": ${text} }`, 'package.json', 'package.json, "se-resnet"'],
    ] as const) {
      workWithText(content, name);
      const { exitCode, stdout, stderr } = await run(['check']);
      expect(stderr).toContain(
        `error: ${place}: ${start} that is not known, "__proto__"; its keys`,
      );
      expect([stdout, exitCode]).toEqual(['', 2]);
    }
  });
});

describe('a model that is named', () => {
  // Of its options the article's family says nothing.
  it.each([
    { model: 'timm/ResNet', block: 'basic' },
    { model: 'paper/SENet', blocks: [1, 1, 1, 1] },
    { model: 'paper/SENet', attention: 'se', groups: 2, stem: 'deep' },
    { model: 'se-resnet', block: 'basic', blocks: [1, 1, 1, 1] },
    { model: 'timm/resnet50.a1_in1k', numClasses: 10 },
    { model: 'se-resnet-50?reduction=8', inputSize: [1, 3, 64, 64] },
  ])('is accepted by the JSON Schema as by the command: %j', async (entry) => {
    const config = [{ name: 'x', limits: { maxParams: 1e12 }, ...entry }];
    expect(schemaErrors('config', config)).toEqual([]);
    workWith({ 'se-resnet.config.json': config });
    expect((await run(['check'])).exitCode).toBe(0);
  });

  it.each([
    { model: 'resnet-50', arch: 'resnet' },
    { model: '', depth: 50 },
    { model: null },
    { model: 5 },
    { model: ['resnet-50'] },
    { model: 'timm/resnet50', numClasses: 0 },
    { model: 'timm/resnet50', layers: [1, 1, 1, 1] },
  ])('is refused by the JSON Schema as by the command: %j', async (entry) => {
    const config = [{ name: 'x', limits: LIMITS, ...entry }];
    expect(schemaErrors('config', config)).not.toEqual([]);
    workWith({ 'se-resnet.config.json': config });
    expect((await run(['check'])).exitCode).toBe(2);
  });
});

const ONE = [{ ...SMALL, limits: { params: PARAMS_18 } }];

describe('the object form of a configuration', () => {
  it('has its models under a key, and may name a schema', async () => {
    for (const config of [{ models: ONE }, { $schema: './config.json', models: ONE }]) {
      workWith({ 'se-resnet.config.json': config });
      expect((await run(['check'])).exitCode).toBe(0);
      workWith({ 'package.json': { 'se-resnet': config } });
      expect((await run(['check'])).exitCode).toBe(0);
      expect(schemaErrors('config', config)).toEqual([]);
    }
  });

  it('is told of in the place of a model that cannot be built', async () => {
    workWith({
      'se-resnet.config.json': { models: [{ ...SMALL, limits: LIMITS, freeze: ['conv9'] }] },
    });
    const { stderr } = await run(['check']);
    expect(stderr).toContain('error: se-resnet.config.json: models[0] "small": ');
  });
});

describe('a configuration with comments', () => {
  const text = `\uFEFF// What must hold.
    [
      /* The smallest
         network. */
      { "name": "// small", "depth": 18, "limits": { "params": 11770912, }, }, // PARAMS_18
    ]`;

  it('is read, and so are commas after the last item', async () => {
    const folder = workWithText(text);
    const { stdout, exitCode } = await run(['check', '--json']);
    expect(exitCode).toBe(0);
    expect(parseCheck(stdout).models.map(({ name }) => name)).toEqual(['// small']);
    writeFileSync(join(folder, 'other.jsonc'), text);
    expect((await run(['check', '--config', 'other.jsonc'])).exitCode).toBe(0);
  });

  it('is none in package.json, where npm would not read it', async () => {
    workWithText(`{ "se-resnet": ${text.slice(1)} }`, 'package.json');
    for (const args of [['check'], ['check', '--config', 'package.json']]) {
      const { exitCode, stderr } = await run(args);
      expect(stderr).toMatch(/^error: package\.json is not JSON: [^\n]*\n$/);
      expect(exitCode).toBe(2);
    }
  });
});

describe('a configuration above the working folder', () => {
  /** The name of the model that is checked from a folder below. */
  const checkedFrom = async (folder: string, ...args: string[]) => {
    workIn(folder);
    const { stdout, stderr } = await run(['check', '--json', ...args]);
    expect(stderr).toBe('');
    return parseCheck(stdout).models.map(({ name }) => name);
  };
  const named = (name: string) => [{ ...SMALL, name, limits: LIMITS, tolerance: '9999999999%' }];

  it('is found, the nearest first', async () => {
    const folder = workWith({
      'se-resnet.config.json': named('top'),
      'a/b/empty/x.json': {},
      'a/package.json': { 'se-resnet': named('a') },
      'a/b/package.json': { name: 'without' },
      'c/package.json': { 'se-resnet': named('c, package') },
      'c/se-resnet.config.json': named('c, file'),
      'd/e/x.json': {},
    });
    expect(await checkedFrom(join(folder, 'a/b/empty'))).toEqual(['a']);
    expect(await checkedFrom(join(folder, 'c'))).toEqual(['c, file']);
    expect(await checkedFrom(join(folder, 'd/e'))).toEqual(['top']);
    expect(await checkedFrom(join(folder, 'd'), '--config', '../c/package.json')).toEqual([
      'c, package',
    ]);
  });

  it('has paths that start from its own folder', async () => {
    const folder = workWith({
      'se-resnet.config.json': [{ ...SMALL, baseline: 'baselines/small.json' }],
      'a/b/x.json': {},
    });
    workIn(join(folder, 'a/b'));
    const file = join('..', '..', 'baselines', 'small.json');
    expect((await run(['check', '--update'])).stdout).toBe(`small: wrote ${file}.\n`);
    expect(existsSync(join(folder, 'baselines', 'small.json'))).toBe(true);
    const { stdout, exitCode } = await run(['check', '--json']);
    expect(parseCheck(stdout).models[0]?.baseline).toEqual({ path: file, status: 'compared' });
    expect(exitCode).toBe(0);
  });

  it('is refused in a sentence if it is broken or cannot be read', async () => {
    const folder = workWith({ 'a/x.json': {}, 'b/c/x.json': {}, 'd/se-resnet.config.json/x': 1 });
    writeFileSync(join(folder, 'se-resnet.config.json'), '[x');
    writeFileSync(join(folder, 'b/package.json'), '{');
    workIn(join(folder, 'a'));
    expect(await run(['check'])).toEqual(
      refusal('../se-resnet.config.json is not JSON: invalid symbol in line 1, column 2.'),
    );
    workIn(join(folder, 'b/c'));
    expect((await run(['check'])).stderr).toMatch(/^error: \.\.\/package\.json is not JSON: .*\n$/);
    workIn(join(folder, 'd'));
    expect(await run(['check'])).toEqual(
      refusal('se-resnet.config.json cannot be read: it is a folder.'),
    );
  });

  it('is told of by the place where it was found', async () => {
    const folder = workWith({ 'se-resnet.config.json': [{ name: 'x' }], 'a/x.json': {} });
    workIn(join(folder, 'a'));
    expect((await run(['check'])).stderr).toContain(
      `error: ${join('..', 'se-resnet.config.json')}: [0] has nothing to check`,
    );
  });
});

describe('a path of a baseline that names no file', () => {
  it.each([
    ['.', '. cannot be read: it is a folder.'],
    ['a\0b.json', 'cannot be read: '],
  ])('%j is refused', async (baseline, message) => {
    workWith({ 'se-resnet.config.json': [{ ...SMALL, baseline }] });
    const { exitCode, stdout, stderr } = await run(['check']);
    expect(stderr).toContain(message);
    expect(stderr.split('\n')).toHaveLength(2);
    expect([stdout, exitCode]).toEqual(['', 2]);
  });
});

describe('--config', () => {
  it('names a file of any name, which is no manifest if it is not called package.json', async () => {
    workWith({ 'my-package.json': { models: ONE } });
    expect((await run(['check', '--config', 'my-package.json'])).exitCode).toBe(0);
  });

  it('names a package.json that must have the key', async () => {
    workWith({ 'package.json': { models: ONE } });
    expect(await run(['check', '--config', 'package.json'])).toEqual(
      refusal('--config names package.json, which has no "se-resnet" key.'),
    );
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
