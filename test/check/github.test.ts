import { describe, expect, it } from 'vitest';
import { annotation } from '../../src/check/github.js';

describe('annotation', () => {
  it('escapes what would end a command, a property or a line', () => {
    expect(annotation('error', 'a: b, c%', '1, 2: 5%\nnext\r')).toBe(
      '::error title=a%3A b%2C c%25::1, 2: 5%25%0Anext%0D',
    );
  });
});
