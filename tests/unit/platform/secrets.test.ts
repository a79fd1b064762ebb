import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KEYRING_FILE, loadKeyring } from '#lib/platform/secrets-keyring.ts';
import { isSealedWithOldKey, openSecret, sealSecret } from '#lib/platform/secrets-sealed.ts';

const hex = (digit: string) => digit.repeat(64);
const one = loadKeyring('', `a:${hex('1')}`);
const two = loadKeyring('', `b:${hex('2')},a:${hex('1')}`);
const PLACE = ['table.field', 'project', 'row', 'https://host'];
const SECRET = 'sk-0123456789 ünd mehr';

describe('a sealed secret', () => {
  test('opens in its place, differs each time and shows nothing of it', () => {
    const sealed = sealSecret(one, PLACE, SECRET);
    expect(openSecret(one, PLACE, sealed)).toBe(SECRET);
    expect(sealSecret(one, PLACE, SECRET)).not.toBe(sealed);
    expect(sealed).toMatch(/^v1\.a\.[\w-]+$/);
    expect(Buffer.from(sealed.split('.')[2] ?? '', 'base64url').includes(SECRET.slice(0, 6))).toBe(false);
  });

  test.each(PLACE.map((_, at) => at))('does not open where part %i of its place differs', (at) => {
    const other = PLACE.with(at, 'other');
    expect(() => openSecret(one, other, sealSecret(one, PLACE, SECRET))).toThrow('altered or moved');
  });

  test('does not open where parts of its place are cut differently', () => {
    const sealed = sealSecret(one, ['a', 'b,c'], SECRET);
    expect(() => openSecret(one, ['a', 'b', 'c'], sealed)).toThrow('altered or moved');
    expect(() => openSecret(one, ['a,b', 'c'], sealed)).toThrow('altered or moved');
  });

  test('does not open with any bit changed, nor cut short', () => {
    const sealed = sealSecret(one, PLACE, SECRET);
    const [version, id, data = ''] = sealed.split('.');
    const bytes = Buffer.from(data, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const text = `${version}.${id}.${changed.toString('base64url')}`;
      expect(() => openSecret(one, PLACE, text)).toThrow('altered or moved');
    }
    for (const text of ['', 'v1.a.', 'v2.a.abc', `v1.a.${bytes.subarray(0, 20).toString('base64url')}`])
      expect(() => openSecret(one, PLACE, text)).toThrow('altered or moved');
  });

  test('opens with an older key of the ring, and says that it is old', () => {
    const sealed = sealSecret(one, PLACE, SECRET);
    expect(openSecret(two, PLACE, sealed)).toBe(SECRET);
    expect(isSealedWithOldKey(two, sealed)).toBe(true);
    expect(isSealedWithOldKey(two, sealSecret(two, PLACE, SECRET))).toBe(false);
    expect(() => openSecret(one, PLACE, sealSecret(two, PLACE, SECRET))).toThrow('encrypted with is gone');
  });

  test('does not pass for one of another key by its id', () => {
    const sealed = sealSecret(two, PLACE, SECRET).replace('v1.b.', 'v1.a.');
    expect(() => openSecret(two, PLACE, sealed)).toThrow('altered or moved');
  });
});

describe('the keyring of a data folder', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'faultline-keyring-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is made once, for its owner alone, and read again', () => {
    const made = loadKeyring(folder, undefined);
    expect(loadKeyring(folder, undefined)).toEqual(made);
    expect(statSync(join(folder, KEYRING_FILE)).mode & 0o777).toBe(0o600);
  });

  test('takes a new key in front', () => {
    const path = join(folder, KEYRING_FILE);
    const before = loadKeyring(folder, undefined);
    writeFileSync(path, `k2 ${hex('f')}\n${readFileSync(path, 'utf8')}`);
    const after = loadKeyring(folder, undefined);
    expect(after.currentId).toBe('k2');
    expect(after.keys.get(before.currentId)).toEqual(before.keys.get(before.currentId));
  });

  test.each([
    ['', 'there is no key'],
    [`a:${hex('1')},a:${hex('2')}`, 'the id a stands there twice'],
    [`a:${hex('1')},b:secret-but-short`, 'entry 2 is not an id and 64 hexadecimal digits'],
  ])('%s is refused in words that hold no key', (text, words) => {
    expect(() => loadKeyring(folder, text)).toThrow(words);
    expect(() => loadKeyring(folder, text)).not.toThrow(/1111|secret-but/);
  });
});
