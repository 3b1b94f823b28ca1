import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSummary, readTableRows } from '../support/documents.js';
import { fixture, readJson } from '../support/fixtures.js';
import { nn, summary, type Tensor } from '../../src/index.js';
import { FORMATS } from '../../src/report/formats.js';
import { PLAIN } from '../../src/report/table.js';
import { run } from '../support/run.js';

const DEPTH_18 = ['summary', '--engine', 'meta', '--depth', '18'];

/** What the table of torchinfo 1.8 says of SE-ResNet-18, in fixtures/torchinfo/1.8/depth18.txt. */
const PARAMS = 11_770_912;

describe('--format table', () => {
  it('is what is printed if no format is asked for', async () => {
    const { stdout } = await run([...DEPTH_18, '--format', 'table', '--torchinfo', '1.8']);
    expect(stdout).toBe(readFileSync(fixture('torchinfo', '1.8', 'depth18.txt'), 'utf8'));
  });
});

describe('--format json', () => {
  it('is --json', async () => {
    const long = await run([...DEPTH_18, '--format', 'json']);
    const short = await run([...DEPTH_18, '--json']);
    const both = await run([...DEPTH_18, '--json', '--format', 'json']);
    expect(long.stdout).toBe(short.stdout);
    expect(both.stdout).toBe(short.stdout);
    expect(parseSummary(long.stdout).totals.params).toBe(PARAMS);
  });

  it('counts flops by the weights of convolutions and of the linear layer alone', async () => {
    const { stdout } = await run([...DEPTH_18, '--json']);
    // The side of a stage's outputs; inside an SE block there is one position, as for the classifier.
    const sides: Record<string, number> = {
      conv1: 224,
      layer1: 224,
      layer2: 112,
      layer3: 56,
      layer4: 28,
    };
    const weights = (readJson('state_dict.json')['depth18'] ?? []).filter(
      ({ name, shape }) => name.endsWith('weight') && shape.length > 1,
    );
    expect(weights).toHaveLength(37); // 20 convolutions and 1 linear layer, 2 in each of 8 SE blocks
    const macs = weights.map(({ name, shape }) => {
      const side = name.includes('SE') ? 1 : (sides[name.split('.')[0] ?? ''] ?? 1);
      return shape.reduce((a, b) => a * b) * side * side;
    });
    expect(parseSummary(stdout).totals.flops).toBe(2 * macs.reduce((a, b) => a + b));
  });

  it('counts flops of the whole batch', async () => {
    const flops = async (inputSize: string) => {
      const { stdout } = await run([...DEPTH_18, '--json', '--input-size', inputSize]);
      return parseSummary(stdout).totals.flops;
    };
    expect(await flops('5x3x32x32')).toBe(5 * (await flops('1x3x32x32')));
  });
});

describe('--format csv', () => {
  it('has one line a layer, and leaves that add up to the totals', async () => {
    const { stdout, stderr } = await run([...DEPTH_18, '--format', 'csv']);
    const parseRows: (text: string, options: { columns: true }) => Record<string, string>[] = parse;
    const rows = parseRows(stdout, { columns: true });
    expect(stderr).toBe('');
    expect(rows.find(({ path }) => path === 'conv1')).toEqual({
      path: 'conv1',
      type: 'Conv2d',
      depth: '1',
      inputShape: '1x3x224x224',
      outputShape: '1x64x224x224',
      kernelSize: '3x3',
      groups: '1',
      params: '1728', // 64 x 3 x 3 x 3
      trainableParams: '1728',
      multAdds: '86704128', // 1728 x 224 x 224
      isLeaf: 'true',
      isRecursive: 'false',
    });
    const leaves = rows.filter(({ isLeaf }) => isLeaf === 'true');
    expect(leaves.reduce((sum, { params }) => sum + Number(params), 0)).toBe(PARAMS);
    // torchinfo's table to three levels has one row less for each of the 8 SE blocks' 5 layers, and
    // for the 2 in each of the 3 shortcuts that are not empty.
    expect(rows).toHaveLength(readTableRows('depth18').length + 8 * 5 + 3 * 2);
  });
});

describe('--format markdown', () => {
  it('has the rows and cells of the table', async () => {
    const { stdout } = await run([
      ...[...DEPTH_18, '--format', 'markdown', '--torchinfo', '1.8'],
      ...['--col-names', 'input_size,output_size,num_params,kernel_size,mult_adds'],
    ]);
    const [layers = '', totals = ''] = stdout.split('\n\n');
    const cells = (line: string) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\\', ''));
    const [header = '', , ...rows] = layers.split('\n').map(cells);
    expect(header).toEqual([
      'Layer',
      'Input Shape',
      'Output Shape',
      'Param #',
      'Kernel Shape',
      'Mult-Adds',
    ]);
    expect(rows).toEqual(readTableRows('depth18-all-columns'));
    expect(totals.split('\n').map(cells)).toContainEqual(['Total params', '11,770,912']);
  });

  it('keeps underscores from becoming emphasis', async () => {
    const { stdout } = await run([...DEPTH_18, '--format', 'markdown', '--layer-depth', '0']);
    expect(stdout).toContain('SE\\_ResNet');
  });
});

describe('names of classes and fields', () => {
  /** A layer whose class and whose field have a name of one's own. */
  const named = (className: string, field: string) => {
    class Named extends nn.Module {
      static override readonly className = className;
      override forward(x: Tensor): Tensor {
        return x.relu();
      }
    }
    class Model extends nn.Module {
      override children(): [string, nn.AnyModule][] {
        return [[field, this.inner]];
      }
      private readonly inner = new Named();
      override forward(x: Tensor): Tensor {
        return this.inner.call(x);
      }
    }
    return summary(new Model(), [1, 2], { rowSettings: ['depth', 'var_names'] });
  };

  it.each(['table', 'markdown', 'csv', 'json'] as const)('have no effect in %s', async (format) => {
    const write = await FORMATS[format]();
    const text = write(named('\u001b[31m::x\n::error::', 'a\u009b\r\n##[error]'), PLAIN);
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(text).not.toMatch(/^\s*::|##\[/m);
  });

  it('count for the width of a table as they are shown', () => {
    const lines = String(named('\n'.repeat(30), 'f')).split('\n');
    const [rule = '', , , , row = ''] = lines;
    expect(row).toBe(`├─${'\\n'.repeat(30)} (f): 1-1${' '.repeat(5)}[1, 2]${' '.repeat(20)}--`);
    expect(rule).toHaveLength(75 + 50);
  });

  it('are no formulas in CSV', async () => {
    const csv = await FORMATS.csv();
    const parseRows: (text: string) => string[][] = parse;
    for (const [name, cell] of [
      ['=1+1', "'=1+1"],
      ['+x', "'+x"],
      ['-x', "'-x"],
      ['@SUM(A1)', "'@SUM(A1)"],
      ['\t=x', "'\t=x"],
      ['\r=x', "'\\r=x"],
      ['a=b', 'a=b'],
    ] as const) {
      const row = parseRows(csv(named(name, name), PLAIN))[2] ?? [];
      expect(row.slice(0, 3)).toEqual([cell, cell, '1']);
    }
  });
});
