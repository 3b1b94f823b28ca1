import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';

/** The documents that the package ships a JSON Schema of. */
export type DocumentName =
  'summary' | 'baseline' | 'config' | 'check' | 'compare' | 'list' | 'engines';

const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  allowUnionTypes: true,
  // The parts of a condition name keys that another part of the schema defines.
  strictRequired: false,
});
const compiled = new Map<DocumentName, ValidateFunction>();

/** A JSON Schema as it stands in the package. */
export function readSchema(name: DocumentName): object {
  const parse: (text: string) => object = JSON.parse;
  return parse(readFileSync(new URL(`../../dist/schema/${name}.json`, import.meta.url), 'utf8'));
}

/** What is wrong with a document by its JSON Schema; nothing if it is as it should be. */
export function schemaErrors(name: DocumentName, document: unknown): string[] {
  let validate = compiled.get(name);
  if (validate === undefined) compiled.set(name, (validate = ajv.compile(readSchema(name))));
  validate(document);
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath} ${message ?? ''}`,
  );
}

const COMMANDS: readonly string[] = ['summary', 'check', 'compare', 'list', 'engines'];

/**
 * Validates what a command printed as JSON.
 * @throws Error if it is not as its JSON Schema says.
 */
export function validateOutput(args: readonly string[], stdout: string): void {
  const isJson = args.includes('--json') || args[args.indexOf('--format') + 1] === 'json';
  const name = COMMANDS.find((command) => command === args[0]);
  if (!isJson || name === undefined || stdout === '') return;
  const isDocument = (text: string): text is DocumentName => COMMANDS.includes(text);
  const errors = isDocument(name) ? schemaErrors(name, JSON.parse(stdout)) : [];
  if (errors.length > 0) throw new Error(`${args.join(' ')}: ${errors.join('\n')}`);
}
