import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SummaryDocument } from '../../src/documents/summary.js';
import { parseSummary } from '../support/documents.js';
import { fixture, readCases, readJson } from '../support/fixtures.js';
import { run } from '../support/run.js';

async function documentOf(...args: string[]): Promise<SummaryDocument> {
  const { stdout, stderr, exitCode } = await run(['summary', '--json', ...args]);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  return parseSummary(stdout);
}

/** A row of a torchinfo table: its cells, with the tree's lines and the blanks taken away. */
function tableRows(text: string): string[][] {
  const [, , body = ''] = text.split(/^=+$/m);
  return body
    .trim()
    .split('\n')
    .map((line) => line.replace(/^[│├└─ ]+/, '').split(/ {2,}/));
}

describe('the document of depth 18', () => {
  let document: SummaryDocument;
  beforeAll(async () => {
    document = await documentOf('--engine', 'meta', '--depth', '18');
  });

  it('says what was built and what ran', () => {
    expect(Object.entries(document).slice(0, 2)).toEqual([
      ['schemaVersion', 2],
      ['kind', 'summary'],
    ]);
    expect(document.model).toEqual({
      name: 'se-resnet-18',
      type: 'SE_ResNet',
      arch: 'se-resnet',
      options: {
        depth: 18,
        block: 'basic',
        blocks: [2, 2, 2, 2],
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
    expect(document.input).toEqual({ shape: [1, 3, 224, 224], dtype: 'float32' });
    expect(document.engine).toEqual({ name: 'meta' });
  });

  it('has totals in bytes', () => {
    const { inputBytes, forwardBackwardBytes, paramBytes, totalBytes } = document.totals;
    expect(inputBytes).toBe(3 * 224 * 224 * 4);
    expect(paramBytes).toBe(11_770_912 * 4);
    expect(totalBytes).toBe(inputBytes + forwardBackwardBytes + paramBytes);
  });

  it('has the layers of the table that shows every level and column', () => {
    const path = fixture('torchinfo', '1.8', 'depth18-every-column.txt');
    const rows = tableRows(readFileSync(path, 'utf8'));
    const commas = (value: number) => value.toLocaleString('en-US');
    const shape = (sizes: readonly number[] | null) => `[${(sizes ?? []).join(', ')}]`;
    const own = document.layers.map((layer) => {
      const { type, depth, depthIndex, isLeaf, params, multAdds, kernelSize } = layer;
      return {
        name: depth === 0 ? type : `${type}: ${String(depth)}-${String(depthIndex)}`,
        input: shape(layer.inputShape),
        output: shape(layer.outputShape),
        params: isLeaf && params > 0 ? commas(params) : '--',
        kernel: Array.isArray(kernelSize) ? shape(kernelSize) : '--',
        multAdds: isLeaf && multAdds > 0 ? commas(multAdds) : '--',
      };
    });
    expect(own).toEqual(
      rows.map(([name, input, output, params, , kernel, multAdds]) => ({
        name,
        input,
        output,
        params,
        kernel,
        multAdds,
      })),
    );
  });

  it('describes one layer in full', () => {
    // 64 x 64 x 3 x 3 parameters, each used once for each of 224 x 224 pixels.
    expect(document.layers.find(({ path }) => path === 'layer1.0.conv1')).toEqual({
      path: 'layer1.0.conv1',
      type: 'Conv2d',
      varName: 'conv1',
      depth: 3,
      depthIndex: 1,
      inputShape: [1, 64, 224, 224],
      outputShape: [1, 64, 224, 224],
      kernelSize: [3, 3],
      groups: 1,
      params: 36_864,
      trainableParams: 36_864,
      multAdds: 36_864 * 224 * 224,
      isLeaf: true,
      isRecursive: false,
    });
  });

  it('begins with the model, whose path is empty', () => {
    expect(document.layers[0]).toMatchObject({ path: '', type: 'SE_ResNet', depth: 0 });
    expect(document.layers.filter(({ path }) => path === '')).toHaveLength(1);
  });
});

describe('in every document', () => {
  const totals = readJson('torchinfo/totals.json')['1.8'];
  const cases = readCases().filter(({ release }) => release === '1.8');

  it.each(cases)("$name: the totals are torchinfo's", async ({ name, args }) => {
    const document = await documentOf('--engine', 'meta', ...args);
    expect(Object.keys(totals[name] ?? {})).toHaveLength(5);
    expect(document.totals).toMatchObject(totals[name] ?? {});
  });

  it.each(cases)('$name: the leaves add up to the totals', async ({ args }) => {
    const { layers, totals: total } = await documentOf('--engine', 'meta', ...args);
    const leaves = layers.filter(({ isLeaf }) => isLeaf);
    const sum = (key: 'params' | 'trainableParams' | 'multAdds') =>
      leaves.reduce((result, layer) => result + layer[key], 0);
    expect(sum('params')).toBe(total.params);
    expect(sum('trainableParams')).toBe(total.trainableParams);
    expect(sum('multAdds')).toBe(total.multAdds);
    expect(total.trainableParams + total.nonTrainableParams).toBe(total.params);
    const [model] = layers;
    expect(model).toMatchObject({ params: total.params, multAdds: total.multAdds });
  });
});

it('of a real pass says which engine ran, on how many threads, for how long, and in what memory', async () => {
  const flags = ['--depth', '10', '--input-size', '1x3x32x32'];
  const real = await documentOf('--engine', 'wasm', ...flags);
  const meta = await documentOf('--engine', 'meta', ...flags);
  expect(real.engine.name).toBe('wasm');
  expect(real.engine.threads).toBeGreaterThanOrEqual(1);
  expect(real.engine.forwardMs).toBeGreaterThan(0);
  const { predictedResidentBytes = 0, peakResidentBytes = 0 } = real.engine;
  // Node and the engine come to more than 50 MB; this process has other tests in it.
  for (const bytes of [predictedResidentBytes, peakResidentBytes]) {
    expect(bytes).toBeGreaterThan(50e6);
    expect(bytes).toBeLessThan(4e9);
  }
  expect({ ...real, engine: null }).toEqual({ ...meta, engine: null });
});
