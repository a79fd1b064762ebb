import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ExportFile } from './schema.ts';

/** Writes lines as they come, each with a line feed, and waits until they are on disk. The file must not exist. */
export async function writeLines(
  path: string,
  pages: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): Promise<ExportFile> {
  const hash = createHash('sha256');
  const written = { name: basename(path), rows: 0, bytes: 0 };
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const lines of pages) {
      const page = Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
      await file.writeFile(page);
      hash.update(page);
      written.rows += lines.length;
      written.bytes += page.byteLength;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { ...written, sha256: hash.digest('hex') };
}
