import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { formatBytes } from './format-bytes.ts';

/** Raised when a release changes the folder in a way that older releases cannot read. */
export const DATA_FOLDER_VERSION = 1;
const SQLITE_BUSY = 5;
const SPACE_NEEDED_BYTES = 200 * 1024 * 1024;

export interface DataFolder {
  path: string;
  release(): void;
}

/**
 * Makes and locks the data folder. Must run before either store opens: PGlite has no lock of its own, and a
 * second process on the folder loses rows without a word. The lock is SQLite's on `lock.db`: the operating
 * system holds it for this process and drops it when the process dies, however it dies, in containers too.
 * Throws an Error with a sentence for the operator.
 */
export function openDataFolder(path: string, freeBytes: (path: string) => number = freeBytesAt): DataFolder {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new Error(
      `The data folder ${path} cannot be written to (${(error as NodeJS.ErrnoException).code}). Choose another with FAULTLINE_DATA.`,
    );
  }
  checkSpace(path, freeBytes(path));
  const lock = takeLock(path);
  try {
    checkVersion(path);
  } catch (error) {
    lock.close();
    throw error;
  }
  return { path, release: () => lock.close() };
}

function takeLock(path: string): DatabaseSync {
  const lock = new DatabaseSync(join(path, 'lock.db'));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;');
    return lock;
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    throw new Error(
      `Another Faultline process is using the data folder ${path}. Stop it first, or choose another folder with FAULTLINE_DATA.`,
    );
  }
}

function checkVersion(path: string): void {
  const file = join(path, 'version');
  if (!existsSync(file)) {
    writeFileSync(file, `${DATA_FOLDER_VERSION}\n`);
    return;
  }
  const found = Number(readFileSync(file, 'utf8').trim());
  if (found > DATA_FOLDER_VERSION) {
    throw new Error(
      `The data folder ${path} was written by a newer Faultline (folder version ${found}, this one reads up to ${DATA_FOLDER_VERSION}). Start the newer release, or choose another folder with FAULTLINE_DATA.`,
    );
  }
}

function freeBytesAt(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

function checkSpace(path: string, freeBytes: number): void {
  if (freeBytes < SPACE_NEEDED_BYTES) {
    throw new Error(
      `There is no disk space for the data folder ${path}: ${formatBytes(freeBytes)} free, at least ${formatBytes(SPACE_NEEDED_BYTES)} needed.`,
    );
  }
}
