import { z } from 'zod';
import { baseline } from './baseline.js';
import { check } from './check-report.js';
import { compare } from './comparison.js';
import { config } from './config.js';
import { engines } from './engines.js';
import { list } from './list.js';
import { summary } from './summary.js';

/** The documents that have a JSON Schema: a new one is one file and one line here. */
const DOCUMENTS = { summary, baseline, config, check, compare, list, engines };

/** The JSON Schemas (draft 2020-12), by the names of their files. */
export function jsonSchemas(): Record<string, object> {
  return Object.fromEntries(
    Object.entries(DOCUMENTS).map(([name, definition]) => [
      `${name}.json`,
      z.toJSONSchema(definition.meta({ ...definition.meta(), title: `se-resnet ${name}` }), {
        override: ({ jsonSchema }) => {
          // That an array is readonly is a matter of TypeScript.
          delete jsonSchema.readOnly;
          // Without this the draft lets an array be shorter or longer than the items it lists.
          if (jsonSchema.prefixItems !== undefined) {
            jsonSchema.minItems = jsonSchema.prefixItems.length;
            jsonSchema.items = false;
          }
        },
      }),
    ]),
  );
}
