import { grouped } from '../../text/python-format.js';
import { type Column, NOTHING, showsOwnNumbers } from './column.js';

/** torchinfo's LayerInfo.num_params_to_str: in brackets if nothing trains. */
export const numParams: Column = {
  title: 'Param #',
  cell(layer, context) {
    if (layer.params === 0) return NOTHING;
    if (layer.isRecursive) return '(recursive)';
    if (!showsOwnNumbers(layer, context)) {
      return layer.leftoverParams > 0 ? grouped(layer.leftoverParams) : NOTHING;
    }
    return layer.trainableParams > 0 ? grouped(layer.params) : `(${grouped(layer.params)})`;
  },
  parameterCell: ({ params }, isLast) => `${isLast ? '└─' : '├─'}${grouped(params)}`,
};
