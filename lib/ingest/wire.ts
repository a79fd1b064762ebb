import { AppError } from '#lib/platform/errors.ts';
import type { HttpError } from '#lib/platform/http-errors.ts';
import { parseJson } from './json-body.ts';

/** How an ingest path reads its requests and writes its answers. */
export interface Wire {
  contentType: string;
  decode(body: Buffer): unknown;
  encode(answer: unknown): string | Uint8Array;
  encodeError(error: HttpError): string | Uint8Array;
}

export const JSON_WIRE: Wire = {
  contentType: 'application/json',
  decode: (body) => parseJson(body),
  encode: (answer) => JSON.stringify(answer),
  encodeError: ({ body }) => JSON.stringify(body),
};

/** Throws `unsupported_media` for any other content type. */
export function jsonWire(contentType: string | undefined): Wire {
  if (mediaType(contentType) !== 'application/json')
    throw new AppError('unsupported_media', 'The body must be sent as Content-Type: application/json.');
  return JSON_WIRE;
}

/** The media type without its parameters. Throws `unsupported_media` for text that is not in UTF-8. */
export function mediaType(contentType: string | undefined): string {
  const charset = /charset="?([^;"\s]+)/i.exec(contentType ?? '')?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset))
    throw new AppError('unsupported_media', 'The body must be in UTF-8.');
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
