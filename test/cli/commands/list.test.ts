import { describe, expect, it } from 'vitest';
import { modelNames } from '../../../src/models/create.js';
import { parseList } from '../../support/documents.js';
import { refusal, run } from '../../support/run.js';

describe('list', () => {
  it('has every named model, with what it is made of and what it counts', async () => {
    const { stdout, stderr, exitCode } = await run(['list', '--json']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    const { schemaVersion, kind, models } = parseList(stdout);
    expect([schemaVersion, kind]).toEqual([2, 'list']);
    const depths = [10, 14, 18, 26, 34, 50, 101, 152, 200, 269];
    const own = models.map(({ name }) => name).filter((name) => !name.includes('/'));
    expect(own).toEqual(
      ['se-resnet', 'resnet'].flatMap((arch) => depths.map((depth) => `${arch}-${String(depth)}`)),
    );
    expect(models.map(({ name }) => name)).toEqual(modelNames());
    // Parameters and mult-adds of torchinfo's table, the latter its column's exact sum.
    expect(models.find(({ name }) => name === 'se-resnet-18')).toEqual({
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
      inputShape: [1, 3, 224, 224],
      params: 11_770_912,
      multAdds: 27_216_074_080,
      flops: 2 * 27_216_061_440,
    });
    // torchvision's parameters, with the 3x3 stem for the 7x7 one.
    expect(models.find(({ name }) => name === 'resnet-101')?.params).toBe(44_549_160 - 9408 + 1728);
  });

  it('is a table, without colour in a pipe', async () => {
    const { stdout } = await run(['list']);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toMatch(/│ +MACs │ +Mult-adds │/);
    expect(stdout).toMatch(
      /│ se-resnet-18 +│ basic +│ 2,2,2,2 +│ 1x3x224x224 │ +11,770,912 │ +27,216,061,440 │/,
    );
  });

  it('is Markdown if that is asked for', async () => {
    const { stdout } = await run(['list', '--format', 'markdown']);
    expect(stdout).toMatch(
      /\| se-resnet-18 +\| basic +\| 2,2,2,2 +\| 1x3x224x224 \| +11,770,912 \|/,
    );
  });

  it('counts the zoos in a line each, and lists one that is asked for', async () => {
    const { stdout } = await run(['list']);
    expect(stdout).not.toContain('│ torchvision/');
    expect(stdout).toContain(
      '\ntorchvision: 10 networks, which se-resnet list torchvision lists.\n',
    );
    const zoo = await run(['list', 'torchvision']);
    expect(zoo.stdout).toMatch(/│ torchvision\/resnet50 +│ 1x3x224x224 │ +25,557,032 │/);
    expect(zoo.stdout).not.toContain('se-resnet-50');
  });

  it('takes a part of a name, in every format', async () => {
    const json = await run(['list', 'wide_resnet50', '--json']);
    const names = parseList(json.stdout).models.map(({ name }) => name);
    expect(names).toContain('torchvision/wide_resnet50_2');
    const markdown = await run(['list', 'vision/wide_resnet50', '--format', 'markdown']);
    expect(markdown.stdout.trimEnd().split('\n')).toHaveLength(3);
  });

  it('refuses a filter that no name has', async () => {
    expect(await run(['list', 'torchvison'])).toEqual(
      refusal('No model\'s name has "torchvison" in it.', 'Did you mean torchvision?'),
    );
  });
});
