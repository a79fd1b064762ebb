import { Badge, Group, ScrollArea, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from '../../../_components/time-series/time-series.module.css';

const BODY_HEIGHT = 248;

/** A table in the frame, and of the height, of the charts beside it. */
export function TablePanel(props: {
  title: string;
  measures: string;
  caution?: string | undefined;
  summary: string;
  aside: ReactNode;
  /** Said in place of the table where there is nothing. */
  empty: string | undefined;
  children: ReactNode;
}) {
  const headingId = `panel-${props.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  return (
    <figure className={classes.figure} aria-labelledby={headingId}>
      <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start">
        <div className={classes.heading}>
          <Title order={2} id={headingId} size="h5" className={classes.title}>
            {props.title}
          </Title>
          {props.caution === undefined ? null : (
            <Badge variant="light" color="orange" size="sm" radius="sm" tt="none" className={classes.caution}>
              {props.caution}
            </Badge>
          )}
        </div>
        {props.aside}
      </Group>
      <Text size="sm" className={classes.measures}>
        {props.measures}
      </Text>
      <div className={classes.body} style={{ minHeight: BODY_HEIGHT }}>
        {props.empty === undefined ? (
          <ScrollArea
            h={BODY_HEIGHT}
            type="auto"
            viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': `${props.title}: table` }}
          >
            {props.children}
          </ScrollArea>
        ) : (
          <div className={classes.nothing}>{props.empty}</div>
        )}
      </div>
      <figcaption className={classes.summary}>{props.summary}</figcaption>
    </figure>
  );
}
