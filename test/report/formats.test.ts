import { parse } from 'csv-parse/sync';
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSummary, readTableRows } from '../support/documents.js';
import { fixture, readJson } from '../support/fixtures.js';
import { run } from '../support/run.js';
import { temporaryFolder } from '../support/temporary.js';

const DEPTH_18 = ['summary', '--engine', 'meta', '--depth', '18'];

/** What the table of torchinfo 1.8 says of SE-ResNet-18, in fixtures/torchinfo/1.8/depth18.txt. */
const PARAMS = 11_770_912;

describe('--format table', () => {
  it('is what is printed where no format is asked for', async () => {
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

describe('--print', () => {
  const print = async (total: string, ...args: string[]) =>
    (await run([...DEPTH_18, '--print', total, ...args])).stdout;

  it('prints one bare number', async () => {
    expect(await print('params')).toBe(`${String(PARAMS)}\n`);
    expect(await print('param-bytes')).toBe(`${String(4 * PARAMS)}\n`);
    // Frozen is the first convolution: 64 x 3 x 3 x 3.
    expect(await print('trainable-params', '--freeze', 'conv1')).toBe(`${String(PARAMS - 1728)}\n`);
    const column = readTableRows('depth18-all-columns').map((row) => row.at(-1) ?? '');
    const multAdds = column
      .filter((cell) => /^[\d,]+$/.test(cell))
      .reduce((sum, cell) => sum + Number(cell.replaceAll(',', '')), 0);
    expect(await print('mult-adds')).toBe(`${String(multAdds)}\n`);
    const totalBytes = await print('total-bytes');
    expect(totalBytes).toMatch(/^\d+\n$/);
    expect((Number(totalBytes) / 1e6).toFixed(2)).toBe('529.40'); // the table's MB
  });

  it('stands alone', async () => {
    for (const other of [['--json'], ['--format', 'csv']]) {
      const result = await run([...DEPTH_18, '--print', 'params', ...other]);
      expect(result.exitCode).toBe(2);
      expect(result.stdout).toBe('');
      expect(result.stderr).toContain("'--print <total>' cannot be used with");
    }
  });

  it('refuses what is no total', async () => {
    const { exitCode, stderr } = await run([...DEPTH_18, '--print', 'parms']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--print takes params, trainable-params, mult-adds,');
    expect(stderr).toContain('Did you mean params?');
  });
});

describe('formats that contradict one another', () => {
  it('are refused', async () => {
    const { exitCode, stderr } = await run([...DEPTH_18, '--json', '--format', 'csv']);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      'error: --json cannot stand beside --format csv.\nLeave out one of the two.\n',
    );
  });
});

describe('-o', () => {
  it('writes what would have been printed, without colour, over what was there', async () => {
    const file = join(temporaryFolder(), 'summary.txt');
    writeFileSync(file, 'old');
    const printed = await run(DEPTH_18);
    const written = await run([...DEPTH_18, '-o', file], { env: { FORCE_COLOR: '1' }, tty: true });
    expect(written.stdout).toBe('');
    expect(written.exitCode).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(printed.stdout);
  });

  it('goes with --print', async () => {
    const file = join(temporaryFolder(), 'params');
    await run([...DEPTH_18, '--print', 'params', '--output', file]);
    expect(readFileSync(file, 'utf8')).toBe(`${String(PARAMS)}\n`);
  });

  it('refuses a file that cannot be written', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'old');
    const cases = [
      [join(folder, 'file', 'x.json'), 'a part of its path is a file, not a folder'],
      [join(folder, 'missing', 'x.json'), 'its folder does not exist'],
      [folder, 'it is a folder'],
    ] as const;
    for (const [file, reason] of cases) {
      const { exitCode, stdout, stderr } = await run([...DEPTH_18, '--json', '-o', file]);
      expect(stderr).toBe(
        `error: --output names ${file}, which cannot be written: ${reason}.\nNothing was changed.\n`,
      );
      expect(stdout).toBe('');
      expect(exitCode).toBe(2);
    }
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
    expect(existsSync(join(folder, 'missing'))).toBe(false);
  });

  it('writes through a link', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'old');
    symlinkSync(join(folder, 'file'), join(folder, 'link'));
    await run([...DEPTH_18, '--print', 'params', '-o', join(folder, 'link')]);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe(`${String(PARAMS)}\n`);
  });

  it('leaves a device what it is', async () => {
    const { exitCode } = await run([...DEPTH_18, '--print', 'params', '-o', '/dev/null']);
    expect(exitCode).toBe(0);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});
