/** Texts by name, a zip archive in base64. Names keep the last folder where the browser gives one. */
export async function filesAsTexts(files: readonly File[]): Promise<Record<string, string>> {
  const texts = await Promise.all(
    files.map(async (file) => [
      file.name,
      file.name.endsWith('.zip') ? await base64(file) : await file.text(),
    ]),
  );
  return Object.fromEntries(texts);
}

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
