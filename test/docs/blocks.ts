import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../support/user-folder.js';

/** A block of a document between fences. */
export interface Block {
  /** `README.md:17`. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a Markdown file at the root of the repository, in order. */
export function blocksOf(file: string): Block[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map((match) => {
    const [, language = '', body = ''] = match;
    const line = text.slice(0, match.index).split('\n').length + 1;
    return { place: `${file}:${String(line)}`, language, text: body };
  });
}

/** The examples in the docstrings of all sources. */
export function docstringExamples(): Block[] {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) => examplesIn(join('src', file)));
}

function examplesIn(file: string): Block[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/\/\*\*.*?\*\//gs)].flatMap((comment) =>
    [...comment[0].matchAll(/^ *\* @example\n(.*?)(?=^ *\* @|^ *\*\/)/gms)].map((match) => {
      const [, body = ''] = match;
      const line = text.slice(0, comment.index + match.index).split('\n').length + 1;
      return {
        place: `${file}:${String(line)}`,
        language: 'ts',
        text: body.replace(/^ *\* ?/gm, ''),
      };
    }),
  );
}

/** The docstring of a declaration, without what its tags say; empty if it has none. */
export function docstringOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const tags = symbol.getJsDocTags(checker).map(({ name }) => `@${name}`);
  return [ts.displayPartsToString(symbol.getDocumentationComment(checker)), ...tags].join('\n');
}
