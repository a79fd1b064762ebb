'use client';
import { Button, Table, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { PriceList, PriceView } from '#lib/quality/price-schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { ConfirmDialog } from '../_components/confirm-dialog.tsx';

const dollars = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 6 });
const usd = (value: number | null) => (value === null ? 'as input' : `$${dollars.format(value)}`);
/** Earlier than anything that can be logged. */
const ALWAYS = '2000-01-01T00:00:00.000Z';

const AMOUNTS = (
  <>
    <Table.Th ta="end">Input</Table.Th>
    <Table.Th ta="end">Cached</Table.Th>
    <Table.Th ta="end">Output</Table.Th>
  </>
);

function Amounts({ price }: { price: Pick<PriceView, 'inputUsd' | 'cachedUsd' | 'outputUsd'> }) {
  return (
    <>
      <Table.Td ta="end">{usd(price.inputUsd)}</Table.Td>
      <Table.Td ta="end">{usd(price.cachedUsd)}</Table.Td>
      <Table.Td ta="end">{usd(price.outputUsd)}</Table.Td>
    </>
  );
}

/** What the project pays, a million tokens. */
export function OwnPrices({ project, prices, tz }: { project: string; prices: PriceView[]; tz: string }) {
  const router = useRouter();
  const [deleting, setDeleting] = useState<PriceView>();
  return (
    <>
      <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="xs" aria-label="Own prices in US dollars a million tokens">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Model</Table.Th>
              {AMOUNTS}
              <Table.Th>For queries since</Table.Th>
              <Table.Th>
                <VisuallyHidden>Actions</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {prices.map((price) => (
              <Table.Tr key={price.id}>
                <Table.Td>
                  <bdi>{price.pattern}</bdi>
                </Table.Td>
                <Amounts price={price} />
                <Table.Td>
                  {price.validFrom === ALWAYS ? 'always' : formatInstant(price.validFrom, tz, 'minute')}
                </Table.Td>
                <Table.Td ta="end">
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Delete the price of ${price.pattern}`}
                    onClick={() => setDeleting(price)}
                  >
                    Delete
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <ConfirmDialog
        opened={deleting !== undefined}
        title={`Delete the price of ${deleting?.pattern}?`}
        action="Delete"
        onClose={() => setDeleting(undefined)}
        run={async () => {
          await callApi(project, 'DELETE', `/api/v1/prices/${deleting?.id}`);
          notifications.show({ message: `The price of ${deleting?.pattern} is deleted.` });
          router.refresh();
        }}
      >
        Costs that were estimated with it stay as they are.
      </ConfirmDialog>
    </>
  );
}

export function ListedPrices({ prices }: { prices: PriceList['list']['prices'] }) {
  return (
    <Table.ScrollContainer minWidth={460} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing={4} fz="sm" aria-label="Listed prices in US dollars a million tokens">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Model</Table.Th>
            {AMOUNTS}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {prices.map((price) => (
            <Table.Tr key={price.pattern}>
              <Table.Td>{price.pattern}</Table.Td>
              <Amounts price={price} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
