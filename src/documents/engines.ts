import { z } from 'zod';
import { head } from './parts.js';

export const engines = z
  .object({
    ...head('engines'),
    engines: z
      .array(
        z.object({
          name: z.string().describe('The name that `--engine` takes.'),
          ready: z.boolean(),
          version: z
            .string()
            .nullable()
            .describe(
              'Of the package it runs from; null if it is not ready, or there is no package.',
            ),
          path: z.string().nullable().describe("The package's folder; null if version is."),
          threads: z
            .int()
            .positive()
            .nullable()
            .describe('The threads it would run on; null if it is not ready, or computes nothing.'),
          reason: z.string().nullable().describe('Why it is not ready.'),
          remedy: z.string().nullable().describe('The command that gets it.'),
        }),
      )
      .readonly(),
  })
  .describe(
    'What `se-resnet engines --json` prints: what is known of each engine without loading it.',
  );

/** The engines, and what is missing if one is not ready. */
export type EnginesDocument = z.infer<typeof engines>;
