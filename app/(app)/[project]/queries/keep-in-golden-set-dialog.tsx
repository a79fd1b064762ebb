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
  opened: boolean;
  onClose: () => void;
}

/** Keeps a query, with what its labels say, in a golden set that exists or in one made for it. */
export function KeepInGoldenSetDialog({ project, queryId, opened, onClose }: DialogProps) {
  const keep = async (id: string | undefined, name: string) => {
    const { added } = await (id === undefined
      ? callApi<SavedVersion>(project, 'POST', SETS, { name, queryIds: [queryId] })
      : callApi<SavedVersion>(project, 'POST', `${SETS}/${encodeURIComponent(id)}/questions`, { queryId }));
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
        With its ideal answer, or its answer if that was found correct, and the documents graded relevant. No
        export lets it into training data from then on.
      </CollectionForm>
    </Modal>
  );
}
