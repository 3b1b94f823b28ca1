import { describe, expect, it } from 'vitest';
import { parseSummary } from '../support/documents.js';
import { run } from '../support/run.js';

const flags = ['summary', '--depth', '10', '--engine', 'meta'];

describe('counts of a very large input', () => {
  it('are exact up to 2^53', async () => {
    const one = parseSummary((await run([...flags, '--json'])).stdout).totals;
    const batch = 300_000;
    const args = [...flags, '--input-size', `${String(batch)}x3x224x224`, '--json'];
    const many = parseSummary((await run(args)).stdout).totals;
    // Every multiply-add of an image is done for each image of the batch, and so are its bytes taken.
    expect(many.multAdds).toBe(one.multAdds * batch);
    expect(many.flops).toBe(one.flops * batch);
    expect(many.inputBytes).toBe(one.inputBytes * batch);
    expect(many.forwardBackwardBytes).toBe(one.forwardBackwardBytes * batch);
    expect(Number.isSafeInteger(many.flops)).toBe(true);
    expect(many.flops).toBeGreaterThan(2 ** 52);
  });

  it('are refused beyond it', async () => {
    const { stdout, stderr, exitCode } = await run([...flags, '--input-size', '900000x3x224x224']);
    expect([stdout, exitCode]).toEqual(['', 2]);
    expect(stderr).toMatch(/^error: an input of \[900000, 3, 224, 224\] is too large: .* 2\^53/);
  });
});
