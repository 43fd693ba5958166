// Errors of the file system as failures that a person can act on.
import { Failure, type FailureCode } from '../../domain/failure.ts';

/** What the system's short word means where it is not obvious. The word itself stays, to search for. */
const meanings: Readonly<Record<string, string>> = {
  EBUSY: 'EBUSY: in use, or a mount of its own',
  EROFS: 'EROFS: the file system is read-only',
  ESTALE: 'ESTALE: the network file system has lost it',
  EXDEV: 'EXDEV: its folder spans two file systems',
};

/** The system's own word for an error, for example `ENOENT`. */
export function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined;
}

/** The error as a failure about this file; a failure stays what it is. */
export function fileFailure(code: FailureCode, path: string, cause: unknown): Failure {
  if (cause instanceof Failure) return cause;
  const word = codeOf(cause);
  return new Failure(code, {
    subject: path,
    cause,
    ...(word !== undefined && { detail: meanings[word] ?? word }),
  });
}
