import { grouped } from '../../text/python-format.js';
import { type Column, NOTHING, showsOwnNumbers } from './column.js';

/** torchinfo's LayerInfo.macs_to_str. */
export const multAdds: Column = {
  title: 'Mult-Adds',
  cell(layer, context) {
    if (!layer.countsMultAdds || !showsOwnNumbers(layer, context)) return NOTHING;
    return grouped(layer.multAdds);
  },
};
