'use client';
import { Fault } from '../../_components/fault.tsx';
import { neededRoles } from '../../_server/page-refusal.ts';
import { NoPermission } from './_components/no-permission.tsx';

export default function ProjectError({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  const roles = neededRoles(error.digest);
  if (roles !== undefined) return <NoPermission roles={roles} />;
  return (
    <Fault title="This page could not be loaded" reference={error.digest} onRetry={retry}>
      A store did not answer, or this page failed. Nothing was lost.
    </Fault>
  );
}
