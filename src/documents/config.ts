import { z } from 'zod';
import type { Architecture } from '../models/architecture.js';
import {
  acceptedWords,
  type OptionKind,
  type OptionValue,
  type OptionValues,
} from '../models/option.js';
import type { OptionProblem } from '../models/option-problem.js';
import { allArchitectures, allOptions, findArchitecture } from '../models/registry.js';
import type { Restriction } from '../models/restriction.js';
import { countWords, MOST_SIZE } from '../ops/arguments.js';
import { keysOf } from '../text/keys.js';
import { joinWords } from '../text/words.js';
import { limitNames } from './limit-names.js';
import { optionValue } from './parts.js';
import { MOST_TOLERANCE, parseTolerance, TOLERANCE_PATTERN, toleranceWords } from './tolerance.js';

/**
 * The configuration of `se-resnet check`. Its messages go on after the path of what they are about:
 * `[0].depth takes ...`. What it says of models is derived from the registry.
 */

/** Whole numbers up to the largest exact one. */
function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): z.ZodInt {
  const error = ({ input }: { readonly input?: unknown }): string =>
    `takes a whole number ${countWords(least, most, input)}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

const size = wholeNumber(1, MOST_SIZE);

function oneOf<Value extends string | number>(values: readonly Value[]): z.ZodLiteral<Value> {
  return z.literal(values, {
    error: `takes one of ${values.map((value) => JSON.stringify(value)).join(', ')}`,
  });
}

function text(what: string): z.ZodString {
  const error = `takes ${what}`;
  return z.string({ error }).min(1, { error });
}

/** An object that has these keys and no others. */
function keys<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const names = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has a key that is not known, ${JSON.stringify(issue.keys[0])}; its keys are ${names}`
        : `takes an object with the keys ${names}`,
  });
}

const limits = keys(Object.fromEntries(limitNames().map((name) => [name, wholeNumber(0)])))
  .partial()
  .refine((value) => Object.keys(value).length > 0, { error: 'has no limit in it' })
  .meta({
    minProperties: 1,
    description: 'What the totals must be, or (max...) may be at most.',
  });

const TOLERANCE = {
  error: ({ input }: { readonly input?: unknown }) => `takes ${toleranceWords(input, '"0.5%"')}`,
};

const tolerance = z
  .union(
    [
      z.number(TOLERANCE).min(0, TOLERANCE).max(MOST_TOLERANCE, TOLERANCE),
      z
        .string(TOLERANCE)
        .regex(TOLERANCE_PATTERN, TOLERANCE)
        .refine((text) => parseTolerance(text) !== null, TOLERANCE),
    ],
    TOLERANCE,
  )
  .describe(
    'How far totals may be from a limit or the baseline: a number, or a percentage of it; at most ' +
      `${String(MOST_TOLERANCE)}.`,
  );

const inputSize = z
  .array(size, { error: 'takes four whole numbers from 1, NCHW, such as [1, 3, 224, 224]' })
  .length(4, { error: 'takes four whole numbers from 1, NCHW, such as [1, 3, 224, 224]' })
  .describe('The shape of the input, NCHW.');

const freeze = z
  .array(text('a state-dict prefix such as "layer1.0"'), {
    error: 'takes a list of state-dict prefixes, such as ["conv1", "layer1.0"]',
  })
  .describe('Parameters at or under these state-dict prefixes do not train.');

const namePart = {
  name: text('a name that is not empty').describe('What reports call the model.'),
};

const modelPart = {
  model: text('the name of a model, such as "timm/seresnet50"')
    .describe('The name of a model that `se-resnet list` lists; options may stand in it.')
    .optional(),
};

const restPart = {
  inputSize: inputSize.optional(),
  freeze: freeze.optional(),
  baseline: text('the path of a file')
    .describe("A baseline's file, from the folder of the configuration.")
    .optional(),
  limits: limits.optional(),
  tolerance: tolerance.optional(),
};

function architecturePart(): { arch: z.ZodOptional<z.ZodLiteral<string>> } {
  const names = allArchitectures().map(({ name }) => name);
  return { arch: oneOf(names).describe('The architecture.').optional() };
}

function optionType(kind: OptionKind): z.ZodType<OptionValue> {
  switch (kind.type) {
    case 'wholeNumber':
      return wholeNumber(kind.least, kind.most);
    case 'choice':
      return oneOf(kind.values);
    case 'switch':
      return z.boolean({ error: 'takes true or false' });
    case 'wholeNumbers': {
      const item = wholeNumber(1, kind.most);
      const [first = item, ...rest] = kind.example.map(() => item);
      const accepted = acceptedWords(kind, (numbers) => `[${numbers.join(', ')}]`, null);
      return z.tuple([first, ...rest], { error: `takes ${accepted}` });
    }
  }
}

function optionTypes(): Record<string, z.ZodOptional<z.ZodType<OptionValue>>> {
  return Object.fromEntries(
    allOptions().map(({ name, kind, words }) => [
      name,
      optionType(kind)
        .describe(`${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`)
        .optional(),
    ]),
  );
}

/** The options among the keys of an entry. */
function optionsAmong(value: Readonly<Record<string, unknown>>): OptionValues {
  const given = allOptions().flatMap(({ name }): [string, OptionValue][] => {
    const read = optionValue.safeParse(value[name]);
    return read.success ? [[name, read.data]] : [];
  });
  return Object.fromEntries(given);
}

function problemWords(problem: OptionProblem, architecture: string): string | null {
  switch (problem.kind) {
    case 'unknown':
      return `cannot stand beside "arch": "${architecture}", which has no such option`;
    case 'value':
      // Reported already, by the type of the key.
      return null;
    case 'incomplete': {
      const { missing, example } = problem;
      return `needs "${missing}" beside it, ${valueWords(missing, example[missing] ?? null)}`;
    }
    case 'conflict':
      return `cannot stand beside ${joinWords(
        problem.beside.map((name) => `"${name}"`),
        'and',
      )}`;
    case 'excluded': {
      const { beside, entailed } = problem;
      const setting = (key: string, value: OptionValue): string =>
        `"${key}": ${JSON.stringify(value)}`;
      const other =
        beside === null ? setting('arch', architecture) : setting(beside.option, beside.value);
      return entailed === null
        ? `cannot stand beside ${other}`
        : `cannot stand beside ${other}, whose ${entailed.option} is ${JSON.stringify(entailed.value)}`;
    }
  }
}

/** What an option may be given: what there is to choose from, or else an example. */
function valueWords(name: string, example: OptionValue): string {
  const kind = allOptions().find((option) => option.name === name)?.kind;
  return kind?.type === 'choice'
    ? joinWords(
        kind.values.map((value) => JSON.stringify(value)),
        'or',
      )
    : `such as ${JSON.stringify(example).replaceAll(',', ', ')}`;
}

/**
 * What a JSON Schema says of options that exclude one another, or need one another. Those of a model that is
 * named are known when it is loaded.
 */
function relationsSchema(): object {
  return {
    if: { required: ['model'] },
    then: { properties: { arch: false } },
    else: architectureSchema(),
  };
}

function architectureSchema(): object {
  const alternatives = allArchitectures().flatMap((architecture) => architecture.alternatives);
  const needed = alternatives
    .filter(({ options }) => options.length > 1)
    .flatMap(({ options }) =>
      options.map((name): [string, string[]] => [name, options.filter((other) => other !== name)]),
    );
  const excluding = allArchitectures().flatMap(({ alternatives: [first, ...others] }) =>
    (first?.options ?? []).flatMap((name) =>
      others.map((other): [string, object] => [
        name,
        { not: { required: other.options.slice(0, 1) } },
      ]),
    ),
  );
  return {
    dependentRequired: Object.fromEntries(needed),
    dependentSchemas: Object.fromEntries(excluding),
    allOf: allArchitectures().flatMap((architecture) =>
      architecture.restrictions.map((restriction) => restrictionSchema(architecture, restriction)),
    ),
  };
}

/** What a restriction allows of the values that are given; it may follow from others too. */
function restrictionSchema({ name }: Architecture, { given, only }: Restriction): object {
  const isDefault = findArchitecture()?.name === name;
  return {
    if: {
      properties: {
        arch: { const: name },
        ...(given !== undefined && { [given.option]: { enum: given.values } }),
      },
      required: [...(isDefault ? [] : ['arch']), ...(given === undefined ? [] : [given.option])],
    },
    then: {
      properties: Object.fromEntries(
        // A schema of false accepts no value, so that the key must be left out.
        keysOf(only).map((key) => [key, only[key] === null ? false : { const: only[key] }]),
      ),
    },
  };
}

function entryDefinition(): z.ZodType {
  return keys({ ...namePart, ...modelPart, ...architecturePart(), ...optionTypes(), ...restPart })
    .check(({ value, issues }) => {
      const refuse = (path: string[], message: string): void => {
        issues.push({ code: 'custom', path, message, input: value });
      };
      const fields: Readonly<Record<string, unknown>> = value;
      const isNamed = fields['model'] !== undefined;
      if (isNamed && fields['arch'] !== undefined) {
        refuse(['arch'], 'cannot stand beside "model", which says the architecture');
      }
      // What a named model takes is known when it is loaded.
      const architecture = isNamed ? undefined : findArchitecture(fields['arch']);
      for (const problem of architecture?.problems(optionsAmong(fields)) ?? []) {
        const words = problemWords(problem, architecture?.name ?? '');
        if (words !== null) refuse([problem.option], words);
      }
      if (fields['baseline'] === undefined && fields['limits'] === undefined) {
        refuse([], 'has nothing to check: it needs a "baseline" or "limits"');
      }
    })
    .meta({
      anyOf: [{ required: ['baseline'] }, { required: ['limits'] }],
      ...relationsSchema(),
      description: 'A model, and what it is held against.',
    });
}

const named = z.object({ name: z.string() });

function entriesDefinition(): z.ZodType {
  return z
    .array(entryDefinition(), { error: 'takes a list of models' })
    .min(1, { error: 'takes a list of at least one model' })
    .check(({ value, issues }) => {
      const first = new Map<string, number>();
      value.forEach((model, index) => {
        const name = named.safeParse(model).data?.name;
        if (name === undefined) return;
        const other = first.get(name);
        first.set(name, other ?? index);
        if (other === undefined) return;
        const message = `is that of [${String(other)}] too, and must be its own`;
        issues.push({ code: 'custom', path: [index, 'name'], message, input: value });
      });
    })
    .describe('The models to check.');
}

function objectDefinition(): z.ZodType {
  return keys({
    $schema: text('the address of a JSON Schema').describe('For editors.').optional(),
    models: entriesDefinition(),
  });
}

/** The configuration in both of its forms, for the JSON Schema. */
export function configDefinition(): z.ZodType {
  return z
    .union([entriesDefinition(), objectDefinition()])
    .describe('se-resnet.config.json, or the "se-resnet" key of package.json.');
}

/** The definition of the form that a configuration has: a list of models, or an object with one. */
export function configOfForm(value: unknown): z.ZodType {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? objectDefinition()
    : entriesDefinition();
}

const entryFields = z.object({
  ...namePart,
  ...modelPart,
  arch: z.string().optional(),
  ...restPart,
});

const entryList = z.array(z.looseObject({}));

/** A model of a configuration, and what it is held against. */
export interface ConfigEntry extends z.infer<typeof entryFields> {
  /** The options that are given. */
  readonly options: OptionValues;
}

/** The models of a configuration that was accepted. */
export function entriesOf(accepted: unknown): ConfigEntry[] {
  const list = entryList.safeParse(accepted).data ?? entryList.parse(modelsOf(accepted));
  return list.map((entry) => ({ ...entryFields.parse(entry), options: optionsAmong(entry) }));
}

function modelsOf(value: unknown): unknown {
  return z.object({ models: z.unknown() }).parse(value).models;
}
