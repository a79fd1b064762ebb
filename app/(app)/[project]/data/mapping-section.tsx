import { Stack, Text } from '@mantine/core';
import { listScoreMappings } from '#lib/labelling/queries/score-mappings.ts';
import type { Context } from '#lib/platform/context.ts';
import { Section } from '../../../_components/section.tsx';
import { MappingCard } from './mapping-card.tsx';

/** What people outside said of answers, and what it means as labels. */
export async function MappingSection({ ctx }: { ctx: Context }) {
  const { mappings, scores } = await listScoreMappings(ctx);
  const names = [...new Set([...scores.map(({ name }) => name), ...mappings.map(({ name }) => name)])];
  return (
    <Section title="Annotations of people">
      <Text size="sm" c="dimmed" maw={720}>
        Scores with the source “person” are kept as they came. They become labels only under a mapping that
        says what each of their values means. A label that the same reviewer gave here later stays.
      </Text>
      {names.length === 0 ? (
        <Text c="dimmed">No scores of people came yet.</Text>
      ) : (
        <Stack gap="sm">
          {names.map((name) => (
            <MappingCard
              key={name}
              project={ctx.project.slug}
              name={name}
              n={scores.find((score) => score.name === name)?.n ?? 0}
              said={scores.find((score) => score.name === name)?.said ?? []}
              mapping={mappings.find((mapping) => mapping.name === name)}
              tz={ctx.project.timeZone}
            />
          ))}
        </Stack>
      )}
    </Section>
  );
}
