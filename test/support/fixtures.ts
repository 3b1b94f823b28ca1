import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of a file under fixtures/. */
export function fixture(...segments: string[]): string {
  return fileURLToPath(new URL(`../../fixtures/${segments.join('/')}`, import.meta.url));
}

/** A torchinfo table, and the arguments that must reproduce it. */
export interface TableCase {
  readonly name: string;
  readonly release: string;
  readonly args: readonly string[];
}

/** Every table under fixtures/torchinfo. */
export function readCases(): TableCase[] {
  const cases = readJson('torchinfo/cases.json');
  return Object.entries(cases).flatMap(([name, { torchinfo, args }]) =>
    torchinfo.map((release) => ({ name, release, args })),
  );
}

interface JsonFixtures {
  'torchinfo/cases.json': Record<string, { torchinfo: string[]; args: string[] }>;
  'state_dict.json': Record<string, { name: string; shape: number[] }[]>;
  'logits.json': Record<
    string,
    { depth?: number; inputShape: number[]; logits?: number[][]; output?: number[] }
  >;
}

/** A JSON file under fixtures/. */
export function readJson<Name extends keyof JsonFixtures>(name: Name): JsonFixtures[Name] {
  const parse: (text: string) => JsonFixtures[Name] = JSON.parse;
  return parse(readFileSync(fixture(name), 'utf8'));
}
