import { Prisma } from '../platform/generated/prisma/client.ts';

/** A value for a JSON column that may be null: the column's own null, not the one of JSON. */
export function jsonColumn<T extends object>(value: T | null): T | typeof Prisma.DbNull {
  return value === null ? Prisma.DbNull : value;
}
