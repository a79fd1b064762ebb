import { Alert, List, Text } from '@mantine/core';
import type { UploadAnswer } from '#lib/pipeline/schema.ts';
import { countOf } from '../../../../_components/number-format.ts';

/** How many files were taken, and each that was not with the reason. */
export function UploadOutcome({ files }: { files: UploadAnswer['files'] }) {
  const of = (status: (typeof files)[number]['status']) => files.filter((file) => file.status === status);
  const counts = [
    [of('added').length, 'added'],
    [of('replaced').length, 'replaced'],
    [of('unchanged').length, 'unchanged'],
  ] as const;
  const refused = of('refused');
  const words = counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${countOf(count, 'file')} ${word}`);
  return (
    <>
      {words.length === 0 ? null : (
        <Text size="sm" role="status">
          {words.join(', ')}.
        </Text>
      )}
      {refused.length === 0 ? null : (
        <Alert variant="default" role="alert" title={`${countOf(refused.length, 'file')} not taken`}>
          <RefusedFiles files={refused} />
        </Alert>
      )}
    </>
  );
}

/** Files that were not taken, each with the reason. */
export function RefusedFiles({ files, mah = 220 }: { files: UploadAnswer['files']; mah?: number }) {
  return (
    <List
      size="sm"
      c="var(--mantine-color-text)"
      mah={mah}
      style={{ overflowY: 'auto' }}
      tabIndex={0}
      aria-label="Files not taken"
    >
      {files.map(({ name, reason }) => (
        <List.Item key={name} style={{ overflowWrap: 'anywhere' }}>
          <bdi>{name}</bdi>: {reason}
        </List.Item>
      ))}
    </List>
  );
}

export function passedOverWords(count: number): string {
  return `${countOf(count, 'file')} passed over: hidden, or of another kind.`;
}
