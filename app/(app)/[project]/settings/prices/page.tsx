import { Stack, Text } from '@mantine/core';
import type { Metadata } from 'next';
import { listPrices } from '#lib/quality/queries/prices.ts';
import { Fold } from '../../../../_components/fold.tsx';
import { Section } from '../../../../_components/section.tsx';
import { pageContext } from '../../../../_server/page-context.ts';
import { ListedPrices, OwnPrices } from './price-tables.tsx';
import { SavePriceForm } from './save-price-form.tsx';

export const metadata: Metadata = { title: 'Prices' };

export default async function PricesPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/settings/prices');
  const { items, list } = await listPrices(ctx);
  const tz = ctx.project.timeZone;
  return (
    <Stack gap="xl">
      <Section title="Prices of this project">
        <Text size="sm" c="dimmed" maw={720}>
          A query that comes with tokens and without its cost gets an estimated one. The project’s own price
          for its model counts first, of several the one with the most letters in its pattern. A stored cost
          is never rewritten: a new price is for queries that come after it was saved.
        </Text>
        {items.length === 0 ? (
          <Text c="dimmed">There is none: the list below is used.</Text>
        ) : (
          <OwnPrices project={project} prices={items} tz={tz} />
        )}
      </Section>
      <Section title="Set a price">
        <SavePriceForm project={project} tz={tz} />
      </Section>
      <Section title="Prices that Faultline comes with">
        <Text size="sm" c="dimmed" maw={720}>
          Read on {list.readOn} from {list.source}. Prices change: check them against your provider’s own
          page, and set your own where they differ.
        </Text>
        <Fold summary={`${list.prices.length} models`}>
          <ListedPrices prices={list.prices} />
        </Fold>
      </Section>
    </Stack>
  );
}
