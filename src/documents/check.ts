import { z } from 'zod';
import { totalKeys } from '../summary/totals.js';
import { count, head, layer } from './parts.js';

const changedLayer = z.object({
  path: z.string(),
  expected: layer.describe('The layer as the baseline has it.'),
  actual: layer.describe('The layer as the model has it now.'),
});

const comparison = z
  .object({
    metric: z
      .enum([...totalKeys(), 'changedLayers', 'reorderedLayers', 'changedDescription'])
      .describe(
        'A total of the summary; or the number of layers that were added, removed or changed, of ' +
          'layers that are called in another order, or of values in which model and inputs differ.',
      ),
    source: z.enum(['limit', 'baseline']).describe('Where the expected number comes from.'),
    bound: z.enum(['exact', 'max']).describe('Whether less than the expected number passes too.'),
    expected: count,
    actual: count,
    difference: z.int().describe('actual - expected.'),
    percent: z
      .number()
      .nullable()
      .describe('The difference in percent of the expected number; null if that is 0.'),
    tolerance: z.number().min(0).describe('The greatest difference that passes.'),
    passed: z.boolean(),
  })
  .describe('One number beside the one that was expected.');

const result = z.object({
  name: z.string(),
  passed: z.boolean().describe('Whether everything held.'),
  baseline: z
    .object({
      path: z.string(),
      status: z
        .enum(['compared', 'missing', 'written', 'unchanged'])
        .describe('written and unchanged are what --update has done; a missing one is a failure.'),
    })
    .nullable()
    .describe('Null if there is none to compare with.'),
  checks: z.array(comparison).readonly(),
  layers: z
    .object({
      added: z.array(layer).readonly(),
      removed: z.array(layer).readonly(),
      changed: z.array(changedLayer).readonly(),
      reordered: z
        .array(layer)
        .readonly()
        .describe('The fewest that can move for the others to be in the order of the baseline.'),
    })
    .describe(
      'What moved against the baseline. A container whose counts follow from layers below it that ' +
        'moved is left out.',
    ),
  notes: z.array(z.string()).readonly().describe('What may explain a failure, as sentences.'),
});

export const check = z
  .object({ ...head('check'), models: z.array(result).readonly() })
  .describe('What `se-resnet check --json` prints: one result for each model.');

/** The results of checking models. */
export type CheckDocument = z.infer<typeof check>;

/** One number beside the one that was expected. */
export type Comparison = z.infer<typeof comparison>;

/** A layer that is not as the baseline has it. */
export type ChangedLayer = z.infer<typeof changedLayer>;

/** The result of checking one model. */
export type CheckResult = z.infer<typeof result>;
