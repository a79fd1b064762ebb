import { Code, Stack, Text } from '@mantine/core';
import type { Preview } from '#lib/export/schema.ts';
import { Fold } from '../../../_components/fold.tsx';
import classes from './exports.module.css';

/** The first rows as they would be written. */
export function FirstRows({ rows }: { rows: Preview['firstRows'] }) {
  if (rows.length === 0) return null;
  return (
    <Fold summary="First rows">
      <Stack gap="xs">
        {rows.map(({ path, text, queryId }, i) => (
          <div key={`${queryId} ${i.toString()}`}>
            <Text size="xs" c="dimmed">
              {path}
            </Text>
            <Code block tabIndex={0} className={classes.row ?? ''} dir="auto">
              {readable(text)}
            </Code>
          </div>
        ))}
      </Stack>
    </Fold>
  );
}

/** JSON on several lines; anything else, and what was cut off, as it is. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
