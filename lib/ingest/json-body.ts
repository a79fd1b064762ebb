import { AppError } from '#lib/platform/errors.ts';

/** Parses a JSON body in UTF-8; `adjust` sees its text before. Throws `invalid`. */
export function parseJson(body: Buffer, adjust: (json: string) => string = (json) => json): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw new AppError('invalid', 'The body is not UTF-8.', { cause });
  }
  try {
    return JSON.parse(adjust(text));
  } catch (cause) {
    throw new AppError('invalid', 'The body is not JSON.', { cause });
  }
}
