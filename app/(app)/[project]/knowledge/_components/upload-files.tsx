'use client';
import { Alert, Button, FileButton, Group, Progress, Stack, Text } from '@mantine/core';
import { IconFolder, IconUpload } from '@tabler/icons-react';
import { type ComponentProps, useRef } from 'react';
import { LIMITS } from '#lib/pipeline/schema.ts';
import { FILE_ENDINGS } from '#lib/pipeline/source-format.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { passedOverWords, UploadOutcome } from './upload-outcome.tsx';
import { useUpload } from './use-upload.tsx';

/** Browsers then offer a folder and send its files with their paths; React's types do not know it. */
const WHOLE_FOLDER = { webkitdirectory: '' };

/**
 * Buttons that upload files or a folder to a base, which `baseId` gives or makes, and say what became of each file.
 * `onUploaded` is called where at least one document is there. `leaves`: these buttons are gone once something is
 * indexed, so that what was refused is said where it stays.
 */
export function UploadFiles({
  project,
  baseId,
  label,
  leaves = false,
  onUploaded,
}: {
  project: string;
  baseId: () => Promise<string>;
  label: string;
  leaves?: boolean;
  onUploaded: (baseId: string) => Promise<void>;
}) {
  const { progress, outcomes, passedOver, error, upload } = useUpload({
    project,
    baseId,
    onUploaded,
    leaves,
  });
  return (
    <Stack gap="sm">
      <Group gap="sm" justify={leaves ? 'center' : 'flex-start'}>
        <Pickers label={label} busy={progress !== undefined} onFiles={(files) => void upload(files)} />
        <Text size="sm" c="dimmed">
          Markdown, HTML, text or PDF, up to {LIMITS.fileBytes / 2 ** 20} MiB each.
        </Text>
      </Group>
      {progress === undefined ? null : <UploadProgress {...progress} />}
      {passedOver === 0 ? null : (
        <Text size="sm" role="status">
          {passedOverWords(passedOver)}
        </Text>
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

function Pickers({
  label,
  busy,
  onFiles,
}: {
  label: string;
  busy: boolean;
  onFiles: (files: File[]) => void;
}) {
  return (
    <>
      <Picker accept={FILE_ENDINGS.join(',')} inputProps={{ 'aria-label': 'Files' }} onFiles={onFiles}>
        {(props) => (
          <Button {...props} loading={busy} leftSection={<IconUpload size={16} aria-hidden />}>
            {label}
          </Button>
        )}
      </Picker>
      <Picker inputProps={{ 'aria-label': 'Folder', ...WHOLE_FOLDER }} onFiles={onFiles}>
        {(props) => (
          <Button
            {...props}
            variant="default"
            disabled={busy}
            leftSection={<IconFolder size={16} aria-hidden />}
          >
            A whole folder
          </Button>
        )}
      </Picker>
    </>
  );
}

/** A button that asks for files. Reset each time, so that the same choice counts again. */
function Picker({
  onFiles,
  ...props
}: Omit<ComponentProps<typeof FileButton<true>>, 'multiple' | 'onChange' | 'resetRef'> & {
  onFiles: (files: File[]) => void;
}) {
  const reset = useRef<() => void>(null);
  return (
    <FileButton
      {...props}
      multiple
      resetRef={reset}
      onChange={(files) => {
        onFiles([...files]);
        reset.current?.();
      }}
    />
  );
}

function UploadProgress({ done, of }: { done: number; of: number }) {
  return (
    <div>
      <Progress value={(100 * done) / of} aria-label="Files uploaded" />
      <Text size="xs" c="dimmed" mt={2}>
        {done} of {countOf(of, 'file')} uploaded
      </Text>
    </div>
  );
}
