import { Text, Title } from '@mantine/core';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { questionText } from '../_components/question-text.ts';
import classes from './agreement.module.css';

/** The queries behind one cell of the confusion table. */
export function CellQueries({
  project,
  title,
  cell: { count, queries, queryIds },
  questions,
}: {
  project: string;
  title: string;
  cell: { count: number; queries: number; queryIds: readonly string[] };
  questions: ReadonlyMap<string, string>;
}) {
  return (
    <section aria-labelledby="cell">
      <Title order={3} size="h5" id="cell" style={{ scrollMarginTop: 64 }}>
        {title}
      </Title>
      <Text size="sm" mb="xs">
        {`${countOf(count, 'pair')} of labels on ${countOf(queries, 'query', 'queries')}.`}
        {queryIds.length < queries ? ` The first ${formatCount(queryIds.length)} are listed.` : ''}
      </Text>
      <ul className={classes.queries}>
        {queryIds.map((id) => (
          <li key={id}>
            <TextLink
              href={`/${project}/queries/${encodeURIComponent(id)}?range=all`}
              prefetch={false}
              size="sm"
              underline="always"
            >
              <bdi>{questionText(questions.get(id) ?? '')}</bdi>
            </TextLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
