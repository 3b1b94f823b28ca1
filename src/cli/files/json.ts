import type { ParseError } from 'jsonc-parser';
import { FileError } from '../../errors.js';
import { kebabCase } from '../../text/keys.js';

/**
 * The value of a JSON text.
 * @param path where the text comes from, for the message
 * @throws FileError if it is not JSON.
 */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(withoutMark(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FileError('not-json', `${path} is not JSON: ${reason}.`);
  }
}

/**
 * The value of a JSON text that may have comments and trailing commas, as tsconfig.json may.
 * @param path where the text comes from, for the message
 * @throws FileError if it is neither JSON nor that.
 */
export async function parseJsonWithComments(text: string, path: string): Promise<unknown> {
  const { getNodeValue, parseTree, printParseErrorCode } = await import('jsonc-parser');
  const json = withoutMark(text);
  const errors: ParseError[] = [];
  let value: unknown;
  try {
    const tree = parseTree(json, errors, { allowTrailingComma: true });
    // Unlike `parse`, this keeps a key that is named __proto__ a key.
    value = tree === undefined ? undefined : getNodeValue(tree);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FileError('not-json', `${path} is nested too deeply.`);
  }
  const [first] = errors;
  if (first === undefined) return value;
  const before = json.slice(0, first.offset).split('\n');
  throw new FileError(
    'not-json',
    `${path} is not JSON: ${inWords(printParseErrorCode(first.error))} in line ` +
      `${String(before.length)}, column ${String((before.at(-1)?.length ?? 0) + 1)}.`,
  );
}

/** Whether a text is the beginning of a JSON text, and no more of it. */
export async function isCutOff(text: string): Promise<boolean> {
  const { parseTree } = await import('jsonc-parser');
  const errors: ParseError[] = [];
  try {
    parseTree(withoutMark(text), errors);
  } catch (error) {
    // Nested too deeply for the parser.
    if (error instanceof RangeError) return false;
    throw error;
  }
  const [first] = errors;
  return first !== undefined && first.offset + first.length >= withoutMark(text).trimEnd().length;
}

/** Editors on Windows may begin a file with a byte order mark, which is no part of JSON. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** The parser's name of an error in words: `ValueExpected` → `value expected`. */
function inWords(name: string): string {
  return kebabCase(name).replaceAll('-', ' ').trim();
}
