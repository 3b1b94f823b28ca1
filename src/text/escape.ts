/*
 * Text from files, names and flags, escaped for where it is shown: one function for each kind of place.
 * Text that a program wrote itself passes through them unchanged.
 */

/**
 * What a terminal acts on, or shows as nothing, or by which it reorders what is around it: control
 * characters, line and paragraph separators, and the invisible and bidirectional format characters
 * (Unicode, categories Cc, Zl, Zp and part of Cf). Joiners inside words and emoji are not among them.
 */
const INVISIBLE =
  '\\p{Cc}\\p{Zl}\\p{Zp}\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff' +
  '\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}';

const UNPRINTABLE = new RegExp(`[${INVISIBLE}]|^ *::|##\\[`, 'gu');

/** What may have to be escaped at all: nearly no text has it, and this is found out sooner. */
const SUSPECT = /[^ -~]|::|##\[/;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Text as a terminal or a log can show it without acting on it: control characters, line breaks among
 * them, become escapes such as `\x1b`. What GitHub's runner would take for a command, `::` at the beginning
 * and `##[` anywhere (actions/runner, ActionCommand.TryParseV2 and TryParse), loses its first character to
 * an escape.
 */
export function printable(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text.replace(UNPRINTABLE, (found) => {
    if (found === '##[') return '\\x23#[';
    return found.endsWith('::') ? found.replace(':', '\\x3a') : escaped(found);
  });
}

function escaped(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\u{${code}}`;
}

const UNPRINTABLE_JSON = new RegExp(
  `[${INVISIBLE.replace('\\p{Cc}', '\\u007f-\\u009f')}]|#(?=#\\[)`,
  'gu',
);

const SUSPECT_JSON = /[^\n -~]|##\[/;

/**
 * A value as JSON of several lines, with a final newline. What a terminal or a log would act on is
 * escaped as JSON escapes, which are read as the same text.
 */
export function jsonText(value: unknown): string {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (!SUSPECT_JSON.test(text)) return text;
  return text.replace(UNPRINTABLE_JSON, (found) =>
    found
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
