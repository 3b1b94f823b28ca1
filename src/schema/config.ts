import { z } from 'zod';
import {
  architectureNames,
  ARCHITECTURES,
  blockNames,
  DEFAULT_ARCHITECTURE,
  NAMED_DEPTHS,
} from '../models/catalog.js';
import { TOLERANCE_PATTERN } from './constants.js';

/**
 * The configuration of `se-resnet check`. Its messages go on after the path of what they are about:
 * `[0].depth takes ...`.
 */

/** Whole numbers up to where they, and products with them, are exact. */
function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): z.ZodInt {
  const error = `takes a whole number from ${String(least)}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

const size = wholeNumber(1, 2 ** 31 - 1);

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

const limits = keys({
  params: wholeNumber(0),
  trainableParams: wholeNumber(0),
  multAdds: wholeNumber(0),
  paramBytes: wholeNumber(0),
  maxParams: wholeNumber(0),
  maxTrainableParams: wholeNumber(0),
  maxMultAdds: wholeNumber(0),
  maxParamBytes: wholeNumber(0),
})
  .partial()
  .refine((value) => Object.keys(value).length > 0, { error: 'has no limit in it' })
  .meta({
    minProperties: 1,
    description: 'What the totals must be, or (max...) may be at most.',
  });

const TOLERANCE = { error: 'takes a number from 0, or a percentage such as "0.5%"' };

const tolerance = z
  .union(
    [
      z.number(TOLERANCE).min(0, TOLERANCE),
      z.string(TOLERANCE).regex(TOLERANCE_PATTERN, TOLERANCE),
    ],
    TOLERANCE,
  )
  .describe('How far totals may be from a limit or the baseline: a number, or a percentage of it.');

const stages = z
  .tuple([size, size, size, size], {
    error: 'takes four whole numbers from 1, such as [3, 4, 6, 3]',
  })
  .describe('How many blocks in each of the four stages; with block.');

const inputSize = z
  .array(size, { error: 'takes four whole numbers from 1, NCHW, such as [1, 3, 224, 224]' })
  .length(4, { error: 'takes four whole numbers from 1, NCHW, such as [1, 3, 224, 224]' })
  .describe('The shape of the input, NCHW.');

const freeze = z
  .array(text('a state-dict prefix such as "layer1.0"'), {
    error: 'takes a list of state-dict prefixes, such as ["conv1", "layer1.0"]',
  })
  .describe('Parameters at or under these state-dict prefixes do not train.');

const entry = keys({
  name: text('a name that is not empty').describe('What reports call the model.'),
  arch: oneOf(architectureNames()).describe('The architecture.').optional(),
  depth: oneOf([...NAMED_DEPTHS.keys()])
    .describe('A depth that has a name.')
    .optional(),
  block: oneOf(blockNames()).describe('The kind of block; with blocks.').optional(),
  blocks: stages.optional(),
  numClasses: size.describe('Outputs of the classifier.').optional(),
  reduction: size.describe('What channels are divided by inside an SE block.').optional(),
  inputSize: inputSize.optional(),
  freeze: freeze.optional(),
  baseline: text('the path of a file')
    .describe("A baseline's file, from the folder of the configuration.")
    .optional(),
  limits: limits.optional(),
  tolerance: tolerance.optional(),
})
  .check(({ value, issues }) => {
    const refuse = (path: string[], message: string): void => {
      issues.push({ code: 'custom', path, message, input: value });
    };
    if (value.block !== undefined && value.blocks === undefined) {
      refuse(['block'], 'needs "blocks" beside it, such as [3, 4, 6, 3]');
    }
    if (value.blocks !== undefined && value.block === undefined) {
      refuse(['blocks'], 'needs "block" beside it, "basic" or "bottleneck"');
    }
    if (value.depth !== undefined && value.block !== undefined) {
      refuse(['depth'], 'cannot stand beside "block" and "blocks"');
    }
    if (value.reduction !== undefined && !ARCHITECTURES[value.arch ?? DEFAULT_ARCHITECTURE].hasSE) {
      refuse(['reduction'], 'cannot stand beside an "arch" that has no SE blocks');
    }
    if (value.baseline === undefined && value.limits === undefined) {
      refuse([], 'has nothing to check: it needs a "baseline" or "limits"');
    }
  })
  .meta({
    anyOf: [{ required: ['baseline'] }, { required: ['limits'] }],
    dependentRequired: { block: ['blocks'], blocks: ['block'] },
    dependentSchemas: { depth: { not: { required: ['block'] } } },
    description: 'A model, and what it is held against.',
  });

export const config = z
  .array(entry, { error: 'takes a list of models' })
  .min(1, { error: 'takes a list of at least one model' })
  .check(({ value, issues }) => {
    for (const key of ['name', 'baseline'] as const) {
      const first = new Map<string, number>();
      value.forEach((model, index) => {
        const given = model[key];
        if (given === undefined) return;
        const other = first.get(given);
        first.set(given, other ?? index);
        if (other === undefined) return;
        const message = `is that of [${String(other)}] too, and must be its own`;
        issues.push({ code: 'custom', path: [index, key], message, input: value });
      });
    }
  })
  .describe('se-resnet.config.json, or the "se-resnet" key of package.json.');

/** What the totals of a model must be, or may be at most. */
export type Limits = z.infer<typeof limits>;

/** A model, and what it is held against. */
export type ConfigEntry = z.infer<typeof entry>;
