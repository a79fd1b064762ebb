import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '#lib/platform/errors.ts';
import { LIMITS } from './schema.ts';

/** Memory that bodies may hold together, from their first byte until their request is answered. */
export interface ByteBudget {
  /** Throws `unavailable` where it would exceed the budget. */
  take(bytes: number): void;
}

/**
 * Reads a body: plain or gzip, at most 8 MiB as sent and 32 MiB inflated. Bytes are counted as they come, so that a
 * bomb is dropped long before it has unfolded. Throws AppError; after an error or an abort through `signal`
 * nothing is read on.
 */
export async function readBody(
  request: IncomingMessage,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<Buffer> {
  const isGzip = isGzipped(request.headers['content-encoding']);
  if (Number(request.headers['content-length'] ?? 0) > LIMITS.wireBytes) throw tooLarge('wireBytes');
  return collect(request, isGzip, budget, signal);
}

function isGzipped(contentEncoding: string | undefined): boolean {
  const encoding = (contentEncoding ?? 'identity').trim().toLowerCase();
  if (encoding === 'gzip') return true;
  if (encoding === 'identity' || encoding === '') return false;
  throw new AppError('unsupported_media', 'Content-Encoding must be gzip or identity.');
}

function tooLarge(limit: 'wireBytes' | 'inflatedBytes'): AppError {
  const what = limit === 'wireBytes' ? 'as sent' : 'after decompression';
  return new AppError('too_large', `The body is larger than ${LIMITS[limit] / 2 ** 20} MiB ${what}.`);
}

function collect(
  request: IncomingMessage,
  isGzip: boolean,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const gunzip = isGzip ? createGunzip() : undefined;
    const content: Readable = gunzip ?? request;
    const chunks: Buffer[] = [];
    let wireBytes = 0;
    let bytes = 0;
    const fail = (error: unknown) => {
      signal.removeEventListener('abort', onAbort);
      request.off('data', countWire);
      content.off('data', keep);
      request.unpipe();
      gunzip?.destroy();
      chunks.length = 0;
      reject(error);
    };
    const attempt = (work: () => void) => {
      try {
        work();
      } catch (error) {
        fail(error);
      }
    };
    const onAbort = () => fail(signal.reason);
    const countWire = (chunk: Buffer) => {
      wireBytes += chunk.length;
      if (wireBytes > LIMITS.wireBytes) fail(tooLarge('wireBytes'));
    };
    const keep = (chunk: Buffer) =>
      attempt(() => {
        bytes += chunk.length;
        if (bytes > LIMITS.inflatedBytes) throw tooLarge('inflatedBytes');
        budget.take(chunk.length);
        chunks.push(chunk);
      });

    signal.addEventListener('abort', onAbort, { once: true });
    request.on('data', countWire);
    content.on('data', keep);
    content.once('end', () => {
      signal.removeEventListener('abort', onAbort);
      resolve(Buffer.concat(chunks));
    });
    gunzip?.once('error', (cause) => fail(new AppError('invalid', 'The body is not gzip.', { cause })));
    request.once('error', (cause) => fail(new AppError('invalid', 'The body broke off.', { cause })));
    request.once('close', () => {
      if (!request.complete) fail(new AppError('invalid', 'The body broke off.'));
    });
    if (gunzip) request.pipe(gunzip);
  });
}
