import { LIMITS, type UploadAnswer, uploadAnswerSchema } from '#lib/pipeline/schema.ts';
import { ApiError } from '../../../../_components/call-api.ts';

type FileOutcome = UploadAnswer['files'][number];

/** Files in groups that one request takes; one that is too large goes alone and is refused by name. */
export function fileGroups(files: readonly File[]): File[][] {
  const groups: File[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = groups.at(-1);
    const fits = last !== undefined && last.length < LIMITS.uploadFiles && bytes + file.size <= GROUP_BYTES;
    if (fits) last.push(file);
    else groups.push([file]);
    bytes = fits ? bytes + file.size : file.size;
  }
  return groups;
}

/** Below the limit of a request, which counts the form's own bytes too. */
const GROUP_BYTES = LIMITS.uploadBytes / 4;

/** Uploads the files group by group and tells how many are done. Throws ApiError with the server's sentence. */
export async function sendFiles(
  project: string,
  baseId: string,
  files: readonly File[],
  onDone: (done: number) => void,
): Promise<FileOutcome[]> {
  const outcomes: FileOutcome[] = [];
  for (const group of fileGroups(files)) {
    const [first] = group;
    if (first !== undefined && first.size > LIMITS.fileBytes)
      outcomes.push({
        name: nameOf(first),
        status: 'refused',
        reason: `It is larger than ${LIMITS.fileBytes / 2 ** 20} MiB. Split it into several files.`,
      });
    else outcomes.push(...(await sendGroup(project, baseId, group)));
    onDone(outcomes.length);
  }
  return outcomes;
}

/** With its folders, where a whole folder was chosen. */
function nameOf(file: File): string {
  return file.webkitRelativePath || file.name;
}

async function sendGroup(project: string, baseId: string, group: readonly File[]): Promise<FileOutcome[]> {
  const form = new FormData();
  for (const file of group) form.append('files', file, nameOf(file));
  const path = `/api/v1/knowledge/${encodeURIComponent(baseId)}/documents`;
  const response = await fetch(`${path}?project=${encodeURIComponent(project)}`, {
    method: 'POST',
    body: form,
  }).catch(() => {
    throw new ApiError(0, 'The server did not answer. Check that Faultline is running, then try again.');
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return uploadAnswerSchema.parse(answer).files;
  const message = (answer as { error?: { message?: string } } | undefined)?.error?.message;
  throw new ApiError(response.status, message ?? `The server answered with status ${response.status}.`);
}
