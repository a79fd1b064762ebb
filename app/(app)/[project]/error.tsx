'use client';
import { Fault } from '../../_components/fault.tsx';

export default function ProjectError({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  return (
    <Fault title="This page could not be loaded" reference={error.digest} onRetry={retry}>
      A store did not answer, or this page failed. Nothing was lost.
    </Fault>
  );
}
