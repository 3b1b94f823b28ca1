import { describe, expect, it } from 'vitest';
import { parseList } from '../../support/documents.js';
import { run } from '../../support/run.js';

describe('list', () => {
  it('has every named model, with what it is made of and what it counts', async () => {
    const { stdout, stderr, exitCode } = await run(['list', '--json']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    const { schemaVersion, kind, models } = parseList(stdout);
    expect([schemaVersion, kind]).toEqual([2, 'list']);
    const depths = [10, 14, 18, 26, 34, 50, 101, 152, 200, 269];
    expect(models.map(({ name }) => name)).toEqual(
      ['se-resnet', 'resnet'].flatMap((arch) => depths.map((depth) => `${arch}-${String(depth)}`)),
    );
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
        reduction: 16,
        inChannels: 3,
      },
      source: { kind: 'registry' },
      inputShape: [1, 3, 224, 224],
      params: 11_770_912,
      multAdds: 27_216_074_080,
    });
    // torchvision's parameters, with the 3x3 stem for the 7x7 one.
    expect(models.find(({ name }) => name === 'resnet-101')?.params).toBe(44_549_160 - 9408 + 1728);
  });

  it('is a table, without colour in a pipe', async () => {
    const { stdout } = await run(['list']);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('│ Mult-adds at 1x3x224x224 │');
    expect(stdout).toContain('│ se-resnet-18  │ basic      │ 2,2,2,2   │  11,770,912 │');
  });

  it('is Markdown if that is asked for', async () => {
    const { stdout } = await run(['list', '--format', 'markdown']);
    expect(stdout).toMatch(/\| se-resnet-18 +\| basic +\| 2,2,2,2 +\| +11,770,912 \|/);
  });
});
