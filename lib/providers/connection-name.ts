import { AppError } from '../platform/errors.ts';
import { sqlState } from '../platform/sql-state.ts';

const UNIQUE = '23505';

/** For `catch`: the words for a name that another connection of the project has. */
export function nameTaken(name: string): (error: unknown) => never {
  return (error) => {
    if (sqlState(error) !== UNIQUE) throw error;
    throw new AppError('conflict', `name: there is a connection “${name}” already. Choose another name.`, {
      path: 'name',
    });
  };
}
