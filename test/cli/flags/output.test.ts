import { describe, expect, it } from 'vitest';
import { refusal, run } from '../../support/run.js';

const DEPTH_18 = ['summary', '--engine', 'meta', '--depth', '18'];

describe('formats that contradict one another', () => {
  it('are refused', async () => {
    expect(await run([...DEPTH_18, '--json', '--format', 'csv'])).toEqual(
      refusal('--json cannot stand beside --format csv.', 'Leave out one of the two.'),
    );
  });
});
