import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BaselineDocument } from '../../../../src/documents/baseline.js';
import { parseBaseline, parseCheck, readBaselineFixture } from '../../../support/documents.js';
import { fixture } from '../../../support/fixtures.js';
import { refusal, run } from '../../../support/run.js';
import { schemaErrors } from '../../../support/schema.js';
import { temporaryFolder, workIn } from '../../../support/temporary.js';

/** What torchinfo's tables say, fixtures/torchinfo/1.8/depth50.txt and depth18.txt. */
const PARAMS_50 = 28_080_344;
const PARAMS_18 = 11_770_912;

const BASELINE_18 = fixture('baselines', 'se-resnet-18.json');

describe('limits', () => {
  it('hold', async () => {
    const result = await run(['check', '--depth', '50', '--params', String(PARAMS_50)]);
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toBe('');
    expect(result.stdout).toBe(
      [
        '┌──────────────┬────────┬───────┬────────────┬────────────┬────────────┬─────────┬────────┐',
        '│ Model        │ Metric │ From  │   Expected │     Actual │ Difference │ Percent │ Result │',
        '├──────────────┼────────┼───────┼────────────┼────────────┼────────────┼─────────┼────────┤',
        '│ se-resnet-50 │ params │ limit │ 28,080,344 │ 28,080,344 │          0 │   0.00% │ ok     │',
        '└──────────────┴────────┴───────┴────────────┴────────────┴────────────┴─────────┴────────┘',
        '',
        '1 model checked, all held.',
        '',
      ].join('\n'),
    );
  });

  it('fail with what was expected, what is, the difference and its percentage', async () => {
    // 28080344 - 28000000 = 80344, which is 0.29% of 28000000.
    const result = await run(['check', '--params', '28000000', '--json']);
    expect(result.exitCode).toBe(1);
    expect(parseCheck(result.stdout)).toEqual({
      schemaVersion: 2,
      kind: 'check',
      models: [
        {
          name: 'se-resnet-50',
          passed: false,
          baseline: null,
          checks: [
            {
              metric: 'params',
              source: 'limit',
              bound: 'exact',
              expected: 28_000_000,
              actual: PARAMS_50,
              difference: 80_344,
              percent: (100 * 80_344) / 28_000_000,
              tolerance: 0,
              passed: false,
            },
          ],
          layers: { added: [], removed: [], changed: [], reordered: [] },
          notes: [],
        },
      ],
    });
    const { stdout } = await run(['check', '--params', '28000000']);
    expect(stdout).toContain(
      '│ params │ limit │ 28,000,000 │ 28,080,344 │    +80,344 │  +0.29% │ FAILED │',
    );
    expect(stdout).toContain('1 model checked, 1 failed: se-resnet-50.');
  });

  it('are there for each metric, exact and at most', async () => {
    const flags = {
      params: PARAMS_18,
      // All but the first convolution, 64 x 3 x 3 x 3.
      'trainable-params': PARAMS_18 - 1728,
      'param-bytes': 4 * PARAMS_18,
      // The exact sum of the column in fixtures/torchinfo/1.8/depth18-all-columns.txt.
      'mult-adds': 27_216_074_080,
    };
    for (const [flag, value] of Object.entries(flags)) {
      const exitCodeOf = async (name: string, limit: number) =>
        (await run(['check', '--depth', '18', '--freeze', 'conv1', `--${name}`, String(limit)]))
          .exitCode;
      expect(await exitCodeOf(flag, value)).toBe(0);
      expect(await exitCodeOf(flag, value + 1)).toBe(1);
      expect(await exitCodeOf(flag, value - 1)).toBe(1);
      expect(await exitCodeOf(`max-${flag}`, value)).toBe(0);
      expect(await exitCodeOf(`max-${flag}`, value + 1)).toBe(0);
      expect(await exitCodeOf(`max-${flag}`, value - 1)).toBe(1);
    }
  });

  it('may be missed by the tolerance, to the last unit', async () => {
    const check = async (params: number, tolerance: string) =>
      (await run(['check', '--depth', '18', '--params', String(params), '--tolerance', tolerance]))
        .exitCode;
    expect(await check(PARAMS_18 - 100, '100')).toBe(0);
    expect(await check(PARAMS_18 + 100, '100')).toBe(0);
    expect(await check(PARAMS_18 - 101, '100')).toBe(1);
    // 1% of 11654368 is 116543.68, and 11654368 + 116543 = 11770911; of 11654369 it reaches.
    expect(await check(11_654_368, '1%')).toBe(1);
    expect(await check(11_654_369, '1%')).toBe(0);
  });

  it('that are upper ones know no tolerance', async () => {
    const most = ['--max-params', String(PARAMS_18 - 1), '--tolerance', '50%'];
    expect((await run(['check', '--depth', '18', ...most])).exitCode).toBe(1);
  });

  it('count a percentage of nothing as none', async () => {
    const { stdout } = await run(['check', '--params', '0', '--json']);
    expect(parseCheck(stdout).models[0]?.checks[0]?.percent).toBeNull();
  });

  it('refuse what is no count', async () => {
    for (const text of ['28M', '-1', '28,080,344', '1.5', '99999999999999999999']) {
      const { exitCode, stderr } = await run(['check', `--max-mult-adds=${text}`]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(
        `error: --max-mult-adds takes a whole number from 0, but was given "${text}".`,
      );
    }
  });

  it('refuse a tolerance that no count reaches', async () => {
    const nines = '9'.repeat(310);
    expect(await run(['check', '--params', '1', '--tolerance', nines])).toEqual(
      refusal(`--tolerance takes at most 9007199254740991, but was given "${nines}".`),
    );
    const { stdout } = await run(['check', '--params', '100', '--tolerance', '9007199254740991%']);
    expect(stdout).toContain('│ 100 ± 9,007,199,254,740,991 │');
  });

  it('show a tolerance below one unit as none', async () => {
    const { stdout, exitCode } = await run(['check', '--params', '28080343', '--tolerance', '0.5']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('│ params │ limit │ 28,080,343 │ 28,080,344 │');
  });

  it('refuse what is no tolerance', async () => {
    const { exitCode, stderr } = await run(['check', '--params', '1', '--tolerance', 'some']);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      'error: --tolerance takes a number from 0, or a percentage such as 0.5%, but was given "some".\n',
    );
  });
});

describe('--warn-only', () => {
  it('reports and exits with 0', async () => {
    const failing = ['check', '--params', '1'];
    const strict = await run(failing);
    const lenient = await run([...failing, '--warn-only']);
    expect(strict.exitCode).toBe(1);
    expect(lenient.exitCode).toBe(0);
    expect(lenient.stdout).toBe(strict.stdout);
    expect(lenient.stderr).toContain('--warn-only');
  });

  it('does not hide that something could not be checked', async () => {
    const missing = await run(['check', '--warn-only', '--baseline', fixture('missing.json')]);
    expect(missing.exitCode).toBe(0);
    expect(missing.stdout).toContain('there is no baseline');
    const broken = await run(['check', '--warn-only', '--baseline', fixture('logits.json')]);
    expect(broken.exitCode).toBe(2);
  });
});

/** Checks SE-ResNet-18 against the committed baseline after a change to it. */
async function checkChanged(
  change: (baseline: BaselineDocument) => unknown,
  ...args: string[]
): ReturnType<typeof run> {
  const file = join(temporaryFolder(), 'baseline.json');
  writeFileSync(file, JSON.stringify(change(readBaselineFixture('se-resnet-18'))));
  return run(['check', '--depth', '18', '--baseline', file, ...args]);
}

const withLayer = (
  baseline: BaselineDocument,
  path: string,
  change: (layer: BaselineDocument['layers'][number]) => BaselineDocument['layers'],
): BaselineDocument => ({
  ...baseline,
  layers: baseline.layers.flatMap((layer) => (layer.path === path ? change(layer) : [layer])),
});

const movedPaths = (stdout: string) => {
  const [result] = parseCheck(stdout).models;
  return {
    added: result?.layers.added.map(({ path }) => path),
    removed: result?.layers.removed.map(({ path }) => path),
    changed: result?.layers.changed.map(({ path }) => path),
    failed: result?.checks.filter(({ passed }) => !passed).map(({ metric }) => metric),
  };
};

describe('a baseline', () => {
  it('holds', async () => {
    const result = await run(['check', '--depth', '18', '--baseline', BASELINE_18, '--json']);
    expect(result.exitCode).toBe(0);
    const [check] = parseCheck(result.stdout).models;
    expect(check?.passed).toBe(true);
    expect(check?.baseline).toEqual({ path: BASELINE_18, status: 'compared' });
    expect(check?.checks.map(({ metric, expected }) => [metric, expected])).toEqual([
      ['params', PARAMS_18],
      ['trainableParams', PARAMS_18],
      ['nonTrainableParams', 0],
      ['multAdds', 27_216_074_080],
      // fixtures/torchinfo/totals.json, and 2 x the matrix products of fixtures/baselines.
      ['flops', 54_432_122_880],
      ['inputBytes', 4 * 3 * 224 * 224],
      ['forwardBackwardBytes', 481_713_920],
      ['paramBytes', 4 * PARAMS_18],
      ['totalBytes', 4 * 3 * 224 * 224 + 481_713_920 + 4 * PARAMS_18],
      ['changedLayers', 0],
      ['reorderedLayers', 0],
      ['changedDescription', 0],
    ]);
    expect(movedPaths(result.stdout)).toEqual({ added: [], removed: [], changed: [], failed: [] });
  });

  it('shows the totals that have a flag, and others if they failed', async () => {
    const metricsOf = ({ stdout }: { stdout: string }) =>
      [...stdout.matchAll(/│ se-resnet-18 │ ([^│]*[^ │]) *│ baseline/g)].map(
        ([, metric]) => metric,
      );
    const held = ['params', 'trainable params', 'mult-adds', 'param bytes', 'layers that moved'];
    expect(metricsOf(await checkChanged((baseline) => baseline))).toEqual(held);
    const other = await checkChanged((baseline) => ({
      ...baseline,
      totals: { ...baseline.totals, flops: 2 },
    }));
    expect(metricsOf(other)).toEqual([...held.slice(0, 3), 'flops', ...held.slice(3)]);
    expect(other.exitCode).toBe(1);
  });

  it('tells of a layer that was added', async () => {
    const { stdout, stderr, exitCode } = await checkChanged(
      (baseline) => withLayer(baseline, 'layer4.1.SE.sigmoid', () => []),
      '--json',
    );
    expect(exitCode).toBe(1);
    expect(movedPaths(stdout)).toEqual({
      added: ['layer4.1.SE.sigmoid'],
      removed: [],
      changed: [],
      failed: ['changedLayers'],
    });
    expect(stderr).toContain('--update');
  });

  it('tells of a layer that was removed', async () => {
    const { stdout, exitCode } = await checkChanged(
      (baseline) =>
        withLayer(baseline, 'linear', (linear) => [
          { ...linear, path: 'dropout', params: 0, trainableParams: 0, multAdds: 0 },
          linear,
        ]),
      '--json',
    );
    expect(exitCode).toBe(1);
    expect(movedPaths(stdout)).toMatchObject({ added: [], removed: ['dropout'], changed: [] });
  });

  it('tells of a layer that was renamed', async () => {
    const change = (baseline: BaselineDocument) =>
      withLayer(baseline, 'linear', (linear) => [{ ...linear, path: 'fc' }]);
    const { stdout, exitCode } = await checkChanged(change, '--json');
    expect(exitCode).toBe(1);
    expect(movedPaths(stdout)).toEqual({
      added: ['linear'],
      removed: ['fc'],
      changed: [],
      failed: ['changedLayers'],
    });
    const table = (await checkChanged(change)).stdout;
    expect(table).toContain('│ removed │ fc     │ Linear │ [1, 1000]    │ 513,000 │');
    expect(table).toContain('│ added   │ linear │ Linear │ [1, 1000]    │ 513,000 │');
  });

  it('tells of a layer that was reshaped', async () => {
    // 990 outputs of 512 weights and a bias less.
    const params = PARAMS_18 - 990 * 513;
    const less = { params, trainableParams: params, multAdds: 27_216_074_080 - 990 * 513 };
    const change = (baseline: BaselineDocument) => {
      const reshaped = withLayer(baseline, 'linear', (linear) => [
        { ...linear, outputShape: [1, 10], params: 5130, trainableParams: 5130, multAdds: 5130 },
      ]);
      const forwardBackwardBytes = baseline.totals.forwardBackwardBytes - 2 * 4 * 990;
      const totals = { ...baseline.totals, ...less, forwardBackwardBytes, paramBytes: 4 * params };
      const totalBytes = totals.inputBytes + forwardBackwardBytes + 4 * params;
      return {
        ...withLayer(reshaped, '', (model) => [{ ...model, outputShape: [1, 10], ...less }]),
        totals: { ...totals, totalBytes },
      };
    };
    const { stdout, exitCode } = await checkChanged(change, '--json');
    expect(exitCode).toBe(1);
    expect(movedPaths(stdout)).toEqual({
      added: [],
      removed: [],
      changed: ['', 'linear'],
      failed: [
        'params',
        'trainableParams',
        'multAdds',
        'forwardBackwardBytes',
        'paramBytes',
        'totalBytes',
        'changedLayers',
      ],
    });
    const [check] = parseCheck(stdout).models[0]?.checks ?? [];
    expect(check?.difference).toBe(507_870);
    expect((await checkChanged(change)).stdout).toContain(
      '│ changed │ linear      │ Linear    │ [1, 10] → [1, 1000] │         5,130 → 513,000 │',
    );
  });

  it('tells of a layer that was frozen', async () => {
    const frozen = ['--freeze', 'bn1'];
    const { stdout, exitCode } = await checkChanged((baseline) => baseline, '--json', ...frozen);
    expect(exitCode).toBe(1);
    expect(movedPaths(stdout)).toEqual({
      added: [],
      removed: [],
      changed: ['bn1'],
      failed: ['trainableParams', 'nonTrainableParams', 'changedLayers'],
    });
    // BatchNorm of 64 channels has a weight and a bias for each.
    const table = (await checkChanged((baseline) => baseline, ...frozen)).stdout;
    expect(table).toContain('│ trainable 128 → 0 │');
  });

  it('tells of an SE block as one if it was added as a whole', async () => {
    const file = join(temporaryFolder(), 'resnet.json');
    await run(['check', '--arch', 'resnet', '--depth', '18', '--baseline', file, '--update']);
    const args = ['check', '--depth', '18', '--baseline', file];
    const { stdout } = await run(args);
    expect(stdout.match(/│ added +│ layer[12]\.0\.SE[^│]*│/g)).toEqual([
      '│ added   │ layer1.0.SE │',
      '│ added   │ layer2.0.SE │',
    ]);
    expect(stdout).toContain(
      'The baseline is of another model: attention none → se, reduction -- → 16, ' +
        'name resnet-18 → se-resnet-18, type ResNet → SE_ResNet, arch resnet → se-resnet.',
    );
    const json = movedPaths((await run([...args, '--json'])).stdout);
    // Eight blocks of a pool, two convolutions, a ReLU and a sigmoid; the model has another type.
    expect(json.added).toHaveLength(8 * 6);
    expect(json.changed).toEqual(['']);
    expect(json.failed).toContain('changedDescription');
  });

  it('of a release that knew fewer options holds, as their defaults do', async () => {
    const file = join(temporaryFolder(), 'old.json');
    const { model, ...rest } = readBaselineFixture('se-resnet-18');
    const known = ['depth', 'block', 'blocks', 'numClasses', 'reduction', 'inChannels'];
    const options = Object.fromEntries(
      Object.entries(model.options).filter(([name]) => known.includes(name)),
    );
    writeFileSync(file, JSON.stringify({ ...rest, model: { ...model, options } }));
    const args = ['check', '--depth', '18', '--baseline', file];
    const { stdout, exitCode } = await run(args);
    expect(stdout).not.toContain('another model');
    expect(exitCode).toBe(0);
    const other = await run([...args, '--downsample', 'avg']);
    expect(other.stdout).toContain(
      'The baseline is of another model: downsample conv → avg, name se-resnet-18 → --.',
    );
  });

  it('tells that it was made at another input size', async () => {
    const args = ['check', '--depth', '18', '--input-size', '1x3x32x32', '--baseline', BASELINE_18];
    const { stdout, exitCode } = await run(args);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      'The baseline was made at an input size of 1x3x224x224, and this run is at 1x3x32x32.',
    );
  });

  it.each<[change: Partial<BaselineDocument>, metric: string, note: string]>([
    [
      { totals: { ...readBaselineFixture('se-resnet-18').totals, flops: 54_432_122_882 } },
      'flops',
      '',
    ],
    [
      {
        model: {
          ...readBaselineFixture('se-resnet-18').model,
          options: { ...readBaselineFixture('se-resnet-18').model.options, reduction: 8 },
        },
      },
      'changedDescription',
      'The baseline is of another model: reduction 8 → 16.',
    ],
    [
      { model: { ...readBaselineFixture('se-resnet-18').model, name: null, type: 'Net' } },
      'changedDescription',
      'The baseline is of another model: name -- → se-resnet-18, type Net → SE_ResNet.',
    ],
    [
      { model: { ...readBaselineFixture('se-resnet-18').model, source: { kind: 'library' } } },
      'changedDescription',
      'The baseline is of another model: source kind library → registry.',
    ],
    [
      { input: { shape: [3, 1, 224, 224], dtype: 'float32' } },
      'changedDescription',
      'The baseline was made at an input size of 3x1x224x224, and this run is at 1x3x224x224.',
    ],
  ])('that was falsified fails: %j', async (change, metric, note) => {
    const { stdout, exitCode } = await checkChanged(
      (baseline) => ({ ...baseline, ...change }),
      '--json',
    );
    expect(exitCode).toBe(1);
    expect(movedPaths(stdout)).toEqual({ added: [], removed: [], changed: [], failed: [metric] });
    expect(parseCheck(stdout).models[0]?.notes).toEqual(note === '' ? [] : [note]);
  });

  it('that was falsified in any field of any layer fails', async () => {
    const layers = readBaselineFixture('se-resnet-18').layers;
    const changes: Partial<BaselineDocument['layers'][number]>[] = [
      { path: 'layer9' },
      { type: 'Other' },
      { inputShape: [1] },
      { inputShape: null },
      { outputShape: [1, 2, 3, 4, 5] },
      { kernelSize: 7 },
      { kernelSize: [7, 7] },
      { groups: 9 },
      { trainableParams: 0 },
      { multAdds: 1 },
    ];
    for (const [index, change] of changes.entries()) {
      // Another layer for each, containers too.
      const at = 7 * index + 1;
      const { stdout, exitCode } = await checkChanged(
        (baseline) => ({
          ...baseline,
          layers: layers.map((layer, place) => (place === at ? { ...layer, ...change } : layer)),
        }),
        '--json',
      );
      const failed = exitCode === 2 ? ['edited'] : movedPaths(stdout).failed;
      expect([change, failed]).toEqual([change, ['changedLayers']]);
    }
  });

  it('is held against the order of its layers', async () => {
    const reversed = (baseline: BaselineDocument) => ({
      ...baseline,
      layers: [...baseline.layers].reverse(),
    });
    const { stdout, exitCode } = await checkChanged(reversed, '--json');
    expect(exitCode).toBe(1);
    const [result] = parseCheck(stdout).models;
    const { length } = readBaselineFixture('se-resnet-18').layers;
    expect(result?.checks.filter(({ passed }) => !passed)).toMatchObject([
      { metric: 'reorderedLayers', expected: 0, actual: length - 1 },
    ]);
    expect(result?.layers.reordered).toHaveLength(length - 1);
    const swapped = await checkChanged((baseline) => {
      const conv = baseline.layers.filter(({ path }) => path === 'layer1.0.conv1');
      return withLayer(
        withLayer(baseline, 'layer1.0.conv1', () => []),
        'layer1.0.bn1',
        (bn) => [bn, ...conv],
      );
    });
    expect(swapped.exitCode).toBe(1);
    expect(swapped.stdout).toMatch(/│ layers out of order │ baseline │ +0 │ +1 │/);
    expect(swapped.stdout).toMatch(
      /│ reordered │ layer1\.0\.(conv1 +│ Conv2d|bn1 +│ BatchNorm2d) /,
    );
  });

  it('that contradicts itself is refused', async () => {
    const file = join(temporaryFolder(), 'edited.json');
    const baseline = readBaselineFixture('se-resnet-18');
    const totals = { ...baseline.totals, params: PARAMS_18 + 1, nonTrainableParams: 1 };
    writeFileSync(file, JSON.stringify({ ...baseline, totals }));
    const refused = refusal(
      `${file} was edited: its totals say 11,770,913 params, but its layers add up to 11,770,912.`,
      'Make the file again, or take it back from version control.',
    );
    expect(await run(['check', '--depth', '18', '--baseline', file])).toEqual(refused);
    expect(await run(['compare', 'se-resnet-18', file])).toEqual(refused);
    // A new one may take its place.
    expect((await run(['check', '--depth', '18', '--baseline', file, '--update'])).exitCode).toBe(
      0,
    );
  });

  it('may be missed by the tolerance, and then its layers only inform', async () => {
    const args = ['check', '--depth', '18', '--reduction', '15', '--baseline', BASELINE_18];
    const exact = await run([...args, '--json']);
    const tolerant = await run([...args, '--tolerance', '2%', '--json']);
    expect(exact.exitCode).toBe(1);
    expect(tolerant.exitCode).toBe(0);
    // 64 / 15 rounds down to 4, as 64 / 16 does; 512 / 15 to 34, where 512 / 16 is 32.
    expect(movedPaths(tolerant.stdout).changed).not.toContain('layer1.0.SE.conv1');
    expect(movedPaths(tolerant.stdout).changed).toContain('layer4.0.SE.conv1');
    expect(parseCheck(tolerant.stdout).models[0]?.notes).toEqual([
      'The baseline is of another model: reduction 16 → 15.',
    ]);
    expect(parseCheck(tolerant.stdout).models[0]?.checks.map(({ metric }) => metric)).toEqual([
      'params',
      'trainableParams',
      'nonTrainableParams',
      'multAdds',
      'flops',
      'inputBytes',
      'forwardBackwardBytes',
      'paramBytes',
      'totalBytes',
    ]);
    expect((await run([...args, '--tolerance', '0.01%'])).exitCode).toBe(1);
  });

  it('that is missing is a failure that names --update, and is not written', async () => {
    const folder = temporaryFolder();
    workIn(folder);
    const args = ['check', '--depth', '18', '--baseline', 'new.json'];
    const { exitCode, stdout } = await run(args);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      'se-resnet-18: there is no baseline new.json; the same command with --update writes it.',
    );
    const [check] = parseCheck((await run([...args, '--json'])).stdout).models;
    expect(check).toMatchObject({ passed: false, baseline: { status: 'missing' } });
    expect(() => readFileSync(join(folder, 'new.json'))).toThrow('ENOENT');
  });

  it('that cannot be read stops the check, in a sentence', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'baseline.json');
    const good = readBaselineFixture('se-resnet-18');
    const cases: readonly (readonly [text: string, message: string])[] = [
      ['{ "kind": ', `${file} is not JSON: `],
      ['', `${file} is not JSON: `],
      ['[]', `${file} is not a baseline.`],
      ['null', `${file} is not a baseline.`],
      [
        JSON.stringify({ schemaVersion: 2, kind: 'check', models: [] }),
        `${file} is not a baseline.`,
      ],
      [JSON.stringify({ ...good, kind: 'summary' }), `${file} is not a baseline.`],
      [JSON.stringify({ ...good, kind: 'constructor' }), `${file} is not a baseline.`],
      [JSON.stringify({ kind: 'baseline' }), `${file} cannot be read: schemaVersion is not`],
      [`{"kind": "baseline", "x": ${'['.repeat(100_000)}`, `${file} is not JSON: `],
      ['{"kind": "baseline\0"}', `${file} is not JSON: `],
      [
        JSON.stringify({ ...good, schemaVersion: 3 }),
        `${file} has schemaVersion 3, and this release of se-resnet reads 2.`,
      ],
      [
        JSON.stringify({ ...good, totals: { ...good.totals, params: 'many' } }),
        `${file} cannot be read: totals.params is not what it should be`,
      ],
      [
        JSON.stringify({ ...good, layers: [{ path: 'a' }] }),
        `${file} cannot be read: layers[0].type is not what it should be`,
      ],
    ];
    for (const [text, message] of cases) {
      writeFileSync(file, text);
      const { exitCode, stdout, stderr } = await run([
        'check',
        '--depth',
        '18',
        '--baseline',
        file,
      ]);
      expect(stderr).toContain(`error: ${message}`);
      expect(stderr).not.toContain('    at ');
      expect(stdout).toBe('');
      expect(exitCode).toBe(2);
    }
    const { exitCode, stderr } = await run(['check', '--depth', '18', '--baseline', folder]);
    expect(stderr).toBe(`error: ${folder} cannot be read: it is a folder.\n`);
    expect(exitCode).toBe(2);
  });

  it('may begin with a byte order mark', async () => {
    const file = join(temporaryFolder(), 'b.json');
    writeFileSync(file, `\uFEFF${readFileSync(BASELINE_18, 'utf8')}`);
    expect((await run(['check', '--depth', '18', '--baseline', file])).exitCode).toBe(0);
  });

  it('may hold keys that this release does not know', async () => {
    const { exitCode } = await checkChanged((baseline) => ({ ...baseline, later: true }));
    expect(exitCode).toBe(0);
  });
});

describe('--update', () => {
  const args = ['check', '--depth', '18', '--baseline'];

  it('writes the baseline that is committed, and tells so', async () => {
    const folder = temporaryFolder();
    workIn(folder);
    const { exitCode, stdout } = await run([...args, 'some/where/b.json', '--update']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe('se-resnet-18: wrote some/where/b.json.\n');
    const text = readFileSync(join(folder, 'some/where/b.json'), 'utf8');
    expect(text).toBe(readFileSync(BASELINE_18, 'utf8'));
    expect(schemaErrors('baseline', JSON.parse(text))).toEqual([]);
  });

  it('writes the same bytes again', async () => {
    const file = join(temporaryFolder(), 'b.json');
    await run([...args, file, '--update']);
    const first = readFileSync(file);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"depth": 18', '"depth": 19'));
    const { stdout } = await run([...args, file, '--update', '--json']);
    expect(parseCheck(stdout).models[0]?.baseline?.status).toBe('written');
    expect(readFileSync(file).equals(first)).toBe(true);
    const again = await run([...args, file, '--update', '--json']);
    expect(parseCheck(again.stdout).models[0]?.baseline?.status).toBe('unchanged');
    expect(readFileSync(file).equals(first)).toBe(true);
  });

  it('gives each layer a line of its own', () => {
    const lines = readFileSync(BASELINE_18, 'utf8').split('\n');
    const { layers } = readBaselineFixture('se-resnet-18');
    const layerLines = lines.filter((line) => line.startsWith('    { "path": '));
    const parseLine: (line: string) => unknown = (line) => JSON.parse(line.replace(/,$/, ''));
    expect(layerLines.map(parseLine)).toEqual(layers);
  });

  it('does not depend on the engine', async () => {
    const folder = temporaryFolder();
    const size = ['--input-size', '1x3x32x32', '--num-classes', '10'];
    await run([...args, join(folder, 'meta.json'), '--update', ...size]);
    await run([...args, join(folder, 'wasm.json'), '--update', ...size, '--engine', 'wasm']);
    expect(readFileSync(join(folder, 'wasm.json'), 'utf8')).toBe(
      readFileSync(join(folder, 'meta.json'), 'utf8'),
    );
  });

  it('does not spare the limits', async () => {
    const file = join(temporaryFolder(), 'b.json');
    const { exitCode } = await run([...args, file, '--update', '--max-params', '1']);
    expect(exitCode).toBe(1);
    expect(parseBaseline(readFileSync(file, 'utf8')).totals.params).toBe(PARAMS_18);
  });

  it.each([
    '{\n  "schemaVersion": 2,\n  "kind": "baseline",\n<<<<<<< HEAD\n',
    '{"schemaVersion":2,"kind":"baseline","model":',
    // Of the first version.
    '{\n  "kind": "se-resnet-baseline",\n<<<<<<< HEAD\n',
    '{\n<<<<<<< HEAD\n  "kind": "se-resnet-baseline",\n  "schemaVersion": 1,\n',
  ])('writes over a baseline that is broken, such as by a merge: %j', async (text) => {
    const file = join(temporaryFolder(), 'b.json');
    writeFileSync(file, text);
    expect((await run([...args, file, '--update'])).exitCode).toBe(0);
    expect(parseBaseline(readFileSync(file, 'utf8')).totals.params).toBe(PARAMS_18);
  });

  it.each([
    '{ "name": "mine" }',
    '',
    // Other programs have baselines too.
    '{ "kind": "baseline", "version": 3 }',
    '{ "schemaVersion": 2, "kind": "check", "models": [] }',
    '{ "schemaVersion": 1, "about": { "kind": "baseline" } }',
  ])('writes over nothing else: %s', async (text) => {
    const file = join(temporaryFolder(), 'package.json');
    writeFileSync(file, text);
    const { exitCode, stderr } = await run([...args, file, '--update']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`error: --update would write over ${file}, which is not a baseline.`);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('does not write over what a newer release wrote', async () => {
    const file = join(temporaryFolder(), 'b.json');
    const text = JSON.stringify({ ...readBaselineFixture('se-resnet-18'), schemaVersion: 3 });
    writeFileSync(file, text);
    const { exitCode, stderr } = await run([...args, file, '--update']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('has schemaVersion 3');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('says in a sentence that the target cannot be written', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'old');
    const file = join(folder, 'file', 'b.json');
    const { exitCode, stdout, stderr } = await run([...args, file, '--update']);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(`${file} cannot be read: a part of its path is a file, not a folder.`);
    mkdirSync(join(folder, 'folder'));
    const other = await run([...args, join(folder, 'folder'), '--update']);
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toContain('it is a folder');
  });

  it('needs a baseline', async () => {
    const { exitCode, stderr } = await run(['check', '--params', '1', '--update']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('error: --update writes baselines, but none is named.');
  });
});

describe('flags that do not fit', () => {
  it('are refused if there is nothing to hold the model against', async () => {
    const { exitCode, stderr } = await run(['check', '--depth', '18']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'error: There is nothing to hold the model against.\nGive it --baseline',
    );
  });

  it('are refused beside --config', async () => {
    const { exitCode, stderr } = await run(['check', '--params', '1', '--config', 'x.json']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('error: --params cannot stand beside --config');
  });
});

describe('--format markdown', () => {
  it('is the table of the report', async () => {
    const { stdout } = await run([
      'check',
      '--depth',
      '18',
      '--params',
      '1',
      '--format',
      'markdown',
    ]);
    expect(stdout.split('\n')).toEqual([
      '| Model        | Metric | From  | Expected |     Actual |  Difference |         Percent | Result |',
      '| :----------- | :----- | :---- | -------: | ---------: | ----------: | --------------: | :----- |',
      '| se-resnet-18 | params | limit |        1 | 11,770,912 | +11,770,911 | +1177091100.00% | FAILED |',
      '',
      '1 model checked, 1 failed: se-resnet-18.',
      '',
    ]);
  });
});

describe('in GitHub Actions', () => {
  const env = (file?: string) => ({
    GITHUB_ACTIONS: 'true',
    ...(file !== undefined && { GITHUB_STEP_SUMMARY: file }),
  });
  const failing = ['check', '--depth', '18', '--params', '11770000'];

  it('annotates what failed', async () => {
    const { stdout, stderr, exitCode } = await run([...failing, '--json'], { env: env() });
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      '::error title=se-resnet-18%3A params::' +
        'expected 11,770,000 (limit), but is 11,770,912 (+912, +0.01%25)\n',
    );
    expect(parseCheck(stdout).models).toHaveLength(1);
  });

  it('names the layers that moved', async () => {
    const { stderr } = await run(
      ['check', '--depth', '18', '--baseline', BASELINE_18, '--freeze', 'bn1'],
      { env: env() },
    );
    expect(stderr).toContain('%0Achanged bn1\n');
  });

  it('annotates a missing baseline', async () => {
    workIn(temporaryFolder());
    const { stderr } = await run(['check', '--baseline', 'b.json'], { env: env() });
    expect(stderr).toContain('::error title=se-resnet-50%3A no baseline::');
    expect(stderr).toContain('--update');
  });

  it('warns with --warn-only', async () => {
    const { stderr } = await run([...failing, '--warn-only'], { env: env() });
    expect(stderr).toContain('::warning title=se-resnet-18%3A params::');
    expect(stderr).not.toContain('::error');
  });

  it('adds the table to the summary of the step', async () => {
    const file = join(temporaryFolder(), 'summary.md');
    writeFileSync(file, 'of an earlier command\n\n');
    await run(failing, { env: env(file) });
    await run(['check', '--depth', '18', '--params', String(PARAMS_18)], { env: env(file) });
    const [before, first, ...rest] = readFileSync(file, 'utf8').split('\n\n');
    expect(before).toBe('of an earlier command');
    expect(first).toBe((await run([...failing, '--format', 'markdown'])).stdout.split('\n\n')[0]);
    expect(rest.join('\n\n')).toContain('1 model checked, 1 failed: se-resnet-18.\n');
    expect(rest.join('\n\n')).toContain('1 model checked, all held.\n');
  });

  it('does not fail if that summary cannot be written', async () => {
    const { exitCode, stderr } = await run(['check', '--params', String(PARAMS_50)], {
      env: env('/dev/null/summary.md'),
    });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('note: the summary of the step cannot be written');
  });

  it('is silent elsewhere', async () => {
    const file = join(temporaryFolder(), 'summary.md');
    const { stderr } = await run(failing, { env: { GITHUB_STEP_SUMMARY: file } });
    expect(stderr).toBe('');
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });
});

describe('on a terminal', () => {
  it('colours the verdicts', async () => {
    const { stdout } = await run(['check', '--params', '1'], { tty: true, env: { TERM: 'xterm' } });
    expect(stdout).toContain('\u001b[1m\u001b[31mFAILED\u001b[39m\u001b[22m');
  });

  it('has no colour in a pipe', async () => {
    const { stdout } = await run(['check', '--params', '1']);
    expect(stdout).not.toContain('\u001b');
  });
});
