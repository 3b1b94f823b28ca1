import { describe, expect, it } from 'vitest';
import { refusal, run } from '../../support/run.js';

const SIZES = 'four whole numbers from 1, NxCxHxW, such as 1x3x224x224';
const OUTLINE = ['summary', '--engine', 'meta', '--layer-depth', '0', '--depth', '10'];

describe('--input-size', () => {
  it.each(['2x3x32x40', '2X3X32X40', '2×3×32×40', '2,3,32,40', '2, 3, 32, 40'])(
    'takes %s',
    async (text) => {
      const { stdout } = await run([...OUTLINE, '--input-size', text, '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ input: { shape: [2, 3, 32, 40] } });
    },
  );

  it.each(['1x3x0x224', '1x3x-4x8', '1x3x8x8x8', '1x3x99999999999x5', '1x3x2.5x4', ''])(
    'does not take "%s"',
    async (text) => {
      expect(await run([...OUTLINE, '--input-size', text])).toEqual(
        refusal(`--input-size takes ${SIZES}, but was given "${text}".`),
      );
    },
  );

  it('says if the batch is missing', async () => {
    expect(await run([...OUTLINE, '--input-size', '3x224x224'])).toEqual(
      refusal(
        `--input-size takes ${SIZES}, but was given "3x224x224".`,
        'The batch comes first: --input-size 1x3x224x224',
      ),
    );
  });
});
