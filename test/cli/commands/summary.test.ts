import { describe, expect, it } from 'vitest';
import { readTableRows } from '../../support/documents.js';
import { refusal, run } from '../../support/run.js';

const META = ['summary', '--engine', 'meta'];
const DEPTH_18 = [...META, '--depth', '18'];

/** What the table of torchinfo 1.8 says of SE-ResNet-18, in fixtures/torchinfo/1.8/depth18.txt. */
const PARAMS = 11_770_912;

const COLUMNS =
  'input_size, output_size, num_params, params_percent, kernel_size, groups, mult_adds and trainable';
const ROWS = 'depth, var_names, ascii_only and hide_recursive_layers';
const TOTALS = 'params, trainable-params, mult-adds, param-bytes or total-bytes';

/** Wrong values of the flags of the table, the sentence that answers them, and the hint if there is one. */
const WRONG: [args: string[], sentence: string, hint?: string][] = [
  [
    ['--col-names', 'num_params,kernel'],
    `--col-names takes ${COLUMNS}, but was given "kernel".`,
    'Did you mean kernel_size?',
  ],
  [['--col-names', 'zebra'], `--col-names takes ${COLUMNS}, but was given "zebra".`],
  [['--col-names', '__proto__'], `--col-names takes ${COLUMNS}, but was given "__proto__".`],
  [
    ['--row-settings', 'dpth'],
    `--row-settings takes ${ROWS}, but was given "dpth".`,
    'Did you mean depth?',
  ],
  [['--row-settings', 'toString'], `--row-settings takes ${ROWS}, but was given "toString".`],
  [['--col-width', '0'], '--col-width takes a whole number from 1 to 10000, but was given "0".'],
  [['--layer-depth', '-1'], '--layer-depth takes a whole number from 0, but was given "-1".'],
  [['--torchinfo', '1.7'], '--torchinfo takes 1.6 or 1.8, but was given "1.7".'],
  [['--print', 'parms'], `--print takes ${TOTALS}, but was given "parms".`, 'Did you mean params?'],
  [['--print', 'constructor'], `--print takes ${TOTALS}, but was given "constructor".`],
  [
    ['--format', 'constructor'],
    '--format takes table, json, csv or markdown, but was given "constructor".',
  ],
];

describe('a wrong value of a flag of the table', () => {
  it.each(WRONG)('%j is answered with one sentence', async (args, sentence, hint) => {
    expect(await run([...META, ...args])).toEqual(refusal(sentence, hint));
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
});
