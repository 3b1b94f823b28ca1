import { describe, expect, it } from 'vitest';
import { createModel } from '../../src/models/create.js';
import { summarise } from '../../src/summary/summarise.js';
import { TORCHINFO_RELEASES, type TorchinfoRelease } from '../../src/summary/summary.js';
import type { Totals } from '../../src/summary/totals.js';
import { record } from '../../src/trace/recorder.js';
import { thrownBy } from '../support/errors.js';
import { run } from '../support/run.js';

function totalsOf(batch: number, release: TorchinfoRelease): Totals {
  return summarise(record(createModel('se-resnet-10'), [[batch, 3, 224, 224]]), release).totals;
}

describe.each(TORCHINFO_RELEASES)('counts of a very large input, by %s', (release) => {
  it('are exact up to 2^53', () => {
    const one = totalsOf(1, release);
    const batch = 300_000;
    const many = totalsOf(batch, release);
    // Every multiply-add of an image is done for each image of the batch, and so are its bytes taken.
    expect(many.multAdds).toBe(one.multAdds * batch);
    expect(many.flops).toBe(one.flops * batch);
    expect(many.inputBytes).toBe(one.inputBytes * batch);
    expect(many.forwardBackwardBytes).toBe(one.forwardBackwardBytes * batch);
    expect(Number.isSafeInteger(many.flops)).toBe(true);
    expect(many.flops).toBeGreaterThan(2 ** 52);
  });

  it('are refused beyond it', () => {
    expect(thrownBy(() => totalsOf(900_000, release))).toMatchObject({
      name: 'ModelError',
      code: 'too-large',
      message:
        'an input of [900000, 3, 224, 224] is too large: its mult-adds or bytes pass 2^53, beyond which ' +
        'they cannot be counted exactly',
    });
  });
});

it('an input that is too large is an error of the program', async () => {
  const args = ['summary', '--depth', '10', '--engine', 'meta'];
  const { stdout, stderr, exitCode } = await run([...args, '--input-size', '900000x3x224x224']);
  expect([stdout, exitCode]).toEqual(['', 2]);
  expect(stderr).toMatch(
    /^error: --input-size cannot be counted: an input of \[900000, 3, 224, 224\] is too large: .* 2\^53/,
  );
});
