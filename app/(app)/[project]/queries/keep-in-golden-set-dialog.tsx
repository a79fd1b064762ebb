'use client';
import { Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { GoldenSetView, SavedVersion } from '#lib/golden-sets/schema.ts';
import { callApi } from '../../../_components/call-api.ts';
import { countOf } from '../../../_components/number-format.ts';
import { CollectionForm } from './collection-form.tsx';

const SETS = '/api/v1/golden-sets';

interface DialogProps {
  project: string;
  queryId: string;
  /** What its labels need not say, because whoever keeps it has just seen it. */
  seen?: { idealAnswer: string | null; relevantIds: string[] } | undefined;
  opened: boolean;
  onClose: () => void;
}

/** Keeps a query, with what its labels say, in a golden set that exists or in one made for it. */
export function KeepInGoldenSetDialog({ project, queryId, seen, opened, onClose }: DialogProps) {
  const keep = async (id: string | undefined, name: string) => {
    const make = (queryIds: string[]) => callApi<SavedVersion>(project, 'POST', SETS, { name, queryIds });
    const add = (setId: string) =>
      callApi<SavedVersion>(project, 'POST', `${SETS}/${encodeURIComponent(setId)}/questions`, {
        queryId,
        ...seen,
      });
    const { added } = await (id !== undefined
      ? add(id)
      : seen === undefined
        ? make([queryId])
        : make([]).then(({ setId }) => add(setId)));
    notifications.show({
      message: added > 0 ? 'The question is in the golden set.' : 'The golden set asks this already.',
    });
    onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Keep in a golden set">
      <CollectionForm<GoldenSetView>
        project={project}
        path={SETS}
        noun="set"
        label="Golden set"
        description={(set) => countOf(set.questions, 'question')}
        action="Keep it"
        put={keep}
        onClose={onClose}
      >
        {seen === undefined
          ? 'With its ideal answer, or its answer if that was found correct, and the documents graded relevant.'
          : 'With this answer as the ideal one, and the passages that it cites as relevant.'}{' '}
        No export lets it into training data from then on.
      </CollectionForm>
    </Modal>
  );
}
