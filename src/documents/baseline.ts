import { z } from 'zod';
import { head, input, layer, model, totals } from './parts.js';

export const baseline = z
  .object({
    ...head('baseline'),
    model,
    input: input.describe('The first input.'),
    inputs: z.array(input).readonly().optional().describe('All inputs, if there are several.'),
    totals,
    layers: z.array(layer).readonly().describe('In call order, the model first.'),
  })
  .describe('What `se-resnet check --update` writes, and later checks compare with.');

/** A model as it was when `se-resnet check --update` last ran. */
export type BaselineDocument = z.infer<typeof baseline>;
