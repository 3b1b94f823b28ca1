import { z } from 'zod';
import { model, shape, totals } from './parts.js';

export const list = z
  .array(
    z.object({
      name: z.string().describe('The name that `se-resnet compare` knows it by.'),
      ...model.pick({ arch: true, depth: true, block: true, blocks: true }).shape,
      inputShape: shape,
      ...totals.pick({ params: true, multAdds: true }).shape,
    }),
  )
  .readonly()
  .describe('What `se-resnet list --json` prints.');

/** The named models. */
export type ListDocument = z.infer<typeof list>;
