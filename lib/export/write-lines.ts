import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportFile } from './schema.ts';

const BATCH_BYTES = 2 ** 20;
const LINE_FEED = Buffer.from('\n');

/**
 * Writes lines as they come, each with a line feed, and waits until they are on disk. The file must not exist; `name`
 * is its path below `folder`. A header counts as no row.
 */
export async function writeLines(
  folder: string,
  name: string,
  { header, rows }: { header?: string | undefined; rows: Iterable<Uint8Array> },
): Promise<ExportFile> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  const written = { name, rows: 0, bytes: 0 };
  const file = await open(path, 'wx', 0o600);
  const batch = Buffer.alloc(BATCH_BYTES);
  let filled = 0;
  const flush = async () => {
    await file.writeFile(batch.subarray(0, filled));
    filled = 0;
  };
  const add = async (bytes: Uint8Array) => {
    hash.update(bytes);
    written.bytes += bytes.byteLength;
    if (filled + bytes.byteLength > BATCH_BYTES) await flush();
    if (bytes.byteLength > BATCH_BYTES) await file.writeFile(bytes);
    else {
      batch.set(bytes, filled);
      filled += bytes.byteLength;
    }
  };
  try {
    if (header !== undefined) await add(Buffer.from(`${header}\n`, 'utf8'));
    for (const row of rows) {
      await add(row);
      await add(LINE_FEED);
      written.rows += 1;
    }
    await flush();
    await file.sync();
  } finally {
    await file.close();
  }
  return { ...written, sha256: hash.digest('hex') };
}
