import { describe, expect, it } from 'vitest';
import { annotation } from '../../src/check/github.js';

describe('annotation', () => {
  it('escapes what would end a command, a property or a line', () => {
    expect(annotation('error', 'a: b, c%', ['1, 2: 5%', 'next\r'])).toBe(
      '::error title=a%3A b%2C c%25::1, 2: 5%25%0Anext\\r',
    );
  });

  it('leaves a name no line and no control character of its own', () => {
    expect(annotation('warning', '::x\n\u001b[31m', ['a\n::error::b'])).toBe(
      '::warning title=\\x3a%3Ax\\n\\x1b[31m::a\\n::error::b',
    );
  });
});
