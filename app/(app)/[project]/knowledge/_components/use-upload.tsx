'use client';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { UploadAnswer } from '#lib/pipeline/schema.ts';
import { messageOf } from '../../../../_components/call-api.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { readableFiles } from './readable-files.ts';
import { sendFiles } from './send-files.ts';
import { passedOverWords, RefusedFiles } from './upload-outcome.tsx';

export interface UploadTarget {
  project: string;
  /** Gives the base that the files go to, or makes it. */
  baseId: () => Promise<string>;
  /** Called where at least one document is there. */
  onUploaded: (baseId: string) => Promise<void>;
  /** Whether the screen that shows the outcome is gone once something is taken; then the refused are told apart. */
  leaves: boolean;
}

/** One upload after the other: how far the current one is, and what became of the last. */
export function useUpload({ project, baseId, onUploaded, leaves }: UploadTarget) {
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
  return { progress, outcomes, passedOver, error, upload };
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
