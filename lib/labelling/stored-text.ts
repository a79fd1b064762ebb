import { z } from 'zod';

/** Text that both stores can hold: NUL becomes its picture, a lone surrogate U+FFFD. */
export const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .transform((value) => value.replaceAll('\0', '\u2400').toWellFormed());
