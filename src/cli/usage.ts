import { UserError } from '../errors.js';

/** A flag, or a flag's value, that the command does not accept. */
export class UsageError extends UserError {
  override name = 'UsageError';

  constructor(message: string, hint?: string, options: ErrorOptions = {}) {
    super('usage', message, { ...options, hint });
  }
}

/** The error of a flag whose value is not accepted. */
export function badValue(flag: string, given: string, accepted: string, hint?: string): UsageError {
  return new UsageError(`${flag} takes ${accepted}, but was given "${given}".`, hint);
}
