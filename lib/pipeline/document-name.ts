const MAX_LENGTH = 500;

/** A file's name with its folders as it is kept, or the sentence that says why it cannot be. */
export function documentName(sent: string): { name: string } | { reason: string } {
  const name = sent
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '')
    .toWellFormed();
  if (name === '') return { reason: 'The file has no name.' };
  if (name.length > MAX_LENGTH)
    return { reason: `Its name is longer than ${MAX_LENGTH} characters. Shorten it.` };
  if (/\p{Cc}/u.test(name) || name.split('/').includes('..'))
    return { reason: 'Its name holds characters that no name may hold. Rename it.' };
  return { name };
}
