import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCompare, readBaselineFixture } from '../../support/documents.js';
import { fixture } from '../../support/fixtures.js';
import { refusal, run } from '../../support/run.js';
import { temporaryFolder } from '../../support/temporary.js';

const BASELINE_18 = fixture('baselines', 'se-resnet-18.json');

const totalOf = (stdout: string, metric: string) =>
  parseCompare(stdout).totals.find((total) => total.metric === metric);

describe('compare', () => {
  it('tells what SE costs, in one screen', async () => {
    const { stdout, stderr, exitCode } = await run(['compare', 'resnet-50', 'se-resnet-50']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    // torchvision's 25557032 less its 7x7 stem's 9408 and plus the 3x3 one's 1728, and torchinfo's table.
    expect(stdout).toContain(
      '│ params                 │      25,549,352 │      28,080,344 │  +2,530,992 │    1.099 │',
    );
    // An SE block has 2 x C x C/16 weights, C/16 + C biases: of C = 256, 8192 + 272.
    expect(stdout).toContain(
      '│ layer1.0.SE │ SE_Block           │ [1, 256, 1, 1]  │               -- │               8,464 │',
    );
    expect(stdout).toContain('│ (the model) │ ResNet → SE_ResNet │');
    // One row for each of the 16 blocks' SE blocks.
    expect(stdout.match(/\.SE /g)).toHaveLength(16);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThan(40);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(100);
  });

  it('puts totals beside those of the first, with differences and ratios', async () => {
    const { stdout } = await run(['compare', 'resnet-18', 'se-resnet-18', 'resnet-18', '--json']);
    // 11689512 - 9408 + 1728, and torchinfo's table.
    expect(totalOf(stdout, 'params')).toEqual({
      metric: 'params',
      values: [11_681_832, 11_770_912, 11_681_832],
      differences: [0, 89_080, 0],
      ratios: [1, 11_770_912 / 11_681_832, 1],
    });
    expect(totalOf(stdout, 'nonTrainableParams')?.ratios).toEqual([null, null, null]);
    // Two SE blocks for each of C = 64, 128, 256 and 512, with 2 x C x C/16 weights and 2 flops each.
    expect(totalOf(stdout, 'flops')?.differences[1]).toBe(2 * 2 * 2 * (256 + 1024 + 4096 + 16384));
    const { schemaVersion, kind, models } = parseCompare(stdout);
    expect([schemaVersion, kind]).toEqual([2, 'comparison']);
    expect(models.map(({ name, model }) => [name, model.type])).toEqual([
      ['resnet-18', 'ResNet'],
      ['se-resnet-18', 'SE_ResNet'],
      ['resnet-18', 'ResNet'],
    ]);
  });

  it('reads summaries and baselines', async () => {
    const file = join(temporaryFolder(), 'summary.json');
    await run(['summary', '--engine', 'meta', '--depth', '18', '--json', '-o', file]);
    const { stdout, exitCode } = await run([
      'compare',
      file,
      BASELINE_18,
      'se-resnet-18',
      '--json',
    ]);
    expect(exitCode).toBe(0);
    expect(totalOf(stdout, 'params')?.values).toEqual([11_770_912, 11_770_912, 11_770_912]);
    expect(parseCompare(stdout).layers).toEqual([]);
    const table = await run(['compare', file, BASELINE_18]);
    expect(table.stdout).toContain('The layers are the same.');
  });

  it('shows the layers that differ, or all', async () => {
    const file = join(temporaryFolder(), 'changed.json');
    const baseline = readBaselineFixture('se-resnet-18');
    const layers = baseline.layers.map((layer) =>
      layer.path === 'bn1' ? { ...layer, trainableParams: 0 } : layer,
    );
    writeFileSync(file, JSON.stringify({ ...baseline, layers }));
    const args = ['compare', BASELINE_18, file];
    const differing = parseCompare((await run([...args, '--json'])).stdout).layers;
    expect(differing.map(({ path }) => path)).toEqual(['bn1']);
    const all = parseCompare((await run([...args, '--layers', 'all', '--json'])).stdout).layers;
    expect(all.map(({ path }) => path)).toEqual(baseline.layers.map(({ path }) => path));
    expect(all.filter(({ differs }) => differs).map(({ path }) => path)).toEqual(['bn1']);
    const { stdout } = await run(args);
    expect(stdout).toContain('128 (128 train)');
    expect(stdout).toContain('128 (0 train)');
    const table = await run([...args, '--layers', 'all']);
    expect(table.stdout).toContain('│ layer4.1.SE.sigmoid ');
  });

  it('takes the sizes of listed models from flags, and tells if inputs are not alike', async () => {
    const small = ['--input-size', '1x3x32x32', '--num-classes', '10'];
    const { stdout } = await run(['compare', 'resnet-18', 'se-resnet-18', ...small, '--json']);
    // 990 of 1000 classes less, with 512 weights and a bias each.
    expect(totalOf(stdout, 'params')?.values).toEqual([
      11_681_832 - 990 * 513,
      11_770_912 - 990 * 513,
    ]);
    const other = await run(['compare', BASELINE_18, 'se-resnet-18', '--input-size', '1x3x32x32']);
    expect(other.stdout).toContain(
      `The inputs are not alike: ${BASELINE_18} at 1x3x224x224, se-resnet-18 at 1x3x32x32.`,
    );
  });

  it('prints Markdown', async () => {
    const { stdout } = await run(['compare', 'resnet-18', 'se-resnet-18', '--format', 'markdown']);
    expect(stdout).toMatch(
      /^resnet-18 and se-resnet-18: attention none against se\.\n\n\| Total +\| +resnet-18 \| +se-resnet-18 \| Difference \| +Ratio \|\n\| :-/,
    );
    expect(stdout).toMatch(/\| params +\| +11,681,832 \| +11,770,912 \| +\+89,080 \| +1\.008 \|/);
    expect(stdout).toContain('| layer1.0.SE |');
  });

  it('writes to a file', async () => {
    const file = join(temporaryFolder(), 'compare.md');
    const args = ['compare', 'resnet-18', 'se-resnet-18', '--format', 'markdown'];
    const printed = await run(args);
    expect((await run([...args, '-o', file])).stdout).toBe('');
    expect(readFileSync(file, 'utf8')).toBe(printed.stdout);
  });

  it('refuses what is neither a model nor a file', async () => {
    const { exitCode, stdout, stderr } = await run(['compare', 'resnet-50', 'se-resnet-50x']);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      'error: There is no model "se-resnet-50x".\n' +
        'Did you mean se-resnet-50, paper/se-resnet-50?\n',
    );
  });

  it('refuses a single model', async () => {
    const { exitCode, stderr } = await run(['compare', 'resnet-50']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('error: compare takes two models or more, but was given "resnet-50".');
  });

  it('takes an option that only some of the models have', async () => {
    const reduction = ['--reduction', '8', '--json'];
    const { stdout } = await run(['compare', 'resnet-18', 'se-resnet-18', ...reduction]);
    // Half the reduction of 16: twice the weights of the SE blocks, 2 x C x C/8, and C/8 + C biases.
    const ofSE = [64, 128, 256, 512].reduce((sum, c) => sum + 2 * ((2 * c * c) / 8 + c / 8 + c), 0);
    expect(totalOf(stdout, 'params')?.values).toEqual([11_681_832, 11_681_832 + ofSE]);
  });

  it('refuses an option that none of the models has', async () => {
    expect(await run(['compare', 'resnet-18', 'resnet-34', '--reduction', '8'])).toEqual(
      refusal(
        '--reduction cannot stand beside resnet-18 resnet-34, none of which has such an option.',
      ),
    );
  });

  it('refuses files that are something else, or of a newer release', async () => {
    const file = join(temporaryFolder(), 'x.json');
    const { layers } = readBaselineFixture('se-resnet-18');
    const head = (kind: string, schemaVersion = 2) => ({ schemaVersion, kind });
    const cases = [
      [{}, 'is neither a summary nor a baseline.'],
      [layers, 'is neither a summary nor a baseline.'],
      [{ ...head('check'), models: [] }, 'is neither a summary nor a baseline.'],
      [{ ...head('comparison'), layers }, 'is neither a summary nor a baseline.'],
      [{ ...head('constructor'), layers }, 'is neither a summary nor a baseline.'],
      [{ schemaVersion: 2, layers }, 'is neither a summary nor a baseline.'],
      [
        { ...head('summary', 3), layers: [] },
        'has schemaVersion 3, and this release of se-resnet reads 2.',
      ],
      [{ schemaVersion: 3, layers: [] }, 'has schemaVersion 3, and this release'],
      [{ ...head('summary'), layers: [] }, 'cannot be read: model is not what it should be'],
      [{ kind: 'baseline' }, 'cannot be read: schemaVersion is not what it should be'],
      [head('baseline', 3), 'has schemaVersion 3'],
    ] as const;
    for (const [document, message] of cases) {
      writeFileSync(file, JSON.stringify(document));
      const { exitCode, stderr } = await run(['compare', 'resnet-18', file]);
      expect(stderr).toContain(`error: ${file} ${message}`);
      expect(exitCode).toBe(2);
    }
  });

  it.each(['__proto__', 'constructor', 'toString'])('knows no model %s', async (name) => {
    expect(await run(['compare', 'resnet-18', name])).toEqual(
      refusal(`There is no model "${name}".`, 'se-resnet list lists the models that have a name.'),
    );
  });
});
