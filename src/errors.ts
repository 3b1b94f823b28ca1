/** What an error is about, as plain values: a class, an argument, a size. */
export type Facts = Readonly<Record<string, unknown>>;

/** What an error can have besides its message. */
export interface UserErrorOptions extends ErrorOptions {
  /** What to try instead, as a sentence of its own. */
  readonly hint?: string | undefined;
  readonly facts?: Facts;
}

/**
 * An error that the caller can do something about, in one sentence. The other errors of this library are
 * kinds of it.
 *
 * @example
 * try {
 *   createModel('se-resnet-51');
 * } catch (error) {
 *   if (!(error instanceof UserError)) throw error;
 *   console.log(error.message); // There is no model "se-resnet-51".
 *   console.log(error.hint); // Did you mean se-resnet-50, paper/se-resnet-50?
 * }
 */
export class UserError extends Error {
  override name = 'UserError';
  /** What to try instead, as a sentence of its own. */
  readonly hint: string | undefined;
  readonly facts: Facts;

  constructor(
    /** What kind of error this is, in kebab-case: `unknown-model`. */
    readonly code: string,
    message: string,
    { hint, facts = {}, ...options }: UserErrorOptions = {},
  ) {
    super(message, options);
    this.hint = hint;
    this.facts = facts;
  }
}

/**
 * A model that cannot be built, or that cannot take the input it was given.
 *
 * @example
 * try {
 *   summary(new nn.Conv2d(3, 8, { kernelSize: 3 }), [1, 4, 32, 32]);
 * } catch (error) {
 *   if (!(error instanceof ModelError)) throw error;
 *   console.log(error.message); // Conv2d: conv2d takes 3 channels, but was given [1, 4, 32, 32]
 * }
 */
export class ModelError extends UserError {
  override name = 'ModelError';
}

/**
 * An engine that is missing, that failed, or that cannot hold the pass.
 *
 * @example
 * try {
 *   await run(createModel('se-resnet-18'), [100_000, 3, 224, 224], { engine: 'wasm' });
 * } catch (error) {
 *   if (!(error instanceof EngineError)) throw error;
 *   console.log(error.code); // memory
 * }
 */
export class EngineError extends UserError {
  override name = 'EngineError';
}

/**
 * A file that cannot be read or written, or that does not hold what it should.
 *
 * @example
 * const error = new FileError('unreadable', 'net.json cannot be read: permission is refused.');
 * console.log(error instanceof UserError); // true
 */
export class FileError extends UserError {
  override name = 'FileError';
}
