import { SimpleGrid, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Numbers with their names, as a list of definitions. */
export function Figures({ children }: { children: ReactNode }) {
  return (
    <SimpleGrid component="dl" cols={{ base: 2, sm: 4 }} m={0}>
      {children}
    </SimpleGrid>
  );
}

export function Figure(props: { name: string; value: string; note?: string; small?: boolean }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {props.name}
      </Text>
      <Text
        component="dd"
        m={0}
        size={props.small ? 'md' : 'xl'}
        fw={600}
        style={{ fontVariantNumeric: 'tabular-nums' }}
      >
        {props.value}
      </Text>
      {props.note === undefined ? null : (
        <Text component="dd" m={0} size="xs" c="dimmed">
          {props.note}
        </Text>
      )}
    </div>
  );
}
