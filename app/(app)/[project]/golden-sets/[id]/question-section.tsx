'use client';
import { Alert, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { GoldenQuestionView } from '#lib/golden-sets/schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { countOf, formatCount } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { ButtonLink } from '../../../../_components/text-link.tsx';
import { useSubmission } from '../../../../_components/use-submission.ts';
import { useUrlParams } from '../../../../_components/use-url-params.ts';
import { QuestionCard } from './question-card.tsx';
import { QuestionDialog } from './question-dialog.tsx';

interface QuestionSectionProps {
  project: string;
  setId: string;
  version: number;
  page: { items: GoldenQuestionView[]; nextCursor: string | null; total: number };
  /** How many questions come before this page. */
  from: number;
  mayWrite: boolean;
}

/** A page of a version's questions. In the latest one they can be changed and removed, which makes a version. */
export function QuestionSection({ project, setId, version, page, from, mayWrite }: QuestionSectionProps) {
  const router = useRouter();
  const { update, hrefWith } = useUrlParams();
  const [marked, setMarked] = useState<readonly string[]>([]);
  const [edited, setEdited] = useState<GoldenQuestionView>();
  const { busy, error, send } = useSubmission();
  const onPage = marked.filter((key) => page.items.some((question) => question.key === key));
  const toggle = (key: string) =>
    setMarked(marked.includes(key) ? marked.filter((other) => other !== key) : [...marked, key]);
  const showLatest = () => {
    update((params) => params.delete('version'), 'replace');
    router.refresh();
  };
  const remove = () =>
    send(async () => {
      const path = `/api/v1/golden-sets/${encodeURIComponent(setId)}/versions`;
      await callApi(project, 'POST', path, { baseVersion: version, remove: onPage });
      setMarked([]);
      showLatest();
    });
  return (
    <Section
      title="Questions"
      aside={
        onPage.length > 0 && (
          <Button variant="default" color="red" size="xs" loading={busy} onClick={() => void remove()}>
            {`Remove ${countOf(onPage.length, 'question')} in a new version`}
          </Button>
        )
      }
    >
      {error !== undefined && (
        <Alert variant="default" role="alert">
          {error}
        </Alert>
      )}
      {page.total === 0 && (
        <Text size="sm">
          This version has no questions. Write one, import a file, or keep a query from its page.
        </Text>
      )}
      <Stack gap="xs" component="ol" p={0} m={0} style={{ listStyle: 'none' }}>
        {page.items.map((question, i) => (
          <QuestionCard
            key={question.key}
            project={project}
            number={from + i + 1}
            question={question}
            {...(mayWrite && !question.isHidden ? { onEdit: () => setEdited(question) } : {})}
            mark={
              mayWrite && (
                <Checkbox
                  aria-label={`Mark question ${from + i + 1}`}
                  checked={onPage.includes(question.key)}
                  onChange={() => toggle(question.key)}
                />
              )
            }
          />
        ))}
      </Stack>
      {page.total > page.items.length && (
        <Group justify="space-between">
          <Text size="sm">{`${formatCount(from + 1)} to ${formatCount(from + page.items.length)} of ${formatCount(page.total)}`}</Text>
          <Group gap="xs">
            {from > 0 && (
              <ButtonLink variant="default" size="xs" href={hrefWith((params) => params.delete('cursor'))}>
                First page
              </ButtonLink>
            )}
            {page.nextCursor !== null && (
              <ButtonLink
                variant="default"
                size="xs"
                href={hrefWith((params) => params.set('cursor', page.nextCursor ?? ''))}
              >
                Next page
              </ButtonLink>
            )}
          </Group>
        </Group>
      )}
      {edited !== undefined && (
        <QuestionDialog
          project={project}
          setId={setId}
          version={version}
          question={edited}
          onClose={() => setEdited(undefined)}
          onSaved={showLatest}
        />
      )}
    </Section>
  );
}
