import { z } from 'zod';
import { input, layer, model, totals } from './parts.js';
import { BASELINE_KIND, SCHEMA_VERSION } from './constants.js';

export const baseline = z
  .object({
    kind: z.literal(BASELINE_KIND),
    schemaVersion: z.literal(SCHEMA_VERSION),
    model,
    input,
    totals,
    layers: z.array(layer).readonly().describe('In call order, the model first.'),
  })
  .describe('What `se-resnet check --update` writes, and later checks compare with.');

/** A model as it was when `se-resnet check --update` last ran. */
export type BaselineDocument = z.infer<typeof baseline>;

/** One call of a module, as documents tell of it. */
export type LayerFacts = z.infer<typeof layer>;
