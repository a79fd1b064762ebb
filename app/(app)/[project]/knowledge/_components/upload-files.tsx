'use client';
import { Alert, Button, FileButton, Group, Progress, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { LIMITS, type UploadAnswer } from '#lib/pipeline/schema.ts';
import { FILE_ENDINGS } from '#lib/pipeline/source-format.ts';
import { messageOf } from '../../../../_components/call-api.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { sendFiles } from './send-files.ts';
import { UploadOutcome } from './upload-outcome.tsx';

/**
 * A button that uploads files to a base, which `baseId` gives or makes, and says what became of each. `onUploaded` is
 * called where at least one document is there.
 */
export function UploadFiles({
  project,
  baseId,
  label,
  onUploaded,
}: {
  project: string;
  baseId: () => Promise<string>;
  label: string;
  onUploaded: (baseId: string) => Promise<void>;
}) {
  const [progress, setProgress] = useState<{ done: number; of: number }>();
  const [outcomes, setOutcomes] = useState<UploadAnswer['files']>();
  const [error, setError] = useState<string>();
  const reset = useRef<() => void>(null);

  const upload = async (files: File[]) => {
    if (files.length === 0) return;
    setError(undefined);
    setOutcomes(undefined);
    setProgress({ done: 0, of: files.length });
    try {
      const id = await baseId();
      const sent = await sendFiles(project, id, files, (done) => setProgress({ done, of: files.length }));
      setOutcomes(sent);
      if (sent.some(({ status }) => status !== 'refused')) await onUploaded(id);
    } catch (fault) {
      setError(messageOf(fault));
    }
    setProgress(undefined);
    reset.current?.();
  };

  return (
    <Stack gap="sm">
      <Group gap="sm">
        <FileButton
          multiple
          resetRef={reset}
          accept={FILE_ENDINGS.join(',')}
          inputProps={{ 'aria-label': 'Files' }}
          onChange={(files) => void upload(files)}
        >
          {(props) => (
            <Button
              {...props}
              loading={progress !== undefined}
              leftSection={<IconUpload size={16} aria-hidden />}
            >
              {label}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          Markdown, HTML, text or PDF, up to {LIMITS.fileBytes / 2 ** 20} MiB each.
        </Text>
      </Group>
      {progress === undefined ? null : (
        <div>
          <Progress value={(100 * progress.done) / progress.of} aria-label="Files uploaded" />
          <Text size="xs" c="dimmed" mt={2}>
            {progress.done} of {countOf(progress.of, 'file')} uploaded
          </Text>
        </div>
      )}
      {outcomes === undefined ? null : <UploadOutcome files={outcomes} />}
      {error === undefined ? null : (
        <Alert variant="default" role="alert">
          {error}
        </Alert>
      )}
    </Stack>
  );
}
