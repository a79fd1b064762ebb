'use client';
import { Alert } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { batchAnswerSchema, type Draft, type LabelDraft } from '#lib/labelling/schema.ts';
import { callApi, messageOf } from '../../../../_components/call-api.ts';
import { TextLink } from '../../../../_components/text-link.tsx';
import classes from './label.module.css';
import { ASKS_ALL } from './label-asks.ts';
import { LabelForm } from './label-form.tsx';
import type { OpenedQuery } from './labelling-api.ts';
import { dropLocalDraft, keepLocalDraft, readLocalDraft } from './local-draft.ts';

/** Labels one query that was picked by hand, outside of any queue. */
export function LabelOneQuery({ project, opened }: { project: string; opened: OpenedQuery }) {
  const router = useRouter();
  const queryId = opened.query.id;
  const [draft, setDraft] = useState<Draft | null>();
  const [fault, setFault] = useState<string>();
  // The draft is in this browser only: the server drew the page without it.
  useEffect(() => setDraft(readLocalDraft(queryId)), [queryId]);
  const back = `/${project}/queries/${encodeURIComponent(queryId)}`;

  async function store(label: LabelDraft): Promise<void> {
    setFault(undefined);
    try {
      const body = { labels: [{ queryId, ...label }] };
      const answer = await callApi(project, 'POST', '/api/v1/labels', body, batchAnswerSchema);
      const refused = answer.rejected[0];
      if (refused !== undefined) return setFault(refused.message);
      dropLocalDraft(queryId);
      router.push(back);
      router.refresh();
    } catch (error) {
      setFault(messageOf(error));
    }
  }

  return (
    <LabelForm
      key={draft === undefined ? 'server' : 'browser'}
      project={project}
      opened={opened}
      asks={ASKS_ALL}
      draft={draft ?? null}
      header={
        <>
          <h1>{opened.labelling.own === null ? 'Label a query' : 'Your label, revised'}</h1>
          <TextLink href={back} size="sm" underline="always">
            Back to the query
          </TextLink>
          <span className={classes.spring} />
        </>
      }
      notice={
        fault !== undefined && (
          <Alert variant="default" role="alert" title="The label was not stored">
            {fault}
          </Alert>
        )
      }
      announced="One query to label, outside of any queue."
      submitWords="Submit"
      onChange={(entered) => keepLocalDraft(queryId, entered)}
      onSubmit={(label) => void store(label)}
    />
  );
}
