/** A mistake or a lack that the person at the keyboard can mend: one sentence, never a stack trace. */
export class UserError extends Error {
  override name = 'UserError';

  constructor(
    message: string,
    /** What to try instead, as a sentence of its own. */
    readonly hint?: string,
    /** The error behind this one, for whoever debugs. */
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A flag, or a value of a flag, that the command does not accept. */
export class UsageError extends UserError {
  override name = 'UsageError';
}

/** A model that cannot be built, or that cannot take the input it was given. */
export class ModelError extends UserError {
  override name = 'ModelError';
}

/** An engine that is missing, that failed, or that cannot hold the pass. */
export class EngineError extends UserError {
  override name = 'EngineError';
}

/** The error of a flag whose value is not accepted. */
export function badValue(flag: string, given: string, accepted: string, hint?: string): UsageError {
  return new UsageError(`${flag} takes ${accepted}, but was given "${given}".`, hint);
}
