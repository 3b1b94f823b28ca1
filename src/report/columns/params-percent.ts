import { percent } from '../../text/python-format.js';
import { type Column, NOTHING, showsOwnNumbers } from './column.js';

const DECIMALS = 2;
/** torchinfo writes five places before the decimals. */
const WIDTH = DECIMALS + 5;
const NO_PARAMS = `     ${NOTHING}`;

/** torchinfo's LayerInfo.params_percent: the part of the model's parameters. */
export const paramsPercent: Column = {
  title: 'Param %',
  cell(layer, context) {
    if (context.totalParams === 0) return NO_PARAMS;
    if (layer.isRecursive) return '(recursive)';
    const params = showsOwnNumbers(layer, context) ? layer.params : layer.leftoverParams;
    return params === 0 ? NO_PARAMS : percent(params / context.totalParams, DECIMALS, WIDTH);
  },
};
