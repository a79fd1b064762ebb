import { expect, test } from 'vitest';
import { readableFiles } from '../../../app/(app)/[project]/knowledge/_components/readable-files.ts';

const file = (path: string) => ({ name: path.split('/').at(-1) ?? '', webkitRelativePath: path });

test('of a folder only what can be read is sent, and the rest is counted', () => {
  const chosen = ['docs/a.md', 'docs/deep/b.PDF', 'docs/logo.png', 'docs/.git/c.md', 'docs/.DS_Store'].map(
    file,
  );
  expect(readableFiles(chosen)).toEqual({ files: chosen.slice(0, 2), others: 3 });
});

test('what was chosen by itself is sent, so that it is refused with a reason', () => {
  const alone = { name: 'logo.png', webkitRelativePath: '' };
  expect(readableFiles([alone])).toEqual({ files: [alone], others: 0 });
});
