import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jsonSchemas } from '../../src/documents/json-schemas.js';
import { readConfig } from '../../src/documents/read.js';
import { UserError } from '../../src/errors.js';
import { defineArchitecture } from '../../src/models/architecture.js';
import {
  choiceOption,
  type OptionValues,
  switchOption,
  wholeNumberOption,
  withDefault,
} from '../../src/models/option.js';
import { inChannels, reduction } from '../../src/models/options.js';
import { createModel, modelNames } from '../../src/models/create.js';
import { allOptions, describeModel, registerArchitecture } from '../../src/models/registry.js';
import { Conv2d, Module, ReLU, Sequential } from '../../src/nn/index.js';
import { summary } from '../../src/run.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { thrownBy } from '../support/errors.js';
import { run } from '../support/run.js';
import { temporaryFolder, workIn } from '../support/temporary.js';

/** A stack of 1x1 convolutions, with options of its own. */
class Toy extends Module {
  static override readonly className = 'Toy';
  readonly body: Sequential;

  constructor(channels: number, width: number, layers: number, withReLU: boolean) {
    super();
    const made = Array.from({ length: layers }, (_, index) => {
      const conv = new Conv2d(index === 0 ? channels : width, width, { kernelSize: 1 });
      return withReLU ? [conv, new ReLU()] : [conv];
    });
    this.body = new Sequential(...made.flat());
  }

  override forward(x: Tensor): Tensor {
    return this.body.call(x);
  }
}

const width = wholeNumberOption(
  { name: 'toyWidth', words: 'channels of every layer', value: 'channels', title: 'Width' },
  1,
  4,
);
const activation = switchOption({ name: 'toyRelu', words: 'a ReLU after each layer' });
const size = choiceOption(
  { name: 'toySize', words: 'how many layers', value: 'size' },
  ['small', 'large'],
  'small',
);

const toy = defineArchitecture({
  name: 'toy',
  words: 'a stack of convolutions',
  options: { toyWidth: width, toyRelu: activation, toySize: size, inChannels },
  variants: [
    { name: 'toy-small', options: { toySize: 'small' } },
    { name: 'toy-large', options: { toySize: 'large' } },
  ],
  // The types of the values are those of the options: this would not compile with others.
  build: ({ toyWidth, toyRelu, toySize, inChannels: channels }) =>
    new Toy(channels, toyWidth, toySize === 'large' ? 3 : 1, toyRelu),
});

/** 1x1 convolutions from 3 to 4 channels and from 4 to 4, with biases. */
const [FIRST, OTHER] = [3 * 4 + 4, 4 * 4 + 4];
const INPUT = ['--input-size', '1x3x8x8'];

describe('an architecture that was registered', () => {
  let unregister: () => void = () => undefined;

  beforeEach(() => {
    unregister = registerArchitecture(toy);
  });
  afterEach(() => {
    unregister();
  });

  it('is built by name, with its own options', () => {
    expect(modelNames()).toContain('toy-large');
    const model = createModel('toy-large', { toyWidth: 5 });
    expect(summary(model, [1, 3, 8, 8]).totals.params).toBe(3 * 5 + 5 + 2 * (5 * 5 + 5));
    expect(describeModel(model)).toEqual({
      name: 'toy-large',
      type: 'Toy',
      arch: 'toy',
      options: { toyWidth: 5, toyRelu: false, toySize: 'large', inChannels: 3 },
      source: { kind: 'registry' },
    });
  });

  it('is summarised, by flags that follow from its options', async () => {
    const flags = ['--arch', 'toy', '--toy-size', 'large', '--toy-relu', ...INPUT];
    const result = await run(['summary', ...flags, '--engine', 'meta']);
    expect(result.stderr).toBe('');
    expect(result.stdout).toContain('│    └─ReLU: 2-6 ');
    expect(result.stdout).toContain(`Total params: ${String(FIRST + 2 * OTHER)}\n`);
    const real = await run(['summary', ...flags, '--engine', 'wasm']);
    expect(real.stdout).toBe(result.stdout);
  });

  it('is serialised with all of its options', async () => {
    const { stdout } = await run([
      'summary',
      '--arch',
      'toy',
      ...INPUT,
      '--engine',
      'meta',
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'summary',
      model: {
        name: 'toy-small',
        type: 'Toy',
        arch: 'toy',
        options: { toyWidth: 4, toyRelu: false, toySize: 'small', inChannels: 3 },
        source: { kind: 'registry' },
      },
      totals: { params: FIRST },
    });
  });

  it('is checked, by flags, by a baseline and by a configuration', async () => {
    workIn(temporaryFolder());
    const flags = ['--arch', 'toy', ...INPUT];
    expect((await run(['check', ...flags, '--params', String(FIRST)])).exitCode).toBe(0);
    const baseline = ['--baseline', 'toy.json'];
    expect((await run(['check', ...flags, ...baseline, '--update'])).exitCode).toBe(0);
    expect(readFileSync('toy.json', 'utf8')).toContain('"toySize": "small"');
    const moved = await run(['check', ...flags, ...baseline, '--toy-width', '5']);
    expect(moved.exitCode).toBe(1);
    const entry = { name: 'toy', arch: 'toy', toyWidth: 6, limits: { params: 24 } };
    expect(readConfig([entry], 'a file')).toEqual([
      { name: 'toy', arch: 'toy', limits: { params: 24 }, options: { toyWidth: 6 } },
    ]);
    expect(() => readConfig([{ ...entry, toyWidth: 'wide' }], 'a file')).toThrow(
      'a file: [0].toyWidth takes a whole number from 1, but is "wide".',
    );
  });

  it('is listed, and compared', async () => {
    const { stdout } = await run(['list']);
    expect(stdout).toMatch(/│ toy-large +│ +│ +│ 4 +│ 1x3x224x224 │/);
    const comparison = await run([
      'compare',
      'toy-small',
      'toy-large',
      '--toy-width',
      '5',
      '--json',
    ]);
    expect(JSON.parse(comparison.stdout)).toMatchObject({
      kind: 'comparison',
      totals: [{ metric: 'params', values: [20, 80] }, ...Array<object>(8).fill({})],
    });
  });

  it('has its options in the JSON Schema of a configuration', () => {
    const schema = JSON.stringify(jsonSchemas()['config.json']);
    expect(schema).toContain('"toyWidth":{');
    expect(schema).toContain('"toySize":{');
  });

  it("is told apart from others that have no such option, in the flags' words", async () => {
    const result = await run(['summary', '--engine', 'meta', '--toy-width', '4']);
    expect(result.stderr).toBe(
      'error: --toy-width cannot stand beside --arch se-resnet, which has no such option.\n' +
        'Leave out one of the two.\n',
    );
    expect(result.exitCode).toBe(2);
  });

  it('leaves nothing behind when it goes', async () => {
    unregister();
    const result = await run(['summary', '--engine', 'meta', '--toy-width', '4']);
    expect(result.stderr).toContain("unknown option '--toy-width'");
    expect(() => createModel('toy-small')).toThrow(UserError);
  });

  it('cannot be registered twice', () => {
    expect(() => registerArchitecture(toy)).toThrow('toy is registered already');
  });
});

describe('options of one name', () => {
  const withOption = (option: typeof reduction) =>
    defineArchitecture({
      name: 'other',
      words: 'another one',
      options: { reduction: option },
      variants: [],
      build: () => new ReLU(),
    });

  it('may differ in their default', async () => {
    const unregister = registerArchitecture(withOption(withDefault(reduction, 4)));
    try {
      expect(allOptions().filter(({ name }) => name === 'reduction')).toHaveLength(1);
      const { stdout } = await run(['summary', '--help']);
      expect(stdout.replace(/\s+/g, ' ')).toContain('(default: 16; 4 for --arch other)');
    } finally {
      unregister();
    }
  });

  it('may not differ in anything else', () => {
    const other = wholeNumberOption({ name: 'reduction', words: 'else', value: 'ratio' }, 2, 16);
    expect(() => registerArchitecture(withOption(other))).toThrow(
      'the option reduction of other is not that of other architectures',
    );
    expect(allOptions()).toContain(reduction);
  });
});

describe('createModel', () => {
  it('takes the name of a variant, or of an architecture, and options', () => {
    const model = createModel('se-resnet-18', { numClasses: 10, reduction: 8 });
    expect(describeModel(model)).toMatchObject({
      name: 'se-resnet-18',
      options: {
        depth: 18,
        block: 'basic',
        blocks: [2, 2, 2, 2],
        numClasses: 10,
        reduction: 8,
        inChannels: 3,
      },
    });
    expect(describeModel(createModel('resnet'))).toMatchObject({ name: 'resnet-50' });
    const own = createModel('resnet', { block: 'basic', blocks: [1, 2, 1, 2] });
    expect(describeModel(own)).toMatchObject({ name: null, options: { depth: null } });
    const named = createModel('resnet', { block: 'basic', blocks: [2, 2, 2, 2] });
    expect(describeModel(named)).toMatchObject({ name: 'resnet-18', options: { depth: 18 } });
  });

  it('takes what a document says back', () => {
    for (const options of [
      { depth: 34 },
      { block: 'bottleneck', blocks: [1, 2, 1, 2] },
      { attention: 'eca', stem: 'deep', downsample: 'avg' },
      { attention: 'cbam', depth: 18, reduction: 4 },
      { strideIn: '1x1', groups: 32, widthPerGroup: 4 },
    ] as const) {
      const told = describeModel(createModel('se-resnet', options));
      expect(describeModel(createModel('se-resnet', told.options))).toEqual(told);
    }
  });

  it.each<[string, Parameters<typeof createModel>[1], string, string | undefined]>([
    [
      'se-resnet-51',
      {},
      'There is no model "se-resnet-51".',
      'Did you mean se-resnet-50, paper/se-resnet-50?',
    ],
    ['__proto__', {}, 'There is no model "__proto__".', undefined],
    ['resnet-50', { reduction: 8 }, 'resnet takes the options depth, block', undefined],
    ['resnet-50', { toString: 8 }, 'resnet takes the options depth, block', undefined],
    [
      'resnet-50',
      { numClasses: 0 },
      'numClasses takes a whole number from 1, but was given 0.',
      undefined,
    ],
    ['resnet-50', { depth: 51 }, 'depth takes 10, 14, 18, 26, 34, 50, 101,', undefined],
    ['resnet', { block: 'basic' }, 'block needs blocks beside it.', undefined],
    [
      'se-resnet-50',
      { attention: 'none', reduction: 8 },
      'reduction 8 cannot stand beside attention "none".',
      'reduction goes with attention "se" or "cbam".',
    ],
    [
      'resnet',
      { attention: 'cbam' },
      'attention "cbam" cannot stand beside resnet, whose attention is "none".',
      undefined,
    ],
    [
      'resnet-18',
      { groups: 2 },
      'groups 2 cannot stand beside depth 18, whose block is "basic".',
      'groups goes with block "bottleneck".',
    ],
    ['resnet-50', { stem: '3' }, 'stem takes 3x3, 7x7 or deep, but was given "3".', undefined],
    ['resnet-50', { stem: null }, 'stem takes 3x3, 7x7 or deep, but was given null.', undefined],
    [
      'resnet-50',
      { block: 'basic', blocks: [1, 1, 1, 1] },
      'depth cannot stand beside block and blocks, which give a depth of 10.',
      undefined,
    ],
  ])('refuses %s with %j in one sentence', (name, options, sentence, hint) => {
    expect.assertions(hint === undefined ? 2 : 3);
    try {
      createModel(name, options);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      if (!(error instanceof UserError)) return;
      expect(error.message.startsWith(sentence)).toBe(true);
      if (hint !== undefined) expect(error.hint).toBe(hint);
    }
  });
});

describe('a name', () => {
  it('means the defaults, but takes other values', () => {
    const deep = createModel('se-resnet-50', { stem: 'deep', downsample: 'avg' });
    expect(describeModel(deep)).toMatchObject({
      name: null,
      type: 'SE_ResNet',
      options: { depth: 50, stem: 'deep', downsample: 'avg', strideIn: '3x3' },
    });
    expect(describeModel(createModel('resnet-18', { stem: '3x3' })).name).toBe('resnet-18');
  });

  it('is that of the network without SE blocks if there is no attention', () => {
    for (const [name, options] of [
      ['se-resnet', { attention: 'none' }],
      ['se-resnet-50', { attention: 'none', numClasses: 10 }],
      ['se-resnet', { attention: 'none', stem: '7x7', block: 'basic', blocks: [1, 2, 1, 1] }],
    ] as const) {
      const model = createModel(name, options);
      expect(model.className).toBe('ResNet');
      const { attention, ...others }: OptionValues = options;
      const plain = createModel(name.replace('se-', ''), others);
      expect(attention).toBe('none');
      expect(describeModel(model)).toEqual(describeModel(plain));
    }
  });

  it.each([
    [{ attention: 'se' }, 'SE_ResNet'],
    [{ attention: 'eca' }, 'ResNet'],
    [{ attention: 'cbam' }, 'ResNet'],
  ])('has the class of its attention: %j', (options, className) => {
    expect(createModel('se-resnet-18', options).className).toBe(className);
  });
});

describe('createModel refuses', () => {
  const made = (...args: unknown[]): unknown =>
    thrownBy((): unknown => Reflect.apply(createModel, undefined, args));

  it.each([
    [5],
    [null],
    [undefined],
    [{}],
    [['se-resnet-50']],
    ['__proto__'],
    ['constructor'],
    [''],
  ])('the name %j', (name) => {
    expect(made(name)).toMatchObject({ name: 'UserError', code: 'unknown-model' });
  });

  it.each([[null], [5], ['abc'], [[1]]])('options of %j', (options) => {
    expect(made('se-resnet-10', options)).toMatchObject({ name: 'UserError', code: 'options' });
  });

  const holdsItself: unknown[] = [];
  holdsItself.push(holdsItself);

  it.each([
    [-1, '-1', ''],
    [NaN, 'NaN', ''],
    ['10', '"10"', ''],
    [1e10, '10000000000', ' to 2147483647'],
    [5n, '5n', ''],
    [holdsItself, '[[[...]]]', ''],
    [() => 1, 'a function', ''],
  ])('numClasses of a wrong kind, case %#', (numClasses, shown, most) => {
    expect(made('se-resnet-10', { numClasses })).toMatchObject({
      name: 'UserError',
      code: 'option-value',
      message: `numClasses takes a whole number from 1${most}, but was given ${shown}.`,
    });
  });

  it.each([['__proto__'], ['constructor'], ['toString'], ['hasOwnProperty'], ['numClass']])(
    'the option %s',
    (name) => {
      const options: unknown = JSON.parse(`{"${name}": 5}`);
      expect(made('se-resnet-10', options)).toMatchObject({ code: 'unknown-option' });
    },
  );

  it('more blocks in a stage than there may be, and holes among them', () => {
    for (const blocks of [
      [1001, 1, 1, 1],
      [1, 1, 1, 2 ** 31 - 1],
      [1, 2, ...new Array<number>(2)],
    ]) {
      expect(made('se-resnet', { block: 'basic', blocks })).toHaveProperty(
        'message',
        expect.stringContaining(
          'blocks takes four whole numbers from 1 to 1000, such as [3,4,6,3]',
        ),
      );
    }
  });

  it('what contradicts the name', () => {
    expect(made('se-resnet-10', { depth: 18 })).toMatchObject({
      code: 'option-conflict',
      message: 'se-resnet-10 has depth 10, but was given 18.',
    });
  });

  it('but not an option that is undefined, which leaves it out', () => {
    const options = { numClasses: undefined };
    const model: unknown = Reflect.apply(createModel, undefined, ['se-resnet-10', options]);
    expect(model).toMatchObject({ linear: { weight: { shape: [1000, 512] } } });
  });
});
