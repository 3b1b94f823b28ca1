import { describe, expect, it } from 'vitest';
import { buildModel, nameOf } from '../../src/models/catalog.js';
import { MODEL_DEFAULTS, modelSpec } from '../../src/options.js';
import { parseSummary } from '../support/documents.js';
import { readJson } from '../support/fixtures.js';
import { run } from '../support/run.js';

/**
 * Parameters of torchvision's ResNets (its documentation, table of weights). Its stem is a 7x7
 * convolution, 64 x 3 x 7 x 7, where this one is 3x3, 64 x 3 x 3 x 3; the rest is the same.
 */
const TORCHVISION: readonly (readonly [depth: number, params: number])[] = [
  [18, 11_689_512],
  [34, 21_797_672],
  [50, 25_557_032],
  [101, 44_549_160],
  [152, 60_192_808],
];

describe('ResNet', () => {
  for (const [depth, params] of TORCHVISION) {
    it(`${String(depth)} has torchvision's parameters, but for the stem`, async () => {
      const args = ['--arch', 'resnet', '--depth', String(depth), '--engine', 'meta'];
      const { stdout } = await run(['summary', ...args, '--print', 'params']);
      expect(Number(stdout)).toBe(params - 64 * 3 * 7 * 7 + 64 * 3 * 3 * 3);
    });

    it(`${String(depth)} has the SE-ResNet's state dict without the SE blocks`, () => {
      const model = buildModel(modelSpec({ ...MODEL_DEFAULTS, arch: 'resnet', depth }));
      const withSE = readJson('state_dict.json')[`depth${String(depth)}`] ?? [];
      expect(model.stateDict().map(([name, { shape }]) => ({ name, shape }))).toEqual(
        withSE.filter(({ name }) => !name.includes('.SE.')),
      );
    });
  }

  it('prints the class names of torchvision', async () => {
    const { stdout } = await run(['summary', '--arch', 'resnet', '--engine', 'meta', '--json']);
    const { layers, model } = parseSummary(stdout);
    expect(model).toEqual({
      name: 'ResNet',
      arch: 'resnet',
      depth: 50,
      block: 'bottleneck',
      blocks: [3, 4, 6, 3],
      numClasses: 1000,
      reduction: null,
    });
    expect(layers[0]?.type).toBe('ResNet');
    expect(layers.find(({ path }) => path === 'layer1.0')?.type).toBe('Bottleneck');
  });

  it('has no reduction to give', async () => {
    const result = await run(['summary', '--arch', 'resnet', '--reduction', '8']);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('--reduction 8 cannot stand beside --arch resnet');
  });
});

describe('nameOf', () => {
  it('is the name of the catalogue, or else says what the network is made of', () => {
    expect(nameOf({ arch: 'resnet', block: 'bottleneck', blocks: [3, 4, 6, 3] })).toBe('resnet-50');
    expect(nameOf({ arch: 'se-resnet', block: 'basic', blocks: [1, 2, 3, 4] })).toBe(
      'se-resnet-basic-1-2-3-4',
    );
  });
});
