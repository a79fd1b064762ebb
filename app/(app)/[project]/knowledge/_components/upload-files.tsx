'use client';
import { Alert, Button, FileButton, Group, Progress, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFolder, IconUpload } from '@tabler/icons-react';
import { type ComponentProps, useRef, useState } from 'react';
import { LIMITS, type UploadAnswer } from '#lib/pipeline/schema.ts';
import { FILE_ENDINGS } from '#lib/pipeline/source-format.ts';
import { messageOf } from '../../../../_components/call-api.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { readableFiles } from './readable-files.ts';
import { sendFiles } from './send-files.ts';
import { RefusedFiles, UploadOutcome } from './upload-outcome.tsx';

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
  const [progress, setProgress] = useState<{ done: number; of: number }>();
  const [outcomes, setOutcomes] = useState<UploadAnswer['files']>();
  const [passedOver, setPassedOver] = useState(0);
  const [error, setError] = useState<string>();

  const upload = async (chosen: File[]) => {
    const { files, others } = readableFiles(chosen);
    setPassedOver(others);
    setError(undefined);
    setOutcomes(undefined);
    if (files.length === 0) return;
    setProgress({ done: 0, of: files.length });
    try {
      const id = await baseId();
      const sent = await sendFiles(project, id, files, (done) => setProgress({ done, of: files.length }));
      setOutcomes(sent);
      const isAnyTaken = sent.some(({ status }) => status !== 'refused');
      if (leaves && isAnyTaken) tellRefused(sent, others);
      if (isAnyTaken) await onUploaded(id);
    } catch (fault) {
      setError(messageOf(fault));
    }
    setProgress(undefined);
  };

  return (
    <Stack gap="sm">
      <Group gap="sm" justify={leaves ? 'center' : 'flex-start'}>
        <Picker
          accept={FILE_ENDINGS.join(',')}
          inputProps={{ 'aria-label': 'Files' }}
          onFiles={(files) => void upload(files)}
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
        </Picker>
        <Picker
          inputProps={{ 'aria-label': 'Folder', ...WHOLE_FOLDER }}
          onFiles={(files) => void upload(files)}
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              disabled={progress !== undefined}
              leftSection={<IconFolder size={16} aria-hidden />}
            >
              A whole folder
            </Button>
          )}
        </Picker>
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

function passedOverWords(count: number): string {
  return `${countOf(count, 'file')} passed over: hidden, or of another kind.`;
}

/** A notification has room for a few lines. */
const TOLD_HEIGHT = 110;

function tellRefused(files: UploadAnswer['files'], passedOver: number): void {
  const refused = files.filter(({ status }) => status === 'refused');
  if (refused.length > 0)
    notifications.show({
      title: `${countOf(refused.length, 'file')} not taken`,
      message: <RefusedFiles files={refused} mah={TOLD_HEIGHT} />,
      autoClose: false,
    });
  if (passedOver > 0) notifications.show({ message: passedOverWords(passedOver) });
}
