/** A number that a check compares. */
export interface Metric {
  /** Its name in JSON, in a baseline's totals and in a configuration's limits. */
  readonly key: 'params' | 'trainableParams' | 'multAdds' | 'paramBytes';
  /** The name of its upper limit in a configuration. */
  readonly maxKey: 'maxParams' | 'maxTrainableParams' | 'maxMultAdds' | 'maxParamBytes';
  /** The name of its flag, without the dashes; that of its upper limit begins with `max-`. */
  readonly flag: string;
  readonly title: string;
}

/** The numbers that a check compares: a new one is one entry here, and its limits in the schema. */
export const METRICS: readonly Metric[] = [
  { key: 'params', maxKey: 'maxParams', flag: 'params', title: 'params' },
  {
    key: 'trainableParams',
    maxKey: 'maxTrainableParams',
    flag: 'trainable-params',
    title: 'trainable params',
  },
  { key: 'multAdds', maxKey: 'maxMultAdds', flag: 'mult-adds', title: 'mult-adds' },
  { key: 'paramBytes', maxKey: 'maxParamBytes', flag: 'param-bytes', title: 'param bytes' },
];
