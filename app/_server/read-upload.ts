import { LIMITS } from '#lib/pipeline/schema.ts';
import type { SentFile } from '#lib/pipeline/store-document.ts';
import { AppError } from '#lib/platform/errors.ts';

/**
 * The files of a multipart body, from its fields called `files`. Bytes are counted as they come. Throws
 * `unsupported_media`, `too_large`, and `invalid` for a body that is no multipart or has no or too many files.
 */
export async function readUpload(request: Request): Promise<SentFile[]> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data\b/i.test(type))
    throw new AppError('unsupported_media', 'Send the files as Content-Type: multipart/form-data.');
  const body = await readBytes(request);
  const files = await parsedFiles(body, type);
  if (files.length === 0)
    throw new AppError('invalid', 'There is no file in the field files.', { path: 'files' });
  if (files.length > LIMITS.uploadFiles)
    throw new AppError('invalid', `At most ${LIMITS.uploadFiles} files go in one request.`, {
      path: 'files',
    });
  return Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
}

async function readBytes(request: Request): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of request.body ?? []) {
    bytes += part.byteLength;
    if (bytes > LIMITS.uploadBytes)
      throw new AppError(
        'too_large',
        `The files of one request may have ${LIMITS.uploadBytes / 2 ** 20} MiB together. Send fewer at once.`,
      );
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function parsedFiles(body: Buffer<ArrayBuffer>, type: string): Promise<File[]> {
  try {
    const form = await new Response(body, { headers: { 'content-type': type } }).formData();
    return form.getAll('files').filter((value) => value instanceof File);
  } catch {
    throw new AppError('invalid', 'The body is not multipart/form-data as its Content-Type says.');
  }
}
