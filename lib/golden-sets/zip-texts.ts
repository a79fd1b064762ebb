import { inflateRawSync } from 'node:zlib';
import { AppError } from '../platform/errors.ts';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const MAX_BYTES = 64 * 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;

/**
 * The texts of those files of a zip archive that are wanted, by name; the others are not unpacked. Throws `invalid`
 * for what is no archive, is damaged, encrypted, or larger than 64 MiB unpacked.
 */
export function zipTexts(archive: Buffer, wanted: (name: string) => boolean): Record<string, string> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  try {
    if (end < 0 || archive.readUInt32LE(end) !== END) throw new RangeError('no directory');
    const texts: Record<string, string> = {};
    let left = MAX_BYTES;
    let at = archive.readUInt32LE(end + 16);
    for (let i = archive.readUInt16LE(end + 10); i > 0; i--) {
      if (archive.readUInt32LE(at) !== ENTRY) throw new RangeError('no entry');
      const nameLength = archive.readUInt16LE(at + 28);
      const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
      if (wanted(name)) {
        const bytes = unpacked(archive, at, left);
        left -= bytes.byteLength;
        texts[name] = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      }
      at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    }
    return texts;
  } catch {
    throw new AppError('invalid', 'The zip archive is damaged, encrypted or larger than 64 MiB unpacked.', {
      path: 'files',
    });
  }
}

function unpacked(archive: Buffer, at: number, maxOutputLength: number): Buffer {
  const method = archive.readUInt16LE(at + 10);
  const packedBytes = archive.readUInt32LE(at + 20);
  const local = archive.readUInt32LE(at + 42);
  const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  if (from + packedBytes > archive.byteLength || maxOutputLength <= 0) throw new RangeError('too short');
  const packed = archive.subarray(from, from + packedBytes);
  if (method === STORED) {
    if (packedBytes > maxOutputLength) throw new RangeError('too large');
    return packed;
  }
  if (method !== DEFLATED) throw new RangeError('unknown method');
  return inflateRawSync(packed, { maxOutputLength });
}
