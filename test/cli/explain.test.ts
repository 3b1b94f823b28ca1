import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explain, shellWord } from '../../src/cli/explain.js';
import { inConfiguration } from '../../src/cli/flags/naming.js';
import { EngineError, ModelError, UserError } from '../../src/errors.js';
import { parseBaseline, parseSummary } from '../support/documents.js';
import { refusal, run } from '../support/run.js';
import { temporaryFolder, workIn } from '../support/temporary.js';

/** What the first version of the documents said of SE-ResNet-50. */
const SE_RESNET_50 = {
  name: 'SE_ResNet',
  arch: 'se-resnet',
  depth: 50,
  block: 'bottleneck',
  blocks: [3, 4, 6, 3],
  numClasses: 1000,
  reduction: 16,
};
const BASIC_18 = { depth: 18, block: 'basic', blocks: [2, 2, 2, 2] };
const PLAIN_18 = { ...SE_RESNET_50, name: 'ResNet', arch: 'resnet', ...BASIC_18, reduction: null };

interface First {
  readonly model?: unknown;
  readonly shape?: unknown;
  readonly layers?: readonly object[];
}

/** As much of a summary of the first version as says how it was made. */
function firstSummary({ model = SE_RESNET_50, shape = [1, 3, 224, 224], layers = [] }: First = {}) {
  return {
    schemaVersion: 1,
    model,
    input: { shape, dtype: 'float32' },
    engine: { name: 'wasm', threads: 2, forwardMs: 5 },
    layers,
  };
}

/** As much of a baseline of the first version as says how it was made. */
function firstBaseline(first: First = {}) {
  const { model, input, layers } = firstSummary(first);
  return { kind: 'se-resnet-baseline', schemaVersion: 1, model, input, layers };
}

const layer = (path: string, params: number, trainableParams: number) => ({
  path,
  params,
  trainableParams,
});

/** Documents of the first version, and the command that makes each again, but for its file. */
const AGAIN: [what: string, first: First, flags: string][] = [
  ['the default', {}, '--depth 50'],
  ['a depth', { model: { ...SE_RESNET_50, ...BASIC_18 } }, '--depth 18'],
  ['another architecture', { model: PLAIN_18 }, '--arch resnet --depth 18'],
  [
    'options',
    { model: { ...SE_RESNET_50, ...BASIC_18, numClasses: 10, reduction: 8 } },
    '--depth 18 --num-classes 10 --reduction 8',
  ],
  ['a shape', { shape: [2, 1, 33, 47] }, '--depth 50 --input-size 2x1x33x47'],
  [
    'blocks whose depth has no name',
    { model: { ...PLAIN_18, depth: 16, blocks: [2, 2, 2, 1] } },
    '--arch resnet --block basic --blocks 2,2,2,1',
  ],
  [
    // It counted the layers of any blocks; the depth 14 that has a name is of basic ones.
    'blocks as deep as a depth that has a name',
    { model: { ...SE_RESNET_50, depth: 14, blocks: [1, 1, 1, 1] } },
    '--block bottleneck --blocks 1,1,1,1',
  ],
  [
    'frozen layers',
    {
      layers: [
        layer('', 100, 50),
        layer('conv1', 10, 0),
        layer('layer1', 40, 0),
        layer('layer1.0', 40, 0),
        layer('relu', 0, 0),
        layer('layer2', 30, 30),
        layer('layer2.0', 30, 30),
        layer('layer10', 20, 20),
      ],
    },
    '--depth 50 --freeze conv1,layer1',
  ],
  ['a shape that is none', { shape: [1, 3, '1; ls', 4] }, '--depth 50'],
  ['a shape of three', { shape: [3, 4, 4] }, '--depth 50'],
  ['layers that are none', { layers: [{ path: 7 }] }, '--depth 50'],
];

const commandOf = (flags: string, before: string, after: string) =>
  [before, flags, after].filter((part) => part !== '').join(' ');

describe('a document of the first version', () => {
  it.each(AGAIN)('says how to make it again: %s', async (_what, first, flags) => {
    const folder = temporaryFolder();
    workIn(folder);
    writeFileSync('s.json', JSON.stringify(firstSummary(first)));
    writeFileSync('b.json', JSON.stringify(firstBaseline(first)));
    const sentence = (file: string) =>
      `${file} has schemaVersion 1, and this release of se-resnet reads 2.`;
    const summaryCommand = commandOf(flags, 'se-resnet summary', '--json -o s.json');
    const checkCommand = commandOf(flags, 'se-resnet check', '--baseline b.json --update');
    expect(await run(['compare', 'resnet-18', 's.json'])).toEqual(
      refusal(sentence('s.json'), `To make it again: ${summaryCommand}`),
    );
    for (const args of [
      ['compare', 'b.json', 'resnet-18'],
      ['check', '--depth', '34', '--baseline', 'b.json'],
    ]) {
      expect(await run(args)).toEqual(
        refusal(sentence('b.json'), `To make it again: ${checkCommand}`),
      );
    }
  });

  it('is made again by the command that it names', async () => {
    const folder = temporaryFolder();
    workIn(folder);
    const first = {
      model: { ...SE_RESNET_50, ...BASIC_18, numClasses: 10 },
      shape: [1, 3, 32, 32],
      layers: [layer('', 20, 10), layer('layer1', 10, 0)],
    };
    const paste = async (stderr: string) => {
      const [, command = ''] = /To make it again: se-resnet (.*)\n/.exec(stderr) ?? [];
      expect((await run(command.split(' '))).exitCode).toBe(0);
    };
    writeFileSync('s.json', JSON.stringify({ ...firstSummary(first), engine: { name: 'meta' } }));
    writeFileSync('b.json', JSON.stringify(firstBaseline(first)));
    await paste((await run(['compare', 's.json', 'b.json'])).stderr);
    await paste((await run(['compare', 's.json', 'b.json'])).stderr);
    const { stdout, exitCode } = await run(['compare', 's.json', 'b.json']);
    expect(stdout).toContain('The layers are the same.');
    expect(exitCode).toBe(0);
    const summary = parseSummary(readFileSync('s.json', 'utf8'));
    const baseline = parseBaseline(readFileSync('b.json', 'utf8'));
    expect(summary.engine).toEqual({ name: 'meta' });
    for (const { model, input, totals } of [summary, baseline]) {
      expect(model).toMatchObject({ name: 'se-resnet-18', options: { numClasses: 10 } });
      expect(input.shape).toEqual([1, 3, 32, 32]);
      // Two blocks of two 3x3 convolutions and their BatchNorms, and an SE block each: of 64 channels.
      expect(totals.nonTrainableParams).toBe(
        2 * (2 * (64 * 64 * 9 + 2 * 64) + 2 * 64 * 4 + 64 + 4),
      );
    }
  });

  it('is made again by the configuration that names it', async () => {
    const folder = temporaryFolder();
    workIn(folder);
    const models = [{ name: 'small', depth: 18, inputSize: [1, 3, 32, 32], baseline: 'b.json' }];
    writeFileSync('se-resnet.config.json', JSON.stringify(models));
    writeFileSync('my config.json', JSON.stringify({ models }));
    const refused = 'b.json has schemaVersion 1, and this release of se-resnet reads 2.';
    for (const [config, named] of [
      [[], ''],
      [['--config', 'my config.json'], " --config 'my config.json'"],
    ] as const) {
      writeFileSync('b.json', JSON.stringify(firstBaseline()));
      expect(await run(['check', ...config])).toEqual(
        refusal(refused, `To make it again: se-resnet check${named} --update`),
      );
      expect((await run(['check', ...config, '--update'])).exitCode).toBe(0);
      expect((await run(['check', ...config])).exitCode).toBe(0);
    }
  });

  it('may have a name that a shell would not take for one', async () => {
    const folder = temporaryFolder();
    workIn(folder);
    writeFileSync("it's mine.json", JSON.stringify(firstBaseline()));
    const { stderr } = await run(['compare', "it's mine.json", 'resnet-18']);
    expect(stderr).toContain(
      "se-resnet check --depth 50 --baseline 'it'\\''s mine.json' --update\n",
    );
  });

  it.each([
    [undefined],
    [null],
    [7],
    [{}],
    [{ arch: 'vgg', depth: 50 }],
    [{ arch: '__proto__', depth: 50 }],
    // The blocks stand elsewhere, if anywhere.
    [{ arch: 'se-resnet', options: { depth: 18 } }],
  ])('need not say what it is of: %j', async (model) => {
    workIn(temporaryFolder());
    writeFileSync('b.json', JSON.stringify({ ...firstBaseline(), model }));
    expect((await run(['compare', 'b.json', 'resnet-18'])).stderr).toBe(
      'error: b.json has schemaVersion 1, and this release of se-resnet reads 2.\n' +
        'Make the file again with this release of se-resnet.\n',
    );
  });
});

describe('explain', () => {
  it('names the flag that an error is about', () => {
    const hint = 'The rest.';
    const frozen = new ModelError('freeze', 'no parameter is named or lies under "x".', { hint });
    expect(explain(frozen)).toEqual({
      message: '--freeze takes state-dict prefixes, but no parameter is named or lies under "x".',
      hint,
    });
    const facts = { engine: 'tensorflow', reason: 'it is not installed.' };
    expect(explain(new EngineError('no-engine', 'The engine is not there.', { facts }))).toEqual({
      message: '--engine tensorflow is not available: it is not installed.',
      hint: 'Try --engine wasm or --engine meta.',
    });
  });

  it.each(['memory', 'heap', 'failed', 'not-finite'])('hints at a flag: %s', (code) => {
    const { message, hint } = explain(new EngineError(code, 'It did not work.'));
    expect(message).toBe('It did not work.');
    expect(hint).toMatch(/--(engine|input-size|seed)/);
  });

  it('names an option as the one who gave it knows it', () => {
    const error = new ModelError('reduction', 'a reduction of 65 leaves no channel');
    expect(explain(error).message).toBe(
      '--reduction is too large: a reduction of 65 leaves no channel.',
    );
    expect(explain(error, inConfiguration).message).toBe(
      '"reduction" is too large: a reduction of 65 leaves no channel.',
    );
    const memory = new EngineError('memory', 'It does not fit.');
    expect(explain(memory, inConfiguration).hint).toContain('in "inputSize"');
  });

  it('leaves every other error as it is', () => {
    for (const code of ['channels', 'constructor', 'toString']) {
      expect(explain(new UserError(code, 'A sentence.'))).toEqual({
        message: 'A sentence.',
        hint: undefined,
      });
    }
  });
});

describe('shellWord', () => {
  it.each([
    ['a/b-c_1.json', 'a/b-c_1.json'],
    ['', "''"],
    ['a b', "'a b'"],
    ['$(ls);`ls`', "'$(ls);`ls`'"],
    ["it's", "'it'\\''s'"],
  ])('%s → %s', (text, word) => {
    expect(shellWord(text)).toBe(word);
  });
});
