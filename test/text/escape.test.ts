import { describe, expect, it } from 'vitest';
import { jsonText, printable } from '../../src/text/escape.js';

describe('printable', () => {
  it.each([
    ['layer1.0.conv1', 'layer1.0.conv1'],
    ['C:\\models\\a.json', 'C:\\models\\a.json'],
    ['größe → 5 ± 1 日本語', 'größe → 5 ± 1 日本語'],
    // A family is several emoji with joiners between them.
    ['👨‍👩‍👧', '👨‍👩‍👧'],
    ['\u001b]0;owned\u0007\u001b[31m', '\\x1b]0;owned\\x07\\x1b[31m'],
    ['\u009b31m', '\\x9b31m'],
    ['a\u007fb', 'a\\x7fb'],
    ['one\ntwo\r\nthree\tfour', 'one\\ntwo\\r\\nthree\\tfour'],
    ['\u2028\u2029\u0085', '\\u2028\\u2029\\x85'],
    ['abc\u202egnp.exe\u2066', 'abc\\u202egnp.exe\\u2066'],
    ['\u200b\ufeff\u00ad', '\\u200b\\ufeff\\xad'],
    ['\u{e0041}', '\\u{e0041}'],
  ])('%j is %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it.each([
    ['::stop-commands::x', '\\x3a:stop-commands::x'],
    ['  ::error::x', '  \\x3a:error::x'],
    ['a::b', 'a::b'],
    ['a ##[error]b##[c', 'a \\x23#[error]b\\x23#[c'],
    ['x\n::error::p', 'x\\n::error::p'],
  ])("leaves GitHub's runner no command: %j", (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});

describe('jsonText', () => {
  it('is JSON of the same value, without anything that a terminal or a log acts on', () => {
    const value = { '\u009b': ['\u007f\u202e\u{e0041}', '##[error]', '###[', 'ä', '\u001b\n'] };
    const text = jsonText(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text).toBe(
      '{\n  "\\u009b": [\n    "\\u007f\\u202e\\udb40\\udc41",\n    "\\u0023#[error]",\n' +
        '    "#\\u0023#[",\n    "ä",\n    "\\u001b\\n"\n  ]\n}\n',
    );
  });
});
